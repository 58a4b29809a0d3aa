import { type DeviceContext, type Key, type Now, PinTrouble, type ReasonCode, told } from "../../../model/index.ts";
import { explained } from "../../../pins/words.ts";
import { Contact, type ContactSettings } from "../contact.ts";
import { Again } from "./again.ts";
import { NOTHING, type Pulsed, type PulseSource, type SourceEvents } from "./source.ts";

export interface InputSettings extends ContactSettings {
  /** Its name, or its path in /dev/input. */
  readonly input: string;
  readonly key: number;
}

const MOST_NAMED = 8;

const MEANT: Readonly<Record<string, ReasonCode>> = {
  EACCES: "s0_input_forbidden",
  EPERM: "s0_input_forbidden",
  EBUSY: "s0_input_busy",
  EINVAL: "s0_input_no_key",
  ENOENT: "s0_input_gone",
  ENODEV: "s0_input_gone",
};

/** A key of an input device, such as `dtoverlay=gpio-key` makes of a pin. The kernel keeps some 30 changes. */
export class InputSource implements PulseSource {
  readonly #settings: InputSettings;
  readonly #context: DeviceContext;
  readonly #again: Again;
  #path = "";
  #key: Key | undefined;
  #contact: Contact | undefined;
  #sequence = 0;
  #events: SourceEvents | undefined;

  constructor(settings: InputSettings, context: DeviceContext) {
    this.#settings = settings;
    this.#context = context;
    this.#again = new Again(
      context.clock,
      () => this.#open(),
      (why) => this.#events?.lost(why),
    );
  }

  get counters(): Readonly<Record<string, number>> {
    return this.#contact?.counters ?? {};
  }

  get facts(): Readonly<Record<string, string>> {
    return this.#key ? { path: this.#path } : {};
  }

  start(events: SourceEvents): void {
    this.#events = events;
    this.#again.start();
  }

  stop(): void {
    this.#events = undefined;
    this.#again.stop();
    this.#letGo();
  }

  take({ mono }: Now): Pulsed {
    const [key, contact] = [this.#key, this.#contact];
    if (!key || !contact) return NOTHING;
    try {
      const changes = key.changes(mono).map(({ mono: at, down, after_loss }) => {
        if (after_loss) return { mono: at, closed: down, sequence: undefined };
        this.#sequence += 1;
        return { mono: at, closed: down, sequence: this.#sequence };
      });
      return contact.take(changes, mono);
    } catch (error) {
      this.#letGo();
      const why = this.#explained(error);
      this.#again.gone(why);
      throw why;
    }
  }

  #open(): void {
    const { input, key: code } = this.#settings;
    try {
      this.#path = this.#find(input);
      const key = this.#context.pins.key(this.#path, code);
      this.#key = key;
      this.#sequence = 0;
      this.#contact = new Contact(this.#settings, key.isDown());
    } catch (error) {
      this.#letGo();
      throw this.#explained(error);
    }
    this.#events?.begun(false);
  }

  #find(input: string): string {
    if (input.startsWith("/")) return input;
    const inputs = this.#context.pins.inputs();
    const path = inputs.get(input);
    if (path !== undefined) return path;
    const names = [...inputs.keys()].slice(0, MOST_NAMED).join(", ");
    throw told("s0_no_input", { name: input, names: names === "" ? "–" : names });
  }

  #explained(error: unknown): Error {
    const code = error instanceof PinTrouble ? MEANT[error.code] : undefined;
    if (code === undefined) return explained(error, this.#path);
    return told(code, { path: this.#path, key: String(this.#settings.key) }, { cause: error });
  }

  #letGo(): void {
    const key = this.#key;
    this.#key = undefined;
    try {
      key?.close();
    } catch {
      // gone is gone
    }
  }
}
