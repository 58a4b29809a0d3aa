import type { ModeCommand } from "../../model/index.ts";
import type { Reply } from "../context.ts";
import type { Limits } from "../defence/limits.ts";

type Ask = (command: ModeCommand) => Promise<Reply>;

const BUSY: Reply = {
  ok: false,
  error: "busy",
  message: "Too many commands are under way",
  hint: "try again in a second",
};

const TIMEOUT: Reply = {
  ok: false,
  error: "timeout",
  message: "The house did not answer in time; the command may still take effect",
  hint: "look at the relay's state before trying again",
};

const FAILED: Reply = {
  ok: false,
  error: "internal",
  message: "The command failed inside Gleaner",
  hint: "look into Gleaner's log for the cause",
};

/** The same question with a bound: so many at once, each answered in time, and never a rejection. */
export function boundCommands(ask: Ask, limits: Pick<Limits, "commands" | "command_ms">): Ask {
  let under_way = 0;
  return async (command) => {
    if (under_way >= limits.commands) return BUSY;
    under_way++;
    const { promise: late, resolve } = Promise.withResolvers<Reply>();
    const timer = setTimeout(resolve, limits.command_ms, TIMEOUT);
    try {
      return await Promise.race([ask(command), late]);
    } catch {
      return FAILED;
    } finally {
      clearTimeout(timer);
      under_way--;
    }
  };
}
