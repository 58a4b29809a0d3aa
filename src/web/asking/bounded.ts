import type { Ask, Kind, Refusal, Requests } from "./requests.ts";

const BUSY: Refusal = {
  ok: false,
  error: "busy",
  message: "Too many commands are under way",
  hint: "try again in a second",
};

const TIMEOUT: Refusal = {
  ok: false,
  error: "timeout",
  message: "The house did not answer in time; the command may still take effect",
  hint: "look at the relay's state before trying again",
};

const FAILED: Refusal = {
  ok: false,
  error: "internal",
  message: "The command failed inside Gleaner",
  hint: "look into Gleaner's log for the cause",
};

/** An Off is never turned away for what others ask: of those there are as many at most as there are sockets. */
function isOff<K extends Kind>(asked: Requests[K]["asked"]): boolean {
  return asked.mode === "off";
}

/**
 * Asks with a bound: so many requests at once, each answered in time, and never a rejection.
 * @param most requests under way at once, beside those to switch off
 */
export function bounded(ask: Ask, most: number, within_ms: number): Ask {
  let under_way = 0;
  return async (kind, asked) => {
    const counts = isOff(asked) ? 0 : 1;
    if (counts > 0 && under_way >= most) return BUSY;
    under_way += counts;
    const { promise: late, resolve } = Promise.withResolvers<Refusal>();
    const timer = setTimeout(resolve, within_ms, TIMEOUT);
    try {
      return await Promise.race([ask(kind, asked), late]);
    } catch {
      return FAILED;
    } finally {
      clearTimeout(timer);
      under_way -= counts;
    }
  };
}
