import assert from "node:assert/strict";
import { chmodSync, readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import type { JournalLine } from "../src/web/api.ts";
import type { Api } from "./support/api.ts";
import { Gleaner } from "./support/gleaner.ts";
import { script } from "./support/houses.ts";
import { Place } from "./support/place.ts";
import { until } from "./support/until.ts";

/** The limits of the house as a whole, and programs as devices, against the running daemon. */

const NAMES = ["a", "b", "c"];

/** Three relays of 1 kW that all want to be on. @param guard the house's limits */
function wanting(guard: string, more = ""): Place {
  const place = new Place();
  place.write(
    "gleaner.yaml",
    `data: ./data
web: { port: 0 }
devices:
${NAMES.map((name) => `  ${name}_plug: { type: file, path: ./${name}.state }`).join("\n")}
relays:
${NAMES.map((name) => `  ${name}: { output: ${name}_plug, power: 1 kW, script: ./want.ts${more} }`).join("\n")}
guard: ${guard}
`,
  );
  place.write("want.ts", script('return on("Always");'));
  return place;
}

function onCount(place: Place): number {
  return NAMES.filter((name) => place.output(`${name}.state`) === "1").length;
}

async function switches(api: Api, on: boolean): Promise<JournalLine[]> {
  return (await api.journal()).filter((line) => line.kind === "switch" && line.on === on).reverse();
}

describe("the house", () => {
  test("has all its threads from the start: Node aborts where there is no room for those of its pool later", async () => {
    using place = wanting("{}");
    await using gleaner = await Gleaner.run(place);
    const tasks = `/proc/${gleaner.pid}/task`;
    const names = readdirSync(tasks).map((task) => readFileSync(`${tasks}/${task}/comm`, "utf8").trim());
    assert.equal(names.filter((name) => name === "libuv-worker").length, 4, names.join(" "));
  });

  test("staggers starts: never two within the rest between starts, 10 s unless configured", async () => {
    using place = wanting("{}");
    await using gleaner = await Gleaner.run(place);
    await until("all are on", () => onCount(place) === 3, 40_000);
    const starts = await switches(gleaner.api, true);
    assert.deepEqual(
      starts.map(({ relay }) => relay),
      NAMES,
      "in order of priority",
    );
    for (const [index, { at }] of starts.entries()) {
      const before = starts[index - 1]?.at ?? Number.NEGATIVE_INFINITY;
      assert.ok(at - before >= 9_990, `${at - before} ms after the one before`);
    }
    const refused = (await gleaner.api.journal()).filter(({ kind }) => kind === "refused");
    assert.ok(refused.some(({ relay, reason }) => relay === "b" && /^Staggered starts.*wished: Always/.test(reason)));
    assert.equal((await gleaner.stop()).code, 0);
  });

  test("keeps to its power budget, by priority, and gives what is free to the next", async () => {
    using place = wanting("{ between_starts: 0 s, between_stops: 0 s, default_rest: 0 s, power_budget: 2.5 kW }");
    await using gleaner = await Gleaner.run(place);
    await until("two are on", () => onCount(place) === 2);
    await until("the third says why", async () =>
      /^Total power: 2 kW of 2\.5 kW already taken/.test((await gleaner.api.relay("c")).reason),
    );
    assert.equal(place.output("c.state"), "0");
    assert.equal((await gleaner.api.setMode("a", "off")).status, 200);
    await until("the third is on", () => place.output("c.state") === "1");
    assert.equal((await gleaner.api.setMode("a", "on")).status, 200, "by hand");
    await until("the budget holds for hands too", async () => {
      const relay = await gleaner.api.relay("a");
      return relay.mode === "on" && !relay.on && relay.hold?.rule === "power_budget";
    });
    assert.equal(onCount(place), 2);
    for (const line of await switches(gleaner.api, true)) assert.ok(line.at > 0);
  });

  test("never switches interlocked relays on together, and lets the dead time pass", async () => {
    using place = wanting(
      "{ between_starts: 0 s, between_stops: 0 s, default_rest: 0 s, interlocks: [{ relays: [a, b], dead_time: 2 s }] }",
    );
    await using gleaner = await Gleaner.run(place);
    await until("the first is on", () => place.output("a.state") === "1");
    await until("the other says why", async () => /^Never together with A/.test((await gleaner.api.relay("b")).reason));
    assert.equal((await gleaner.api.setMode("a", "off")).status, 200);
    await until("the other takes its place", () => {
      assert.ok(!(place.output("a.state") === "1" && place.output("b.state") === "1"), "both were on");
      return place.output("b.state") === "1";
    });
    const [off] = (await switches(gleaner.api, false)).filter(({ relay }) => relay === "a");
    const [on] = (await switches(gleaner.api, true)).filter(({ relay }) => relay === "b");
    assert.ok(off && on && on.at - off.at >= 1_990, `${(on?.at ?? 0) - (off?.at ?? 0)} ms of dead time`);
    assert.equal((await gleaner.api.setMode("a", "on")).status, 200);
    await until("a hand does not break it", async () => (await gleaner.api.relay("a")).hold?.rule === "interlock");
    assert.equal(place.output("a.state"), "0");
  });

  test("limits starts and holds a relay on for its least time, with a countdown", async () => {
    using place = wanting(
      "{ between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }",
      ", guard: { min_on: 3 s, max_starts_per_day: 1 }",
    );
    await using gleaner = await Gleaner.run(place);
    await until("all are on", () => onCount(place) === 3);
    place.write("want.ts", script('return off("Enough");'));
    const held = await until("it is held on", async () => {
      const relay = await gleaner.api.relay("a");
      return relay.hold?.rule === "min_on" && /^Stays on for another.*wished: Enough/.test(relay.reason) && relay;
    });
    assert.ok((held.hold?.for_ms ?? 0) > 0 && (held.hold?.for_ms ?? 0) <= 3_000);
    await until("then they go off", () => onCount(place) === 0);
    const [on] = await switches(gleaner.api, true);
    const [off] = await switches(gleaner.api, false);
    assert.ok((off?.at ?? 0) - (on?.at ?? 0) >= 2_990);
    place.write("want.ts", script('return on("Once more");'));
    await until("one start a day", async () =>
      /^1 starts today: enough – wished: Once more/.test((await gleaner.api.relay("a")).reason),
    );
    assert.equal(onCount(place), 0);
  });
});

const SWITCH = `#!/bin/sh
# the plug of somebody's own: remembers its state, and can be made to fail or to lie
case "$1" in
  read) cat plug.real ;;
  *) test -e broken && { echo "plug: no radio" >&2; exit 3; }
     test -e lying || echo "$1" > plug.real ;;
esac
`;

const PROGRAMS = `data: ./data
web: { port: 0 }
devices:
  meter: { type: command, source: { run: [./meter.sh, "two words"], every: 200 ms } }
  drop: { type: command, source: { listen: [./drop.sh] } }
  plug: { type: command, on: [./plug.sh, on], off: [./plug.sh, off], read: [./plug.sh, read] }
channels:
  solar.power: { from: meter.power, alias: PPVT, stale_after: 3 s }
relays:
  boiler: { output: plug, script: ./boiler.ts, guard: { feedback_within: 2 s } }
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
`;

function programs(): Place {
  const place = new Place();
  const program = (name: string, text: string): void => {
    place.write(name, text);
    chmodSync(place.path(name), 0o755);
  };
  place.write("gleaner.yaml", PROGRAMS);
  place.write("power", "640");
  program(
    "meter.sh",
    `#!/bin/sh\nprintf '{"power": {"value": %s, "unit": "W"}, "said": "%s"}\\n' "$(cat power)" "$1"\n`,
  );
  program("drop.sh", '#!/bin/sh\nn=0; while :; do n=$((n+1)); echo "count $n" || exit; sleep 0.1; done\n');
  program("plug.sh", SWITCH);
  place.write("boiler.ts", script('return data.PPVT > 300 ? on("Sun: " + data.PPVT) : off("No sun");'));
  return place;
}

describe("programs as devices", () => {
  test("one is read, one is listened to, one switches and is read back", async () => {
    using place = programs();
    await using gleaner = await Gleaner.run(place);
    const { api } = gleaner;
    await until("on", () => place.read("plug.real") === "on\n");
    await until("the card says why", async () => (await api.relay("boiler")).reason === "Sun: 640");
    const { channels } = await api.state();
    assert.equal(channels["solar.power"]?.unit, "W");
    assert.equal(channels["meter.said"]?.value, "two words", "arguments go one by one, without a shell");
    const first = Number(channels["drop.count"]?.value);
    await until(
      "lines are heard as they come",
      async () => Number((await api.state()).channels["drop.count"]?.value) > first + 3,
    );
    place.write("power", "20");
    await until("off", () => place.read("plug.real") === "off\n");
    assert.equal((await gleaner.stop()).code, 0);
  });

  test("a meter that fails: stale, the relay safe, and sound again", async () => {
    using place = programs();
    await using gleaner = await Gleaner.run(place);
    const { api } = gleaner;
    await until("on", () => place.read("plug.real") === "on\n");
    place.write("power", "twelve");
    await until("off for want of data", async () =>
      /^Off for want of data: Solar power has been silent/.test((await api.relay("boiler")).reason),
    );
    await until("off", () => place.read("plug.real") === "off\n");
    place.write("power", "700");
    await until("on again", () => place.read("plug.real") === "on\n");
  });

  test("a plug that fails: the fault is told, and it is tried again", async () => {
    using place = programs();
    await using gleaner = await Gleaner.run(place);
    const { api } = gleaner;
    await until("on", () => place.read("plug.real") === "on\n");
    place.write("broken", "");
    place.write("power", "20");
    const relay = await until("the fault is told", async () => {
      const now = await api.relay("boiler");
      return now.fault !== undefined && now;
    });
    assert.match(relay.fault ?? "", /The output does not answer: .*no radio/);
    assert.equal(relay.on, true, "it says what it knows: the last confirmed state");
    place.remove("broken");
    await until("off", () => place.read("plug.real") === "off\n");
    await until("the fault is over", async () => (await api.relay("boiler")).fault === undefined);
    const kinds = (await api.journal()).filter(({ kind }) => kind === "fault").map(({ reason }) => reason);
    assert.equal(kinds[0], "The output answers again");
  });

  test("a plug that lies: its own report against the order is a fault until a person acknowledges it", async () => {
    using place = programs();
    await using gleaner = await Gleaner.run(place);
    const { api } = gleaner;
    await until("on", () => place.read("plug.real") === "on\n");
    place.write("lying", "");
    place.write("plug.real", "off\n");
    const relay = await until(
      "the fault is latched",
      async () => {
        const now = await api.relay("boiler");
        return now.fault !== undefined && !now.on && now;
      },
      30_000,
    );
    assert.match(relay.fault ?? "", /^Really off although ordered on for 0:0\d/);
    place.remove("lying");
    assert.equal((await api.setMode("boiler", "auto")).status, 200);
    await until("acknowledged and on", () => place.read("plug.real") === "on\n");
    await until("the fault is over", async () => (await api.relay("boiler")).fault === undefined);
  });
});
