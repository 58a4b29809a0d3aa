/**
 * Lines as the customer's socket of a French meter gives them (Enedis-NOI-CPT_02E and _54E): a label, a value and one character
 * of checksum, which would else pass for a unit: `PAPP 00420 K`.
 */

const LABEL =
  /^(?:ADCO|OPTARIF|ISOUSC|BASE|HCH[CP]|EJPH(?:N|PM)|BBRH[CP]J[BWR]|PEJP|PTEC|DEMAIN|IINST[123]?|ADI?PS|ADIR[123]|IMAX[123]?|PMAX|PAPP|HHPHC|MOTDETAT|PPOT|EAST|EASF\d\d|EASD\d\d|EAIT|ERQ[1-4]|[IU]RMS[123]|SINSTS[123]?|SINSTI)[ \t]/;
/** As long as a line of the meter is at most. */
const LONGEST = 128;

/** The character that belongs to the text before it. */
function checksumOf(text: string): string {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum += text.charCodeAt(i);
  return String.fromCharCode((sum & 0x3f) + 0x20);
}

/** A line without its checksum; `undefined`: the checksum is wrong. Lines that no such meter gives stay as they are. */
export function withoutChecksum(line: string): string | undefined {
  if (line.length > LONGEST || !LABEL.test(line) || !/[ \t].$/.test(line.slice(-2))) return line;
  const [before, last] = [line.slice(0, -2), line.slice(-1)];
  // of the older kind the blank before it does not count, of the newer one it does
  const isRight = last === checksumOf(before) || last === checksumOf(line.slice(0, -1));
  return isRight ? before.replaceAll("\t", " ") : undefined;
}
