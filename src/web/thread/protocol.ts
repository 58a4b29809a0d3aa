import type { DisplayNames, HouseState } from "../../model/index.ts";
import type { Answer, Kind, Request } from "../asking/requests.ts";
import type { ChannelSetup, Site } from "../http/setup.ts";

/** What the thread of the web is started with. */
export interface WorkerSetup {
  readonly host: string;
  readonly port: number;
  readonly dataFolder: string;
  readonly sockets?: number | undefined;
  readonly pages: string;
  readonly version: string;
  readonly site: Site;
  readonly channels: ChannelSetup;
  readonly names: DisplayNames;
}

/** From the house to the web. */
export type ToWeb =
  /** Answered by `taken`; the next one is sent only then. */
  | { readonly say: "state"; readonly house: HouseState }
  /** To what was asked under this number. */
  | { readonly say: "answer"; readonly id: number; readonly answer: Answer }
  /** From the painter of this number. */
  | { readonly say: "painter"; readonly id: number; readonly message: unknown }
  | { readonly say: "painter_left"; readonly id: number; readonly why: string }
  | { readonly say: "stop" };

/** What becomes of a painter. */
export type PainterAct =
  | { readonly do: "start" }
  | { readonly do: "tell"; readonly message: unknown }
  | { readonly do: "end" };

/** From the web to the house. */
export type FromWeb<K extends Kind = Kind> =
  | { readonly say: "listening"; readonly url: string; readonly port: number }
  /** It cannot listen; `code` is the system's (EADDRINUSE …). */
  | { readonly say: "refused"; readonly code: string; readonly message: string }
  | { readonly say: "taken" }
  /** A request failed for a reason that nobody foresaw, or something is wrong with the history. At most one a second is told. */
  | { readonly say: "failed"; readonly message: string }
  /** The painter: to be started, told something, or ended. */
  | { readonly say: "paint"; readonly id: number; readonly act: PainterAct }
  /** Answered by `answer` with the same number. */
  | { readonly say: "ask"; readonly id: number; readonly request: Request<K> };
