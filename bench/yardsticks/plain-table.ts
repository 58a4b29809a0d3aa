import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const ROWS_A_COMMIT = 100_000;
const DAY_MS = 86_400_000;

/** A history as anybody would begin it: one SQLite table, one row a reading, the key that all questions need. */
export class PlainTable implements Disposable {
  readonly #db: DatabaseSync;

  constructor(folder: string) {
    this.#db = new DatabaseSync(join(folder, "plain.db"));
    this.#db.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      CREATE TABLE reading (channel INTEGER, at INTEGER, value REAL, PRIMARY KEY (channel, at)) WITHOUT ROWID;
    `);
  }

  /** Adds readings by tick, all channels of one after the other. @returns rows a second */
  load(at: Float64Array, columns: ReadonlyMap<number, Float64Array>): number {
    const insert = this.#db.prepare("INSERT INTO reading VALUES (?, ?, ?)");
    const began = performance.now();
    let rows = 0;
    this.#db.exec("BEGIN");
    for (const [tick, instant] of at.entries()) {
      for (const [channel, values] of columns) {
        insert.run(channel, instant, values[tick] ?? 0);
        rows++;
        if (rows % ROWS_A_COMMIT === 0) this.#db.exec("COMMIT; BEGIN");
      }
    }
    this.#db.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
    return (rows * 1_000) / (performance.now() - began);
  }

  range(channel: number, from: number, to: number): unknown[] {
    return this.#all("SELECT at, value FROM reading WHERE channel = ? AND at >= ? AND at < ?", channel, from, to);
  }

  /** Least, mean and greatest of equally long stretches. */
  buckets(channel: number, from: number, to: number, count: number): unknown[] {
    return this.#all(
      `SELECT CAST((at - ?) * ? / ? AS INTEGER) AS bucket, min(value), avg(value), max(value) FROM reading
       WHERE channel = ? AND at >= ? AND at < ? GROUP BY bucket`,
      ...[from, count, to - from, channel, from, to],
    );
  }

  /** Wh of each day, where a reading holds until the next one `step_ms` later. */
  energies(channel: number, from: number, to: number, step_ms: number): unknown[] {
    return this.#all(
      `SELECT CAST((at - ?) / ${DAY_MS} AS INTEGER) AS day, sum(value) * ? / 3600000 FROM reading
       WHERE channel = ? AND at >= ? AND at < ? GROUP BY day`,
      ...[from, step_ms, channel, from, to],
    );
  }

  latest(channels: readonly number[]): unknown[] {
    const one = this.#db.prepare("SELECT at, value FROM reading WHERE channel = ? ORDER BY at DESC LIMIT 1");
    return channels.map((channel) => one.get(channel));
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }

  #all(sql: string, ...values: number[]): unknown[] {
    return this.#db.prepare(sql).all(...values);
  }
}
