import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { again } from "../src/model/testing/again.ts";
import { Gleaner } from "./support/gleaner.ts";
import { Place } from "./support/place.ts";
import { until } from "./support/until.ts";

/** What programs print cannot hold up the house: a person's Off reaches the output, and so does the stop. */

const OFF_WITHIN_MS = 1_000;
const STOPPED_WITHIN_MS = 5_000;

/** A program that prints without end, or again and again, and what is seen of it once it is read. */
const CASES: readonly (readonly [what: string, source: string, program: string, counter: string])[] = [
  [
    "64 kB of digits in JSON, ten times a second",
    "run: [./hostile.sh], every: 100 ms",
    `printf '{"a":"'; head -c 64000 /dev/zero | tr '\\0' 1; printf 'x"}\\n'`,
    "runs",
  ],
  [
    "lines of 8,000 digits without end",
    "listen: [./hostile.sh]",
    `exec yes "v $(head -c 8000 /dev/zero | tr '\\0' 1)x"`,
    "refused_values",
  ],
  [
    "lines of 8,000 blanks without end",
    "listen: [./hostile.sh]",
    `exec yes "v$(head -c 8000 /dev/zero | tr '\\0' ' ')1 W x"`,
    "refused_values",
  ],
  [
    "JSON that is nested 4,000 deep without end",
    "listen: [./hostile.sh]",
    `exec yes "{\\"a\\":$(head -c 4000 /dev/zero | tr '\\0' '[')"`,
    "refused_values",
  ],
  [
    "JSON with a thousand values a line without end",
    "listen: [./hostile.sh]",
    `exec yes "{\\"a\\":1$(seq -f ',"q%.0f":1' 700 | tr -d '\\n')}"`,
    "dropped_values",
  ],
  ["a line that never ends", "listen: [./hostile.sh]", "exec tr '\\0' 1 < /dev/zero", "cut_lines"],
];

const config = (source: string): string => `data: ./data
web: { port: 0 }
devices:
  hostile: { type: command, source: { ${source} } }
  plug: { type: file, path: ./lamp.state }
relays:
  lamp: { output: plug }
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
`;

describe("a program that prints", () => {
  for (const [what, source, program, counter] of CASES) {
    const attempt = async (): Promise<void> => {
      using place = new Place();
      place.write("gleaner.yaml", config(source));
      place.program("hostile.sh", program);
      await using gleaner = await Gleaner.run(place);
      const { api } = gleaner;
      await until("it is read", async () => (await api.counter("hostile", counter)) > 0);
      if (counter === "refused_values") {
        await until("it is told", async () =>
          /prints only what is no value .*: it should print/.test((await api.device("hostile")).problem ?? ""),
        );
      } else if (counter === "dropped_values") {
        await until("it is told", async () =>
          /hostile says more than can be read/.test((await api.state()).faults.map(({ text }) => text).join()),
        );
        assert.equal((await api.fetch("/health")).status, 503);
      }
      assert.equal((await api.setMode("lamp", "on")).status, 200);
      await until("the lamp is on", () => place.output("lamp.state") === "1");

      const asked = performance.now();
      const [answer] = await Promise.all([
        api.setMode("lamp", "off"),
        until("the lamp is off", () => place.output("lamp.state") === "0", 10 * OFF_WITHIN_MS, 5),
      ]);
      const off_ms = performance.now() - asked;
      assert.equal(answer.status, 200);
      assert.ok(off_ms < OFF_WITHIN_MS, `off after ${off_ms.toFixed(0)} ms`);

      assert.equal((await api.setMode("lamp", "on")).status, 200);
      await until("the lamp is on again", () => place.output("lamp.state") === "1");
      const stopping = performance.now();
      assert.equal((await gleaner.stop()).code, 0, gleaner.output);
      const stopped_ms = performance.now() - stopping;
      assert.equal(place.output("lamp.state"), "0");
      assert.ok(stopped_ms < STOPPED_WITHIN_MS, `stopped after ${stopped_ms.toFixed(0)} ms`);
    };
    test(what, () => again(attempt));
  }
});

describe("what a program prints at once", () => {
  const house = async (program: string, play: (gleaner: Gleaner, place: Place) => Promise<void>): Promise<void> => {
    using place = new Place();
    place.write(
      "gleaner.yaml",
      config("listen: [./burst.sh]").replace("data: ./data", "data: { path: ./data, commit_every: 1 s }"),
    );
    place.program("burst.sh", program);
    await using gleaner = await Gleaner.run(place);
    await play(gleaner, place);
  };

  test("is kept line by line, and what is shown is what is kept last", () =>
    house("printf 'x 1\\nx 2\\nx 3\\nx 4\\nx 5\\n'; exec sleep 60", async ({ api }) => {
      await until("five lines", async () => (await api.counter("hostile", "readings")) === 5);
      const { at, value } = await until("all are kept", async () => {
        const series = await api.series("hostile.x");
        return series.value.length >= 5 && series;
      });
      assert.deepEqual(value, [1, 2, 3, 4, 5]);
      assert.ok(Math.max(...at) - Math.min(...at) < 1_000);
      const state = await api.state();
      const { "hostile.x": shown } = state.channels;
      assert.deepEqual([shown?.value, shown?.at], [5, at.at(-1)]);
      assert.equal(state.superseded_readings, undefined);
    }));

  for (const [what, end] of [
    ["and goes on running", "exec sleep 60"],
    ["and ends", "exit 0"],
  ] as const) {
    test(`90,000 times ${what}: each is kept or counted`, () =>
      house(`[ -e over ] || seq -f 'x %.0f' 90000; touch over; ${end}`, async ({ api }) => {
        await until("all lines", async () => (await api.counter("hostile", "readings")) === 90_000, 60_000);
        await until(
          "the last one is kept",
          async () => (await api.series("hostile.x")).value.at(-1) === 90_000,
          20_000,
        );
        const { channels, superseded_readings = 0, faults } = await api.state();
        const { value } = await api.series("hostile.x");
        assert.equal(channels["hostile.x"]?.value, 90_000);
        assert.equal(value.length + superseded_readings, 90_000);
        assert.ok(value.length > 1_000, `${value.length} are kept`);
        assert.match(
          faults.map(({ text }) => text).join(),
          /readings came together with newer ones of the same channel \(hostile\.x last\)/,
        );
      }));
  }
});
