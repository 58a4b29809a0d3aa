import { CSV_HEADER, csvRow, unguarded } from "../model/index.ts";
import { BadLine, instantOf, type LineForm, type ReadLine, shorten } from "./line.ts";

interface Field {
  readonly words: string;
  readonly quoted: boolean;
}

function fieldsOf(line: string): Field[] {
  const fields: Field[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",]*))(?:,|$)/gy;
  for (let at = 0; at <= line.length; at = pattern.lastIndex) {
    const match = pattern.exec(line);
    if (!match) throw new BadLine(`a quote is missing in: ${shorten(line)}`);
    const [all, quoted, plain = ""] = match;
    fields.push(
      quoted === undefined ? { words: plain, quoted: false } : { words: quoted.replaceAll('""', '"'), quoted: true },
    );
    if (!all.endsWith(",")) break;
  }
  return fields;
}

function parse(line: string, zone: string): ReadLine {
  const [time, channel, value, ...more] = fieldsOf(line);
  if (!time || !channel?.words || !value || more.length > 0) {
    throw new BadLine(`three fields (${CSV_HEADER}) expected in: ${shorten(line)}`);
  }
  const number = Number(value.words);
  const isNumber = !value.quoted && value.words.trim() !== "" && Number.isFinite(number);
  return {
    at: instantOf(time.words, line, zone),
    channel: unguarded(channel.words),
    value: isNumber ? number : unguarded(value.words),
  };
}

/** `time,channel,value` */
export const csv: LineForm = { header: CSV_HEADER, write: csvRow, parse };
