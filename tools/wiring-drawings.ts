/**
 * Draws the pictures of docs/wiring.md: `node tools/wiring-drawings.ts`. White ground and black lines, so that they are read in the dark
 * theme too.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bcmOfHeader, bcmOfWiringPi } from "../src/pins/raspberry.ts";

const RED = "#b3261e";
const ORANGE = "#b35900";
const BLACK = "#1a1a1a";
const BLUE = "#1a56b3";
const GREEN = "#1b7340";
const GREY = "#5f6368";

interface TextStyle {
  readonly anchor?: "start" | "middle" | "end";
  readonly size?: number;
  readonly colour?: string;
  readonly bold?: boolean;
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** A picture that grows by what is drawn on it. */
class Drawing {
  readonly #width: number;
  readonly #height: number;
  readonly #title: string;
  readonly #parts: string[] = [];

  constructor(title: string, width: number, height: number) {
    [this.#title, this.#width, this.#height] = [title, width, height];
  }

  text(
    x: number,
    y: number,
    words: string,
    { anchor = "start", size = 14, colour = BLACK, bold = false }: TextStyle = {},
  ): this {
    const weight = bold ? ' font-weight="bold"' : "";
    this.#parts.push(
      `<text x="${x}" y="${y}" font-size="${size}" text-anchor="${anchor}" fill="${colour}"${weight}>${escaped(words)}</text>`,
    );
    return this;
  }

