import type { DeviceContext, Edge, Lines, Now } from "../../../model/index.ts";
import type { Chosen, LineName } from "../../../pins/choose.ts";
import { Hold } from "../../../pins/hold.ts";
import { type Change, Contact, type ContactSettings } from "../contact.ts";
import { NOTHING, type Pulsed, type PulseSource, type SourceEvents } from "./source.ts";

const EDGES_AT_ONCE = 256;

export interface LineSettings extends ContactSettings {
  readonly chip: string | undefined;
  readonly line: LineName;
  readonly pull: "up" | "down" | "none" | "as_is";
  readonly active_low: boolean;
}

/** The line of a GPIO chip. The kernel keeps 1,024 changes, and numbers them. */
export class LineSource implements PulseSource {
  readonly facts = {};
  readonly #settings: LineSettings;
  readonly #context: DeviceContext;
  readonly #hold: Hold;
  #contact: Contact | undefined;
  #events: SourceEvents | undefined;

  constructor(settings: LineSettings, context: DeviceContext) {
    this.#settings = settings;
    this.#context = context;
    this.#hold = new Hold({
      ...{ pins: context.pins, clock: context.clock, chip: settings.chip, lines: [settings.line] },
      take: (chosen) => this.#take(chosen),
      taken: (lines) => this.#begin(lines),
      lost: (why) => this.#events?.lost(why),
    });
  }

  get counters(): Readonly<Record<string, number>> {
    return this.#contact?.counters ?? {};
  }

  start(events: SourceEvents): void {
    this.#events = events;
    this.#hold.start();
  }

  stop(): void {
    this.#events = undefined;
    this.#hold.stop();
  }

  take({ mono }: Now): Pulsed {
    return this.#contact?.take(this.#changes(), mono) ?? NOTHING;
  }

  #take({ chip, offsets }: Chosen): Lines {
    const { pull, active_low } = this.#settings;
    const config = { direction: "input", pull, active_low, edges: "both", debounce_us: 0 } as const;
    return this.#context.pins.request(chip, offsets, `gleaner ${this.#context.id}`, config);
  }

  #begin(lines: Lines): void {
    const [closed = false] = lines.get();
    this.#contact = new Contact(this.#settings, closed);
    this.#events?.begun(false);
  }

  /** All changes that wait. */
  #changes(): Change[] {
    const edges: Edge[] = [];
    for (let some = EDGES_AT_ONCE; some === EDGES_AT_ONCE; ) {
      const found = this.#hold.use((lines) => lines.edges(EDGES_AT_ONCE));
      edges.push(...found);
      some = found.length;
    }
    return edges.map(({ mono, rising, sequence }) => ({ mono, closed: rising, sequence }));
  }
}
