import { nearest, type RelayState } from "../../model/index.ts";
import { HttpProblem } from "../defence/problem.ts";

/** The relay of this name, or of this number. */
export function relayCalled(called: string, relays: readonly RelayState[]): RelayState | undefined {
  return (
    relays.find(({ id }) => id === called) ?? relays.find(({ number }) => number !== null && String(number) === called)
  );
}

/** The answer to a relay's name that nobody has: 404 with the name that was meant, or with those that there are. */
export function unknownRelay(id: string, names: readonly string[]): HttpProblem {
  const meant = nearest(id, names);
  const known = names.length === 0 ? "there are no relays" : `there are: ${names.slice(0, 20).join(", ")}`;
  const hint = meant === undefined ? known : `did you mean ${meant}?`;
  return new HttpProblem(404, "unknown_relay", `No relay is called ${id}`, hint);
}