  box(x: number, y: number, width: number, height: number, name = "", fill = "#f1f3f4", colour = BLACK): this {
    this.#parts.push(
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="${fill}" stroke="${colour}" stroke-width="1.5"/>`,
    );
    return name === "" ? this : this.text(x + width / 2, y + 22, name, { anchor: "middle", bold: true });
  }

  /** From corner to corner: `x,y x,y`. */
  wire(points: string, colour = BLACK, width = 2.5): this {
    this.#parts.push(`<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="${width}"/>`);
    return this;
  }

  /** Where wires are joined. */
  joint(x: number, y: number, colour = BLACK): this {
    this.#parts.push(`<circle cx="${x}" cy="${y}" r="4.5" fill="${colour}"/>`);
    return this;
  }

  /** A screw or a pin, with its name beside it, within its box. */
  pin(x: number, y: number, name: string, anchor: "start" | "end", colour = BLACK): this {
    this.#parts.push(`<circle cx="${x}" cy="${y}" r="5.5" fill="#ffffff" stroke="${colour}" stroke-width="2.5"/>`);
    return this.text(anchor === "start" ? x + 12 : x - 12, y + 5, name, { anchor });
  }

  /** A resistor that lies in a wire, across. */
  resistor(x: number, y: number, value: string): this {
    this.#parts.push(
      `<rect x="${x - 24}" y="${y - 9}" width="48" height="18" fill="#ffffff" stroke="${BLACK}" stroke-width="2"/>`,
    );
    return this.text(x, y - 16, value, { anchor: "middle", size: 13 });
  }

  svg(): string {
    const size = `width="${this.#width}" height="${this.#height}" viewBox="0 0 ${this.#width} ${this.#height}"`;
    const head = `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="Helvetica, Arial, sans-serif" role="img" aria-label="${escaped(this.#title)}">`;
    const ground = `<rect width="${this.#width}" height="${this.#height}" fill="#ffffff"/>`;
    return `${[head, `<title>${escaped(this.#title)}</title>`, ground, ...this.#parts, "</svg>"].join("\n")}\n`;
  }
}

/** What else a pin is used for. */
const OTHER_USES: Readonly<Record<number, string>> = {
  0: "HAT memory",
  1: "HAT memory",
  2: "SDA, 1.8 kΩ up",
  3: "SCL, 1.8 kΩ up",
  14: "TXD, console",
  15: "RXD, console",
};
const POWER: Readonly<Record<number, "3.3 V" | "5 V">> = { 1: "3.3 V", 2: "5 V", 4: "5 V", 17: "3.3 V" };

const WIRING_PI = new Map(Array.from({ length: 32 }, (_nothing, number) => [bcmOfWiringPi(number), number]));

interface PinLook {
  readonly words: string;
  readonly colour: string;
}

function lookOf(pin: number): PinLook {
  const bcm = bcmOfHeader(pin);
  if (bcm === undefined) {
    const power = POWER[pin];
    if (power === undefined) return { words: "ground", colour: BLACK };
    return { words: power, colour: power === "5 V" ? RED : ORANGE };
  }
  const other = OTHER_USES[bcm];
  const words = `GPIO ${bcm} · wPi ${WIRING_PI.get(bcm)}${other === undefined ? "" : ` · ${other}`}`;
  return { words, colour: bcm <= 8 ? GREEN : BLUE };
}

function header(): Drawing {
  const drawing = new Drawing("The 40 pins of a Raspberry Pi's header", 720, 700);
  drawing.text(360, 28, "Header of the Raspberry Pi, seen from above; pin 1 is nearest to the SD card's end", {
    anchor: "middle",
    bold: true,
  });
  for (let pin = 1; pin <= 40; pin += 1) {
    const isLeft = pin % 2 === 1;
    const y = 62 + 28 * Math.floor((pin - 1) / 2);
    const x = isLeft ? 332 : 364;
    const { words, colour } = lookOf(pin);
    drawing.box(x, y - 12, 24, 24, "", colour, colour);
    drawing.text(x + 12, y + 5, String(pin), { anchor: "middle", size: 13, colour: "#ffffff", bold: true });
    drawing.text(isLeft ? 320 : 400, y + 5, words, { anchor: isLeft ? "end" : "start" });
  }
  const legend: readonly (readonly [string, string])[] = [
    [RED, "5 V"],
    [ORANGE, "3.3 V"],
    [BLACK, "ground"],
    [GREEN, "pulled up at power-on"],
    [BLUE, "pulled down at power-on"],
  ];
  let x = 40;
  for (const [colour, words] of legend) {
    drawing.box(x, 648, 16, 16, "", colour, colour).text(x + 24, 661, words, { size: 13 });
    x += 48 + 7 * words.length;
  }
  return drawing.text(
    360,
    688,
    "wPi: the number that wiringPi and PvMonit use. Boards with 26 pins have pins 1 to 26.",
    {
      anchor: "middle",
      size: 13,
      colour: GREY,
    },
  );
}

function s0(): Drawing {
  return new Drawing("A meter with an S0 output at a Raspberry Pi", 720, 270)
    .box(30, 50, 170, 180, "Meter")
    .pin(200, 120, "S0+", "end", GREEN)
    .pin(200, 190, "S0−", "end")
    .box(500, 30, 190, 210, "Raspberry Pi")
    .pin(500, 80, "pin 17: 3.3 V", "start", ORANGE)
    .pin(500, 120, "pin 18: GPIO 24", "start", GREEN)
    .pin(500, 190, "pin 20: ground", "start")
    .wire("206,120 494,120", GREEN)
    .wire("206,190 494,190")
    .wire("300,120 300,80 494,80", ORANGE)
    .resistor(390, 80, "2.2 kΩ")
    .joint(300, 120, GREEN)
    .text(350, 222, "twisted pair, away from mains cables", { anchor: "middle", size: 13, colour: GREY })
    .text(30, 24, "Low voltage only: S0 bears 27 V and 27 mA at most", { size: 13, colour: RED });
}

function relays(): Drawing {
  return new Drawing("A board of relays at a Raspberry Pi", 900, 430)
    .box(30, 60, 190, 210, "Raspberry Pi")
    .pin(220, 110, "pin 1: 3.3 V", "end", ORANGE)
    .pin(220, 170, "pin 16: GPIO 23", "end", GREEN)
    .pin(220, 200, "pin 18: GPIO 24", "end", GREEN)
    .pin(220, 230, "and so on", "end", GREEN)
    .box(30, 300, 190, 100, "5 V supply")
    .pin(220, 345, "+ 5 V", "end", RED)
    .pin(220, 380, "−", "end")
    .box(390, 60, 250, 340, "Board of relays")
    .pin(390, 110, "VCC", "start", ORANGE)
    .pin(390, 170, "IN1", "start", GREEN)
    .pin(390, 200, "IN2", "start", GREEN)
    .pin(390, 230, "IN3 …", "start", GREEN)
    .pin(390, 345, "JD-VCC", "start", RED)
    .pin(390, 380, "GND", "start")
    .wire("226,110 384,110", ORANGE)
    .wire("226,170 384,170", GREEN)
    .wire("226,200 384,200", GREEN)
    .wire("226,230 384,230", GREEN)
    .wire("226,345 384,345", RED)
    .wire("226,380 384,380")
    .text(402, 290, "jumper VCC – JD-VCC: off", { colour: RED, size: 13 })
    .text(305, 150, "low switches on", { anchor: "middle", size: 13, colour: GREY })
    .wire("585,85 585,405", GREY, 1.5)
    .text(585, 421, "isolation", { anchor: "middle", size: 13, colour: GREY })
    .pin(640, 130, "COM", "end")
    .pin(640, 170, "NO", "end")
    .pin(640, 210, "NC", "end", GREY)
    .wire("646,130 700,130 700,105 740,105")
    .box(740, 85, 130, 40, "")
    .text(805, 110, "fuse, RCD", { anchor: "middle" })
    .wire("646,170 740,170")
    .box(740, 150, 130, 56, "")
    .text(805, 173, "load, or the coil", { anchor: "middle", size: 13 })
    .text(805, 193, "of a contactor", { anchor: "middle", size: 13 })
    .text(656, 215, "stays free", { size: 13, colour: GREY })
    .text(770, 60, "mains: electrician", { anchor: "middle", colour: RED, bold: true })
    .text(30, 32, "The board works its coils with 5 V of its own; the Raspberry Pi only lights its optocouplers", {
      size: 13,
      colour: GREY,
    });
}

function panel(): Drawing {
  const drawing = new Drawing("The TM1638 panel at a Raspberry Pi", 720, 290)
    .box(30, 50, 190, 220, "Raspberry Pi")
    .box(470, 50, 220, 220, "TM1638, LED & KEY")
    .text(345, 32, "3.3 V, not 5 V", { anchor: "middle", colour: RED, bold: true });
  const wires = [
    ["pin 17: 3.3 V", "VCC", ORANGE],
    ["pin 39: ground", "GND", BLACK],
    ["pin 37: GPIO 26", "STB", GREEN],
    ["pin 33: GPIO 13", "CLK", GREEN],
    ["pin 35: GPIO 19", "DIO", GREEN],
  ] as const;
  wires.forEach(([from, to, colour], index) => {
    const y = 100 + 35 * index;
    drawing.pin(220, y, from, "end", colour).pin(470, y, to, "start", colour).wire(`226,${y} 464,${y}`, colour);
  });
  return drawing;
}

function lcd(): Drawing {
  const drawing = new Drawing("An LCD with its I²C adapter behind a level shifter", 860, 270)
    .box(30, 50, 180, 200, "Raspberry Pi")
    .box(340, 50, 180, 200, "Level shifter")
    .box(650, 50, 180, 200, "LCD and adapter")
    .text(275, 32, "3.3 V", { anchor: "middle", colour: ORANGE, bold: true })
    .text(585, 32, "5 V", { anchor: "middle", colour: RED, bold: true });
  const wires = [
    ["pin 1: 3.3 V", "LV", ORANGE, "HV", "VCC", RED],
    ["pin 3: GPIO 2, SDA", "LV1", GREEN, "HV1", "SDA", GREEN],
    ["pin 5: GPIO 3, SCL", "LV2", BLUE, "HV2", "SCL", BLUE],
    ["pin 6: ground", "GND", BLACK, "GND", "GND", BLACK],
  ] as const;
  wires.forEach(([from, low, left, high, to, right], index) => {
    const y = 100 + 38 * index;
    drawing.pin(210, y, from, "end", left).pin(340, y, low, "start", left).wire(`216,${y} 334,${y}`, left);
    drawing.pin(520, y, high, "end", right).pin(650, y, to, "start", right).wire(`526,${y} 644,${y}`, right);
  });
  return drawing
    .wire("585,100 585,60", RED)
    .joint(585, 100, RED)
    .text(585, 52, "from pin 2", { anchor: "middle", size: 13 });
}

function vedirect(): Drawing {
  return new Drawing("VE.Direct at the serial port of a Raspberry Pi, isolated", 860, 280)
    .box(30, 50, 180, 200, "Victron, VE.Direct")
    .pin(210, 100, "4 V+ (3.3 or 5 V)", "end", RED)
    .pin(210, 140, "3 TX", "end", GREEN)
    .pin(210, 180, "1 GND", "end")
    .pin(210, 220, "2 RX", "end", GREY)
    .text(222, 225, "stays free: reading only", { size: 13, colour: GREY })
    .box(370, 50, 150, 160, "Isolator")
    .pin(370, 100, "VDD1", "start", RED)
    .pin(370, 140, "in", "start", GREEN)
    .pin(370, 180, "GND1", "start")
    .pin(520, 100, "VDD2", "end", ORANGE)
    .pin(520, 140, "out", "end", GREEN)
    .pin(520, 180, "GND2", "end")
    .wire("445,80 445,205", GREY, 1.5)
    .box(630, 50, 200, 200, "Raspberry Pi")
    .pin(630, 100, "pin 1: 3.3 V", "start", ORANGE)
    .pin(630, 140, "pin 10: GPIO 15, RXD", "start", GREEN)
    .pin(630, 180, "pin 6: ground", "start")
    .wire("216,100 364,100", RED)
    .wire("216,140 364,140", GREEN)
    .wire("216,180 364,180")
    .wire("526,100 624,100", ORANGE)
    .wire("526,140 624,140", GREEN)
    .wire("526,180 624,180")
    .text(290, 32, "the battery's side", { anchor: "middle", colour: RED, bold: true })
    .text(575, 32, "3.3 V", { anchor: "middle", colour: ORANGE, bold: true })
    .text(445, 264, "nothing passes but light or a field", { anchor: "middle", size: 13, colour: GREY });
}

/** File name to picture. */
export function drawings(): ReadonlyMap<string, string> {
  const all = { header, s0, relays, panel, lcd, vedirect };
  return new Map(Object.entries(all).map(([name, draw]) => [`${name}.svg`, draw().svg()]));
}

export const FOLDER = join(import.meta.dirname, "..", "docs", "wiring");

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, svg] of drawings()) writeFileSync(join(FOLDER, name), svg);
}
