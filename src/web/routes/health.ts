import { type Naming, type Reason, say } from "../../model/index.ts";
import { Health, Unhealthy } from "../api.ts";
import { type RouteContext, STARTING } from "../http/context.ts";
import { Routes, route } from "../http/route.ts";
import { saySilent } from "../http/views.ts";

/** Faults in words; what several relays have in common, such as a board that is gone, is said once. */
function said(faults: readonly Reason[], naming: Naming): string[] {
  const common = Map.groupBy(faults, (fault) => {
    const { code, wished: cause } = fault;
    return code === "relay_fault" && cause ? say(cause, "en", naming) : fault;
  });
  return [...common].flatMap(([why, of]) => {
    if (typeof why !== "string" || of.length === 1) return of.map((fault) => say(fault, "en", naming));
    const names = of.map(({ values }) => naming("relay", String(values?.relay), "en"));
    return [`${of.length} relays (${names.join(", ")}): ${why}`];
  });
}

/** Everything that is wrong, in English: this is for monitoring programs. */
function reasons({ live, limits, naming }: RouteContext): string[] {
  const newest = live.newest();
  if (!newest) return [STARTING];
  const wrong = said(newest.house.faults, naming);
  if (newest.age_ms > limits.silent_ms) wrong.unshift(saySilent(newest.age_ms, "en"));
  for (const [id, { state, problem }] of Object.entries(newest.house.devices)) {
    if (state === "lost")
      wrong.push(`Device ${naming("device", id, "en")} is lost${problem === null ? "" : `: ${problem}`}`);
  }
  return wrong;
}

/** `GET /health`: 200 when all is well, for monitoring programs. */
export const routes = new Routes((context) => [
  route("GET /health", {
    who: "anybody_on_loopback",
    summary: "Whether all is well",
    description:
      "503 while something is at fault, with the causes: an output that does not answer, a relay, a device or a script, a disk that hangs or is full, a control that stood still, or a house that has not published for 5 s.",
    tag: "health",
    asks: {},
    answer: Health,
    others: { 503: Unhealthy.describe("something is wrong") },
    handle: (_asked, reply) => {
      const wrong = reasons(context);
      const [message] = wrong;
      if (message === undefined) return { status: "ok" as const };
      const hint = "see the page, Gleaner's journal and its log";
      return reply
        .code(503)
        .send({ status: "failing", error: "unhealthy", message, hint, reasons: wrong } satisfies Unhealthy);
    },
  }),
]);
