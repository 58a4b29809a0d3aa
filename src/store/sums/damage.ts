import { StoreError, wordsOf } from "../../model/index.ts";

/** Stored readings that cannot be read any more. Ask around `from` … `to`; `gleaner check` lists all such places. */
export class DamagedData extends StoreError {
  readonly channel: string;
  /** UTC ms, first and last instant of the damaged readings. */
  readonly from: number;
  readonly to: number;

  constructor(channel: string, from: number, to: number, cause: unknown) {
    const span = `${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
    const message = `Readings of ${channel} from ${span} are damaged (${wordsOf(cause)}): restore them from a backup; all others can be read`;
    super({ code: "corrupt", message, fatal: false }, cause);
    this.channel = channel;
    this.from = from;
    this.to = to;
  }
}
