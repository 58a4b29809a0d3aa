import type { ModeCommand } from "../../model/index.ts";

/**
 * What the web asks the house, by kind: what is asked, and what comes back when it is granted. A new kind is one member
 * here, one handler in the house and one route: nothing in between knows the kinds.
 */
export interface Requests {
  /** A person or a program sets the mode of a relay. */
  readonly mode: {
    readonly asked: ModeCommand;
    /** States that were made from this monotonic instant on show what came of it, ms; absent: any that shows the mode. */
    readonly granted: { readonly from_mono?: number };
  };
}

export type Kind = keyof Requests;

/** Why the house does not do what it was asked: a stable word for programs, a sentence and what to do. */
export interface Refusal {
  readonly ok: false;
  readonly error: string;
  readonly message: string;
  readonly hint: string;
}

export type Granted<K extends Kind> = Requests[K]["granted"];

/** What the house says to a request. */
export type Reply<K extends Kind> = ({ readonly ok: true } & Granted<K>) | Refusal;

/** Asks the house. */
export type Ask = <K extends Kind>(kind: K, asked: Requests[K]["asked"]) => Promise<Reply<K>>;

/** The house's side: what it does with each kind. */
export type Handlers = { readonly [K in Kind]: (asked: Requests[K]["asked"]) => Promise<Reply<K>> };

/** Has each request done by the handler of its kind. */
export function askOf(handlers: Handlers): Ask {
  return (kind, asked) => handlers[kind](asked);
}

/** A request as it goes over to the house. */
export type Request<K extends Kind = Kind> = {
  readonly [Each in K]: { readonly ask: Each; readonly asked: Requests[Each]["asked"] };
}[K];

/** Its reply as it comes back. */
export type Answer<K extends Kind = Kind> = {
  readonly [Each in K]: { readonly ask: Each; readonly reply: Reply<Each> };
}[K];

/** Whether this answers a request of that kind. */
export function answers<K extends Kind>(kind: K, answer: Answer): answer is Answer & Answer<K> {
  return answer.ask === kind;
}

/** Has a request answered. */
export async function answerTo<K extends Kind>(ask: Ask, request: Request<K>): Promise<Answer<K>> {
  return { ask: request.ask, reply: await ask(request.ask, request.asked) };
}
