import { type Guest, type GuestEvents, wordsOf } from "../../model/index.ts";
import type { FromWeb, PainterAct, ToWeb } from "./protocol.ts";

/** The web's end: painters that the house has started for it, as if they were its own. */
export class PaintersThere {
  readonly #post: (message: FromWeb) => void;
  readonly #painters = new Map<number, GuestEvents>();
  #last = 0;

  constructor(post: (message: FromWeb) => void) {
    this.#post = post;
  }

  readonly start = (events: GuestEvents): Guest => {
    const id = ++this.#last;
    this.#painters.set(id, events);
    this.#post({ say: "paint", id, act: { do: "start" } });
    return {
      tell: (message) => this.#post({ say: "paint", id, act: { do: "tell", message } }),
      end: () => {
        if (this.#painters.delete(id)) this.#post({ say: "paint", id, act: { do: "end" } });
      },
    };
  };

  hear(message: ToWeb & { readonly say: "painter" | "painter_left" }): void {
    const painter = this.#painters.get(message.id);
    if (message.say === "painter") painter?.said(message.message);
    else if (this.#painters.delete(message.id)) painter?.left(message.why);
  }
}

/** The house's end: starts painters for a thread of the web, and ends them with it. */
export class PaintersHere {
  readonly #start: ((events: GuestEvents) => Guest) | undefined;
  readonly #post: (message: ToWeb) => void;
  readonly #painters = new Map<number, Guest>();

  /** @param start absent: none can be started */
  constructor(start: ((events: GuestEvents) => Guest) | undefined, post: (message: ToWeb) => void) {
    this.#start = start;
    this.#post = post;
  }

  act(id: number, act: PainterAct): void {
    if (act.do === "start") this.#begin(id);
    else if (act.do === "tell") this.#painters.get(id)?.tell(act.message);
    else this.#end(id);
  }

  /** The thread is gone. */
  end(): void {
    for (const id of [...this.#painters.keys()]) this.#end(id);
  }

  #begin(id: number): void {
    const left = (why: string): void => {
      this.#painters.delete(id);
      this.#post({ say: "painter_left", id, why });
    };
    const said = (message: unknown): void => this.#post({ say: "painter", id, message });
    try {
      if (!this.#start) throw new Error("no pictures are painted here");
      this.#painters.set(id, this.#start({ said, left }));
    } catch (error) {
      left(wordsOf(error));
    }
  }

  #end(id: number): void {
    this.#painters.get(id)?.end();
    this.#painters.delete(id);
  }
}
