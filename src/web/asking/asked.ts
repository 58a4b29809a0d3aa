import { type Answer, type Ask, answers, type Kind, type Request } from "./requests.ts";

/** More than may be under way at once: whoever asked what is older has given up. */
const MOST = 64;

type Post = <K extends Kind>(id: number, request: Request<K>) => void;

/** The requests that wait for the house's reply, on the web's side of its thread. */
export class Asked {
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #post: Post;
  #last = 0;

  /** @param post hands a request over; its answer comes back by `answer` with the same number */
  constructor(post: Post) {
    this.#post = post;
  }

  readonly ask: Ask = (kind, asked) => {
    const id = ++this.#last;
    this.#waiting.delete(id - MOST);
    return new Promise((resolve) => {
      this.#waiting.set(id, (answer) => {
        if (answers(kind, answer)) resolve(answer.reply);
      });
      this.#post(id, { ask: kind, asked });
    });
  };

  answer(id: number, answer: Answer): void {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }
}
