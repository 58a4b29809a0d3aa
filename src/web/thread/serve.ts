import { flushCompileCache } from "node:module";
import type { AddressInfo } from "node:net";
import type { MessagePort } from "node:worker_threads";
import type { LoadPictures, ModeCommand } from "../../model/index.ts";
import type { App, Reply } from "../context.ts";
import type { Sun } from "../graphs/plan.ts";
import { type ClosableHistory, lateHistory } from "../history/late-history.ts";
import { Live } from "../live/live.ts";
import { buildServer } from "../server.ts";
import type { FromWeb, ToWeb, WorkerSetup } from "./protocol.ts";

/** Commands that wait for the house's reply. Bounded: the server has so many under way at most. */
class Asked {
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  readonly #post: (message: FromWeb) => void;
  #last = 0;

  constructor(post: (message: FromWeb) => void) {
    this.#post = post;
  }

  ask(command: ModeCommand): Promise<Reply> {
    const id = ++this.#last;
    // The server gives up after its own time limit; what is older than its bound has been given up.
    this.#waiting.delete(id - 64);
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#post({ say: "command", id, command });
    });
  }

  answer(id: number, reply: Reply): void {
    this.#waiting.get(id)?.(reply);
    this.#waiting.delete(id);
  }
}

function urlOf(app: App, host: string): { url: string; port: number } {
  const { port } = app.server.address() as AddressInfo;
  return { url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`, port };
}

/** Tells the house of failed requests, at most once a second; the others are counted. */
function failures(post: (message: FromWeb) => void): (error: unknown) => void {
  let told = Number.NEGATIVE_INFINITY;
  let untold = 0;
  return (error) => {
    if (performance.now() - told < 1_000) {
      untold++;
      return;
    }
    told = performance.now();
    const more = untold > 0 ? ` (and ${untold} more)` : "";
    untold = 0;
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    post({ say: "failed", message: `A request failed${more}: ${what.slice(0, 2_000)}` });
  };
}

/** What the thread of the web is handed by whoever knows the other rooms. */
export interface Handed {
  /** Called when the history is first needed. */
  readonly openHistory: () => ClosableHistory;
  readonly loadPictures: LoadPictures;
  /** Sunrise and sunset; absent where the site's place is not known. */
  readonly sun?: Sun;
}

/**
 * The web's side of its thread: serves until told to stop, then ends the thread.
 * @param port to the house
 */
export async function serve(port: MessagePort, setup: WorkerSetup, handed: Handed): Promise<void> {
  const post = (message: FromWeb): void => port.postMessage(message);
  const live = new Live();
  const history = lateHistory(handed.openHistory);
  const asked = new Asked(post);
  const app = await buildServer({
    history,
    live,
    command: (command) => asked.ask(command),
    pages: setup.pages,
    version: setup.version,
    site: setup.site,
    channels: setup.channels,
    sun: handed.sun ?? null,
    loadPictures: handed.loadPictures,
    onError: failures(post),
  });

  port.on("message", (message: ToWeb) => {
    if (message.say === "state") {
      live.publish(message.house);
      post({ say: "taken" });
    } else if (message.say === "reply") {
      asked.answer(message.id, message.reply);
    } else {
      void app.close().finally(() => {
        history.close();
        // In a worker this ends the thread: timers of requests that were cut must not hold it.
        process.exit(0);
      });
    }
  });

  try {
    await app.listen({ host: setup.host, port: setup.port });
    post({ say: "listening", ...urlOf(app, setup.host) });
    flushCompileCache();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    post({ say: "refused", code, message: error instanceof Error ? error.message : String(error) });
    port.close();
  }
}
