import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import {
  type DecisionKind,
  type InputSeen,
  type JournalEntry,
  type JournalQuery,
  type Reason,
  text,
} from "../../model/index.ts";
import { atMost, entryId, instant, MAX_LINES } from "./bounds.ts";

type Row = Record<string, SQLOutputValue>;

/** The stored reason; one that cannot be read must not hide the other lines. */
function reasonOf(json: string): Reason {
  try {
    return JSON.parse(json);
  } catch {
    return text(json);
  }
}

function inputsOf(json: string): InputSeen[] {
  try {
    return JSON.parse(json);
  } catch {
    return [];
  }
}

function entryOf({ id, at, kind, relay, is_on, reason, inputs }: Row): JournalEntry {
  return {
    id: Number(id),
    at: Number(at),
    kind: String(kind) as DecisionKind,
    ...(relay !== null && { relay: String(relay) }),
    ...(is_on !== null && { on: is_on !== 0 }),
    reason: reasonOf(String(reason)),
    ...(inputs !== null && { inputs: inputsOf(String(inputs)) }),
  };
}

const LINE = "SELECT id, at, kind, relay, is_on, reason, inputs FROM journal";

/** Searches: by instants alone, by a relay, by a kind, by both; each has its index. */
const SEARCHES = ["", " AND relay = :relay", " AND kind = :kind", " AND relay = :relay AND kind = :kind"] as const;

/** The lines of the journal. */
export class Journal {
  readonly #last: StatementSync;
  readonly #searches: readonly StatementSync[];

  constructor(db: DatabaseSync) {
    this.#last = db.prepare(`${LINE} WHERE id < ? ORDER BY id DESC LIMIT ?`);
    this.#searches = SEARCHES.map((condition) =>
      db.prepare(`${LINE} WHERE at >= :from AND at < :to${condition} ORDER BY at DESC, id DESC LIMIT :limit`),
    );
  }

  /** By their instant, the newest first. @param query at most 1,000 lines are given @throws RangeError */
  search({ from, to, relay, kind, limit }: JournalQuery): JournalEntry[] {
    const search = this.#searches[(relay === undefined ? 0 : 1) + (kind === undefined ? 0 : 2)];
    const span = { from: instant(from, "from"), to: instant(to, "to"), limit: atMost(limit, MAX_LINES) };
    const asked = { ...span, ...(relay !== undefined && { relay }), ...(kind !== undefined && { kind }) };
    return (search?.all(asked) ?? []).map(entryOf);
  }

  /**
   * In the order in which they were recorded, the last first, so that pages by id neither skip nor double a line.
   * @param limit at most 1,000 are given
   * @param before only lines with id < before
   * @throws RangeError
   */
  last(limit: number, before = Number.MAX_SAFE_INTEGER): JournalEntry[] {
    return this.#last.all(entryId(before), atMost(limit, MAX_LINES)).map(entryOf);
  }
}
