import { say } from "../../model/index.ts";
import { Health, Unhealthy } from "../api.ts";
import type { App, RouteContext } from "../context.ts";
import { saySilent } from "../views.ts";

/** Everything that is wrong, in English: this is for monitoring programs. */
function reasons({ live, limits }: RouteContext): string[] {
  const newest = live.newest();
  if (!newest) return ["The house has not published anything yet"];
  const wrong = newest.house.faults.map((fault) => say(fault, "en"));
  if (newest.age_ms > limits.silent_ms) wrong.unshift(saySilent(newest.age_ms, "en"));
  for (const [id, { state, problem }] of Object.entries(newest.house.devices)) {
    if (state === "lost") wrong.push(`Device ${id} is lost${problem === null ? "" : `: ${problem}`}`);
  }
  return wrong;
}

/** `GET /health`: 200 when all is well, for monitoring programs. */
export function healthRoute(app: App, context: RouteContext): void {
  app.get(
    "/health",
    {
      schema: {
        summary: "Whether all is well",
        description: "503 while a device is lost, data cannot be stored, or the house has not published for 5 s.",
        tags: ["health"],
        response: { 200: Health, 503: Unhealthy.describe("something is wrong") },
      },
    },
    (_request, reply) => {
      const wrong = reasons(context);
      const [first] = wrong;
      if (first === undefined) {
        reply.code(200).send({ status: "ok" });
        return;
      }
      const hint = "see the Devices part of the page, and Gleaner's log";
      reply.code(503).send({ status: "failing", error: "unhealthy", message: first, hint, reasons: wrong });
    },
  );
}
