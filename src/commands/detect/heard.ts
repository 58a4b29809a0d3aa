import { Identity } from "../../devices/vedirect/identity.ts";
import { TextParser } from "../../devices/vedirect/text.ts";
import type { Speaker } from "./findings.ts";

/** Who it is that speaks on a line, by what it sends unasked. */

const SML = Buffer.from("1b1b1b1b01010101", "hex");
/** So many groups with a right check are no chance. */
const GROUPS = 3;

function meter(protocol: Speaker["protocol"], baud: number, title: string): Speaker {
  return { protocol, baud, title, product: null, product_id: null, firmware: null, serial: null, kind: null };
}

/** Victron's devices say what they are in every block. */
function vedirect(bytes: Uint8Array, baud: number): Speaker | undefined {
  const parser = new TextParser();
  const identity = new Identity();
  const events = parser.feed(bytes);
  let blocks = 0;
  for (const event of events) {
    if (event.kind !== "block") continue;
    blocks += 1;
    identity.learn(event.fields);
  }
  if (blocks === 0 && events.length === 0) return undefined;
  const { product = null, pid = null, firmware = null, serial = null } = identity.facts();
  const title =
    blocks === 0 ? "a Victron that another program asks, so that it sends no text" : "a Victron on VE.Direct";
  return {
    ...{ protocol: "vedirect", baud, product, product_id: pid, firmware, serial },
    title: product ?? title,
    kind: blocks === 0 ? null : identity.kind,
  };
}

/** Meters send seven bits and a parity, which 8N1 takes for the eighth. */
const sevenBits = (bytes: Uint8Array): string => Buffer.from(bytes.map((byte) => byte & 0x7f)).toString("latin1");

/** A group of the Linky: label, blank, data, blank, check (Enedis-NOI-CPT_54E). */
function isGroup(line: string): boolean {
  const group = line.endsWith("\r") ? line.slice(0, -1) : line;
  if (group.length < 5) return false;
  const separator = group.at(-2);
  if (separator !== " " && separator !== "\t") return false;
  // the sum holds the last separator in the standard mode only
  const summed = group.slice(0, separator === "\t" ? -1 : -2);
  const sum = [...summed].reduce((total, sign) => total + sign.charCodeAt(0), 0);
  return summed.includes(separator) && group.charCodeAt(group.length - 1) === (sum & 0x3f) + 0x20;
}

function linky(text: string, baud: number): Speaker | undefined {
  const groups = text.split("\n").filter(isGroup);
  if (groups.length < GROUPS) return undefined;
  const standard = groups.some((group) => group.includes("\t"));
  return meter("tic", baud, `a French Linky meter, TIC ${standard ? "standard" : "historique"}`);
}

function telegram(text: string, baud: number): Speaker | undefined {
  if (text.includes("1-3:0.2.8(") || text.includes("0-0:96.1.1("))
    return meter("p1", baud, "a smart meter's P1 port (DSMR)");
  const isD0 = text.includes("1.8.0(") || text.includes("1.8.0*255(") || text.includes("1.8.1(");
  return isD0 ? meter("d0", baud, "a meter's D0 head (IEC 62056-21)") : undefined;
}

/** @param bytes all that came at this rate @returns `undefined`: nobody that is known */
export function speakerOf(bytes: Uint8Array, baud: number): Speaker | undefined {
  const victron = vedirect(bytes, baud);
  if (victron) return victron;
  if (Buffer.from(bytes).includes(SML)) return meter("sml", baud, "a German meter's infrared head (SML)");
  const text = sevenBits(bytes);
  return linky(text, baud) ?? telegram(text, baud);
}
