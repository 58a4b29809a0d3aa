import assert from "node:assert/strict";
import { test } from "node:test";
import { Gleaner } from "./support/gleaner.ts";
import { Place } from "./support/place.ts";

/** Registers as people have them, imported and asked for by the commands. */

const T = Date.UTC(2026, 2, 10, 8);

function lines(channel: string, unit: string, step_ms: number, values: readonly (number | string)[]): string {
  return values.map((value, i) => `${JSON.stringify({ channel, at: T + i * step_ms, value, unit })}\n`).join("");
}

async function say(
  place: Place,
  ...args: string[]
): Promise<{ readonly code: number | null; readonly output: string }> {
  await using gleaner = Gleaner.command(place, ...args, "--data", "data");
  const { code } = await gleaner.ended;
  return { code, output: gleaner.output };
}

interface Asked {
  readonly wh: number;
  readonly verdicts: readonly string[];
}

async function asked(place: Place, channel: string): Promise<Asked> {
  const span = ["--from", "2026-03-10", "--to", "2026-03-11"];
  const course = JSON.parse((await say(place, "query", channel, ...span)).output);
  const listed = JSON.parse((await say(place, "query", channel, ...span, "--judged")).output);
  return {
    wh: Math.round(course.energy.wh * 1e3) / 1e3,
    verdicts: listed.judged.map(({ verdict }: { readonly verdict: string }) => verdict),
  };
}

test("glitches of a register lose and invent nothing, are listed, and can be overruled", async () => {
  using place = new Place();
  const text =
    lines("a.zero", "kWh", 10_000, [2_310.41, 2_310.42, 0, 2_310.43, 2_310.44]) +
    lines("a.words", "kWh", 60_000, [50, 51, "unavailable", 56, 57]) +
    lines("a.reset", "kWh", 10_000, [7, 7.1, 0, 0.1, 0.2]);
  place.write("all.jsonl", text);
  assert.equal((await say(place, "import", "all.jsonl")).code, 0);
  assert.deepEqual(await asked(place, "a.zero"), { wh: 30, verdicts: ["taken_back"] });
  assert.equal((await asked(place, "a.words")).wh, 7_000);
  assert.deepEqual(await asked(place, "a.reset"), { wh: 300, verdicts: [] });

  const [from, to] = [T + 20_000, T + 30_000];
  const made = await say(place, "correct", "a.zero", "--from", String(from), "--to", String(to), "--right");
  assert.match(made.output, /1 reading from 0 to 0 Wh will count as they are/);
  // the 0 counts now: what comes after it is that of another register, followed and not counted
  assert.deepEqual((await asked(place, "a.zero")).verdicts, ["other_register"]);
  await say(place, "undo", "1");
  assert.deepEqual(await asked(place, "a.zero"), { wh: 30, verdicts: ["taken_back"] });
  assert.match((await say(place, "query", "a.zero", "--points", "0")).output, /--points takes/);
});

test("an exchange is given in the channel's unit, or in its own, and looked at beside what is stored", async () => {
  using place = new Place();
  place.write("meter.jsonl", lines("grid.import", "Wh", 3_600_000, [31_500_100, 31_500_300, 0, 400]));
  await say(place, "import", "meter.jsonl");
  const at = ["correct", "grid.import", "--exchange", "2026-03-10 09:30"];
  const wrong = await say(place, ...at, "--register-before", "31500.3");
  assert.equal(wrong.code, 69);
  assert.match(
    wrong.output,
    /The last register of grid\.import before the exchange is 31500300 Wh, not 31500\.3 Wh: .*kWh/,
  );
  const odd = await say(place, ...at, "--register-before", "31500.3 °C");
  assert.match(odd.output, /takes what the meter showed in Wh, in which grid\.import is kept, not "31500\.3 °C"/);
  const new_one = await say(place, ...at, "--register-before", "31500.3 kWh", "--register-after", "7 kWh");
  assert.match(new_one.output, /The first reading of grid\.import after the exchange is 0 Wh, less than 7000 Wh/);
  assert.equal((await asked(place, "grid.import")).wh, 600);
  const made = await say(place, ...at, "--register-before", "31500.3 kWh", "--register-after", "0");
  assert.match(made.output, /2 readings from 0 to 400 Wh will show as 31500300 to 31500700 Wh/);
  assert.deepEqual(await asked(place, "grid.import"), { wh: 600, verdicts: [] });
});
