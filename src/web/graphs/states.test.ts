import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, MINUTE, type SpanName } from "../../model/index.ts";
import { LIMITS } from "../defence/limits.ts";
import { AT, CHANNELS, FakeClock } from "../testing/fakes.ts";
import { MemoryHistory } from "../testing/memory-history.ts";
import { curvePlan } from "./plan.ts";
import { statesOf } from "./states.ts";

const FOUND = { channel: "charger.state", unit: null };
const HOLD = 5 * MINUTE;

/** So long each state held, by what a picture says. */
async function totals(history: MemoryHistory, span: SpanName): Promise<Record<string, number>> {
  const context = { history, channels: CHANNELS, clock: new FakeClock(), limits: LIMITS };
  const plan = curvePlan(span, AT, 720, "Europe/Paris");
  const { rows } = await statesOf(context, FOUND, plan, AT);
  return Object.fromEntries(rows.map(({ state, total_ms }) => [state, total_ms]));
}

/** A reading each two minutes. */
function speak(history: MemoryHistory, state: string, from: number, to: number): void {
  for (let at = from; at < to; at += 2 * MINUTE) history.readings.push({ channel: FOUND.channel, at, value: state });
}

test("a state holds until the next reading, and no longer than a reading counts", async () => {
  const history = new MemoryHistory();
  speak(history, "bulk", AT - 3 * HOUR, AT - 2 * HOUR);
  speak(history, "float", AT - HOUR, AT);
  assert.deepEqual(await totals(history, "24h"), { bulk: HOUR - 2 * MINUTE + HOLD, float: HOUR });
});

test("over a year a state holds until it changes, but not through gaps, nor after the last reading", async () => {
  const history = new MemoryHistory();
  const start = AT - 100 * DAY;
  speak(history, "bulk", start, start + HOUR);
  speak(history, "float", start + HOUR, start + 2 * HOUR);
  // silent for a day, then as before; another channel's silence is not this one's
  speak(history, "float", start + 26 * HOUR, start + 27 * HOUR);
  speak(history, "bulk", start + 27 * HOUR, start + 28 * HOUR);
  history.missing.push(
    { channel: "solar.power", since: start, until: start + 3 * HOUR, why: "silent" },
    { channel: FOUND.channel, since: start + 2 * HOUR - 2 * MINUTE, until: start + 10 * HOUR, why: "silent" },
    { since: start + 10 * HOUR, until: start + 26 * HOUR, why: "stopped" },
  );
  assert.deepEqual(await totals(history, "1y"), { bulk: 2 * HOUR - 2 * MINUTE + HOLD, float: 2 * HOUR - 2 * MINUTE });
});
