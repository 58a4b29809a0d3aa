import type { ChipFound, Findings, SerialFound } from "./findings.ts";

/** What was found, for a person: 80 columns, but for paths that are longer. */

const COLUMNS = 80;

/** Breaks a sentence into lines. @param indent blanks before each; the first line has `mark` in their place, which is no longer */
export function wrapped(text: string, indent: number, mark = " ".repeat(indent)): string[] {
  const room = COLUMNS - indent;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((each, index) => `${index === 0 ? mark : " ".repeat(indent)}${each}`);
}

function who(port: SerialFound): string {
  const { speaker } = port;
  if (!speaker) return "";
  const { title, product_id, firmware, serial, protocol, baud } = speaker;
  const facts = [
    product_id,
    firmware === null ? null : `firmware ${firmware}`,
    serial === null ? null : `serial number ${serial}`,
  ].filter((fact) => fact !== null);
  const reads = protocol === "vedirect" ? "" : `, at ${baud} baud; Gleaner does not read such a meter yet`;
  return `${[title, ...facts].join(", ")}${reads}`;
}

/** Bytes as hex, and what of them is text. */
function sampled(hex: string): string {
  const bytes = Buffer.from(hex, "hex");
  const text = [...bytes].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join("");
  return `${hex.slice(0, 32)}${hex.length > 32 ? "…" : ""} (${text})`;
}

function stateOf(port: SerialFound): string {
  const { state, held_by, sample, problem } = port;
  if (state === "named") return who(port);
  if (state === "silent") return "says nothing: listened for 4 s at 19200 baud";
  if (state === "unknown") return `sends something at 19200 baud that we do not know: ${sampled(sample ?? "")}`;
  if (state === "held") {
    const holders = held_by.map(({ program, pid }) => (pid === null ? program : `${program} (process ${pid})`));
    return `held by ${holders.join(", ")}; left alone`;
  }
  return problem ?? "";
}

function* serialLines(serial: readonly SerialFound[], file: string | null): Generator<string> {
  if (serial.length === 0) yield "  none: plug a cable in";
  for (const port of serial) {
    yield `  ${port.path}`;
    const { usb, tty, path } = port;
    const name = [usb?.manufacturer, usb?.product].filter((word) => word != null).join(" ");
    const about = [path === tty ? "" : tty, name].filter((word) => word !== "").join(", ");
    if (about !== "") yield* wrapped(about, 4);
    yield* wrapped(stateOf(port), 4);
    if (port.used_by !== null) yield* wrapped(`is "${port.used_by}" of ${file}`, 4);
  }
}

const usedBy = (device: string | null, file: string | null): string =>
  device === null ? "" : `; "${device}" of ${file}`;

const nameOf = ({ line, name }: ChipFound["lines"][number]): string => (name === null ? `${line}` : `${line} ${name}`);

function* chipLines(chip: ChipFound, file: string | null): Generator<string> {
  const { path, label, header, lines, problem } = chip;
  if (problem !== null) {
    yield* wrapped(`${path}: ${problem}`, 4, "  ");
    return;
  }
  yield* wrapped(`${path}, ${label}, ${lines.length} lines${header ? ": the header of 40 pins" : ""}`, 4, "  ");
  for (const line of lines) {
    const { held_by, used_by } = line;
    if (held_by === null && used_by === null) continue;
    const held = held_by === null ? "free" : `held by ${held_by}`;
    yield* wrapped(`line ${nameOf(line)}: ${held}${usedBy(used_by, file)}`, 6, "    ");
  }
}

function* busLines({ i2c, configuration }: Findings): Generator<string> {
  for (const { path, name, probed, addresses, problem } of i2c) {
    yield* wrapped(`${path}${name === null ? "" : `, ${name}`}`, 4, "  ");
    if (problem !== null) yield* wrapped(problem, 4);
    for (const { address, kernel, likely, used_by } of addresses) {
      const what = kernel === null ? (likely ?? "answers") : `the kernel's ${kernel}`;
      yield* wrapped(`${address}: ${what}${usedBy(used_by, configuration.file)}`, 6, "    ");
    }
    if (probed && addresses.length === 0) yield "    no address answers";
  }
}

function* otherLines({ buttons, hid, watchdogs, configuration }: Findings): Generator<string> {
  for (const { path, name, used_by } of buttons)
    yield* wrapped(`${path}: keys on pins, ${name}${usedBy(used_by, configuration.file)}`, 4, "  ");
  for (const { path, usb, likely } of hid)
    yield* wrapped(`${path}: ${likely}, USB ${usb}; Gleaner does not read it yet`, 4, "  ");
  for (const { path, name, timeout_s } of watchdogs) {
    const after = timeout_s === null ? "" : `, ${timeout_s} s`;
    yield* wrapped(`${path}: a watchdog${name === null ? "" : `, ${name}`}${after}`, 4, "  ");
  }
}

function section(title: string, lines: Iterable<string>): string[] {
  const all = [...lines];
  return all.length === 0 ? [] : ["", title, ...all];
}

/** The whole, line by line. */
export function wordsOfFindings(found: Findings): string[] {
  const { machine, serial, gpio, configuration, yaml, next } = found;
  const { file } = configuration;
  const pins = gpio.length === 0 ? ["  none on this machine"] : gpio.flatMap((chip) => [...chipLines(chip, file)]);
  const house =
    file === null ? [] : wrapped(`Configuration: ${file}${configuration.problem === null ? "" : ", with mistakes"}`, 0);
  return [
    `${machine.model ?? "This machine"}, Linux ${machine.kernel}, ${machine.arch}`,
    ...house,
    ...section("Serial ports", serialLines(serial, file)),
    ...section("Pins", pins),
    ...section("I2C buses", busLines(found)),
    ...section("Others", otherLines(found)),
    ...(yaml === null ? [] : ["", "For the configuration:", "", ...yaml.trimEnd().split("\n")]),
    ...section(
      "What to do next",
      next.flatMap((step) => wrapped(step, 4, "  - ")),
    ),
  ];
}
