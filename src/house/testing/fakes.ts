import type {
  Actuator,
  Batch,
  Device,
  DeviceHealth,
  Inbox,
  Order,
  RawReading,
  Reason,
  ScriptHost,
  ScriptStatus,
  ScriptWorld,
  Store,
  Unit,
  Wish,
} from "../../model/index.ts";
import { StoreError, text, wordsOf } from "../../model/index.ts";

/** A store that a test can make slow, broken or well again. */
export class FakeStore implements Store {
  readonly batches: Batch[] = [];
  readonly units = new Map<string, Unit>();
  mode: "works" | "fails" | "hangs" | "fatal" = "works";
  commits = 0;
  /** What is told in the order in which it happened. */
  readonly diary: string[];
  saved: unknown;
  /** Is shown each batch as it comes. */
  onCommit: ((batch: Batch) => void) | undefined;
  readonly #hanging: (() => void)[] = [];

  constructor(diary: string[] = []) {
    this.diary = diary;
  }

  async commit(batch: Batch): Promise<void> {
    this.commits += 1;
    this.onCommit?.(batch);
    const { mode } = this;
    if (mode === "fails") throw new Error("disk full");
    if (mode === "fatal") throw new StoreError({ code: "io", message: "disk broken", fatal: true });
    if (mode === "hangs") await new Promise<void>((resolve) => this.#hanging.push(resolve));
    this.batches.push(batch);
    if (batch.memory !== undefined) this.saved = structuredClone(batch.memory);
    for (const { kind, relay, on } of batch.decisions) {
      if (kind === "switch") this.diary.push(`on disk: ${relay} ${on ? "on" : "off"}`);
    }
  }

  /** The disk answers at last. */
  release(): void {
    this.mode = "works";
    for (const resolve of this.#hanging.splice(0)) resolve();
  }

  describe(channel: string, unit: Unit): void {
    this.units.set(channel, unit);
  }

  memory(): unknown {
    return this.saved;
  }

  async close(): Promise<void> {}

  /** What the store has: readings by channel, as `at value`. */
  values(channel: string): (number | string)[] {
    return this.batches.flatMap(({ readings }) =>
      readings.filter((reading) => reading.channel === channel).map(({ value }) => value),
    );
  }

  get codes(): string[] {
    return this.batches.flatMap(({ decisions }) => decisions.map(({ kind, reason }) => `${kind} ${reason.code}`));
  }
}

/** An output that a test can make slow or broken. */
export class FakeOutput implements Actuator {
  readonly taken: boolean[] = [];
  on = false;
  mode: "works" | "fails" | "hangs" = "works";
  readonly diary: string[];
  reads = 0;
  /** What the device itself reports; absent: it cannot say. */
  read?: () => Promise<boolean | null>;
  readonly canReport?: boolean;
  readonly #hanging: (() => void)[] = [];

  constructor(diary: string[] = []) {
    this.diary = diary;
  }

  reports(state: () => boolean | null): void {
    this.read = async () => {
      this.reads += 1;
      return state();
    };
  }

  /** Orders that were given up, by the words of whoever did. */
  readonly givenUp: string[] = [];

  async carryOut(order: Order, signal?: AbortSignal): Promise<void> {
    this.diary.push(`coil: ${order.relay} ${order.on ? "on" : "off"}`);
    if (this.mode === "fails") throw new Error("no answer");
    if (this.mode === "hangs") {
      await new Promise<void>((resolve, reject) => {
        this.#hanging.push(resolve);
        signal?.addEventListener("abort", () => {
          this.givenUp.push(wordsOf(signal.reason));
          reject(signal.reason);
        });
      });
    }
    this.taken.push(order.on);
    this.on = order.on;
  }

  /** What hangs is answered, and later orders at once. */
  release(): void {
    this.mode = "works";
    for (const resolve of this.#hanging.splice(0)) resolve();
  }
}

/** A device whose readings the test makes up. */
export class FakeDevice implements Device {
  readonly outputs: ReadonlyMap<string, Actuator>;
  inbox: Inbox | undefined;
  stopped = false;

  constructor(outputs: ReadonlyMap<string, Actuator> = new Map()) {
    this.outputs = outputs;
  }

  start(inbox: Inbox): void {
    this.inbox = inbox;
  }

  async stop(): Promise<void> {
    this.stopped = true;
  }

  health(): DeviceHealth {
    return { state: "ok", problem: null, counters: {}, facts: {} };
  }

  put(quantity: string, value: RawReading["value"], unit: Unit = "W"): void {
    this.inbox?.put([{ quantity, value, unit }]);
  }
}

type Script = (world: ScriptWorld) => "on" | "off" | "keep" | undefined;

/** Scripts as functions of the test. One that returns nothing never answers. */
export class FakeScripts implements ScriptHost {
  readonly scripts: Readonly<Record<string, { reads: readonly string[]; run: Script }>>;
  readonly runs: string[] = [];
  stopped = false;
  onWish: (wish: Wish, read: readonly string[]) => void = () => undefined;
  onNote: (relay: string, reason: Reason) => void = () => undefined;

  constructor(scripts: FakeScripts["scripts"]) {
    this.scripts = scripts;
  }

  run(relays: readonly string[], world: ScriptWorld): void {
    for (const relay of relays) {
      this.runs.push(relay);
      const script = this.scripts[relay];
      const want = script?.run(world);
      if (!script || !want) continue;
      const { mono } = world.snapshot.now;
      this.onWish({ from: "script", relay, want, reason: text(want), mono, inputs: [] }, script.reads);
    }
  }

  status(_relay?: string): ScriptStatus {
    return { state: "ok", version: "1" };
  }

  memory(): unknown {
    return { timers: 1 };
  }

  async stop(): Promise<void> {
    this.stopped = true;
  }
}
