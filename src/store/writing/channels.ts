import type { DatabaseSync, StatementSync } from "node:sqlite";
import { StoreError, type Unit } from "../../model/index.ts";
import type { ChannelNews } from "./batch.ts";
import { oddUnit, type Way, wayInto } from "./kept-unit.ts";

/** Channels that a history takes; further ones find no room. The last are kept for what the house itself reads. */
const MOST_CHANNELS = 10_000;
const OWN_CHANNELS = 2_000;
/** In place of a row: the channel has none. */
export const NO_ROOM = 0;

function noRoom(name: string): StoreError {
  const most = MOST_CHANNELS - OWN_CHANNELS;
  const message = `The history takes ${most} channels from imports and has as many: "${name}" found no room. Look whether something that changes from line to line stands in the names`;
  return new StoreError({ code: "other", message, fatal: false });
}

/** A channel that is told in another unit than its own. */
export interface OddUnit {
  readonly way: Exclude<Way, "as_told">;
  readonly told: Unit;
  /** `pv: W ≠ V` */
  readonly shown: string;
}

/** A unit as it stands in a row. */
function plainUnit(unit: unknown): Unit {
  return typeof unit === "string" ? unit : null;
}

/** The channels of the history: by name for imports, by number on the wire for the house. */
export class Channels {
  readonly #find: StatementSync;
  readonly #unitOf: StatementSync;
  readonly #count: StatementSync;
  readonly #add: StatementSync;
  readonly #addOwn: StatementSync;
  readonly #setUnit: StatementSync;
  readonly #hasReadings: (id: number) => boolean;
  readonly #names: string[] = [];
  /** Row of the channel by its number on the wire; emptied after a roll-back, as rows may have gone with it. */
  #rows: number[] = [];
  readonly #units = new Map<number, Unit>();
  /** What is not as simple as it was told, by the channel's number on the wire. */
  readonly #odd = new Map<number, OddUnit>();

  /** @param hasReadings whether the channel of a row has readings, or had some in this run */
  constructor(db: DatabaseSync, hasReadings: (id: number) => boolean) {
    this.#hasReadings = hasReadings;
    this.#find = db.prepare("SELECT id, unit FROM channel WHERE name = ?");
    this.#unitOf = db.prepare("SELECT unit FROM channel WHERE id = ?");
    this.#count = db.prepare("SELECT count(*) AS count FROM channel");
    this.#add = db.prepare("INSERT INTO channel (name, unit) VALUES (?, ?) RETURNING id");
    this.#addOwn = db.prepare(
      "INSERT INTO channel (name, unit, own) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET own = 1 RETURNING id",
    );
    this.#setUnit = db.prepare("UPDATE channel SET unit = :unit WHERE id = :id AND unit IS NOT :unit");
  }

  /** Takes note of channels; their units are written with the next batch. */
  learn({ names, units }: ChannelNews): void {
    this.#names.push(...names);
    for (const [channel, unit] of units) this.#units.set(channel, unit);
  }

  /** Writes the units that were told since the last batch, inside its transaction. */
  takeUnits(): void {
    for (const [channel, unit] of this.#units) this.#takeUnit(channel, unit);
  }

  /** The batch with the units is on the disk. */
  written(): void {
    this.#units.clear();
  }

  /** Rows that were made may be gone. */
  rolledBack(): void {
    this.#rows = [];
  }

  /** Readings were taken away: a channel without any takes the unit in which it is told. */
  askUnitsAgain(): void {
    for (const [channel, { told }] of this.#odd) if (!this.#units.has(channel)) this.#units.set(channel, told);
  }

  /** The row of a channel by its name; `undefined`: there is none. */
  idOf(name: string): number | undefined {
    const id = this.#find.get(name)?.id;
    return id === undefined ? undefined : Number(id);
  }

  /** The row of a channel that is imported, and the unit in which it is kept. @throws StoreError when there is no room for it */
  forImport(name: string, unit: Unit): { readonly id: number; readonly unit: Unit } {
    const known = this.#find.get(name);
    if (known === undefined && !this.#hasRoom(MOST_CHANNELS - OWN_CHANNELS)) throw noRoom(name);
    return { id: Number(known?.id ?? this.#add.get(name, unit)?.id), unit: plainUnit(known?.unit ?? unit) };
  }

  /** The row of a channel by its number on the wire, made where it is new; `NO_ROOM`: it has none. */
  row(channel: number, unit: Unit): number {
    const known = this.#rows[channel];
    if (known !== undefined) return known;
    const name = this.#names[channel] ?? null;
    const mayBe = this.#find.get(name) !== undefined || this.#hasRoom(MOST_CHANNELS);
    const row = mayBe ? Number(this.#addOwn.get(name, unit)?.id) : NO_ROOM;
    this.#rows[channel] = row;
    return row;
  }

  /** What is odd about the unit of a channel by its number on the wire. */
  oddOf(channel: number): OddUnit | undefined {
    return this.#odd.get(channel);
  }

  /** Whether there are fewer channels than so many. */
  #hasRoom(most: number): boolean {
    return Number(this.#count.get()?.count) < most;
  }

  /** A channel is told in a unit, from now on. */
  #takeUnit(channel: number, unit: Unit): void {
    const id = this.row(channel, unit);
    if (id === NO_ROOM) return;
    const kept = plainUnit(this.#unitOf.get(id)?.unit);
    const way = this.#hasReadings(id) ? wayInto(kept, unit) : "as_told";
    if (way === "as_told") {
      this.#setUnit.run({ id, unit });
      this.#odd.delete(channel);
    } else this.#odd.set(channel, { way, told: unit, shown: oddUnit(this.#names[channel] ?? "", kept, unit) });
  }
}
