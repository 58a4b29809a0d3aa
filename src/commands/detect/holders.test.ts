import assert from "node:assert/strict";
import { test } from "node:test";
import { ROOT } from "../package.ts";
import { holdersOf } from "./holders.ts";
import { MadeUp } from "./testing/made-up.ts";

const PORTS = ["/dev/ttyUSB0", "/dev/ttyUSB1"];

function twoCables(open: number): MadeUp {
  return new MadeUp().cable("ttyUSB0", {}, { open }).cable("ttyUSB1", {}, { open }).add({ "/proc/x": "" });
}

test("who has a port open is named by the program and its number, Gleaner as Gleaner", () => {
  using made = twoCables(2)
    .process(
      77,
      ["/usr/bin/python3", "-u", "/opt/PvMonit/bin/vedirect.py", "/dev/ttyUSB0"],
      "/dev/null",
      "/dev/ttyUSB0",
    )
    .process(78, ["/usr/bin/node", "--no-maglev", `${ROOT}/build/main.js`, "run"], "/dev/ttyUSB1", "socket:[1]");
  assert.deepEqual(
    [...holdersOf(made.machine, PORTS).values()],
    [[{ pid: 77, program: "python3 vedirect.py ttyUSB0" }], [{ pid: 78, program: "Gleaner" }]],
  );
});

test("what else a program was told is not: it may be a password", () => {
  using made = twoCables(2)
    .process(77, ["mosquitto_sub", "-P", "hunter2", "--url", "mqtt://me:hunter2@host"], "/dev/ttyUSB0")
    .process(78, ["sh", "-c", "read.sh", "hunter2"], "/dev/ttyUSB1");
  assert.deepEqual(
    [...holdersOf(made.machine, PORTS).values()],
    [[{ pid: 77, program: "mosquitto_sub" }], [{ pid: 78, program: "sh read.sh" }]],
  );
});

test("a port that nobody has is nobody's", () => {
  using made = twoCables(0).process(77, ["cat"], "/dev/null");
  assert.deepEqual([...holdersOf(made.machine, PORTS).values()], [[], []]);
});

test("what another user's program has open is seen by the count of its driver", () => {
  using both = twoCables(2).process(77, ["cat"], "/dev/ttyUSB0");
  assert.deepEqual(
    [...holdersOf(both.machine, PORTS).values()],
    [[{ pid: 77, program: "cat" }], [{ pid: null, program: "a program of another user" }]],
  );
  using one = twoCables(1);
  const unsure = { pid: null, program: "a program of another user, or another port of this kind is" };
  assert.deepEqual([...holdersOf(one.machine, PORTS).values()], [[unsure], [unsure]]);
});

test("a lock file counts while its program lives", () => {
  using made = twoCables(0).process(9, ["minicom"]).add({ "/run/lock/LCK..ttyUSB0": "         9 minicom root\n" });
  made.add({ "/var/lock/LCK..ttyUSB1": "4000000\n" });
  assert.deepEqual([...holdersOf(made.machine, PORTS).values()], [[{ pid: 9, program: "minicom" }], []]);
});

test("the driver of USB modems counts each opening besides the port", () => {
  const acm = (count: number) =>
    new MadeUp()
      .cable("ttyACM0", {}, { driver: "cdc_acm", open: count })
      .process(77, ["cat"], "/dev/null", "/dev/ttyACM0", "/dev/zero");
  using seen = acm(2).cable("ttyACM1", {}, { driver: "cdc_acm", open: 2 });
  assert.deepEqual(holdersOf(seen.machine, ["/dev/ttyACM0", "/dev/ttyACM1"]).get("/dev/ttyACM1"), []);
  using hidden = acm(4).cable("ttyACM1", {}, { driver: "cdc_acm", open: 4 });
  assert.equal(holdersOf(hidden.machine, ["/dev/ttyACM0", "/dev/ttyACM1"]).get("/dev/ttyACM1")?.length, 1);
});

test("whoever makes a pseudo-terminal does not use it", () => {
  using made = new MadeUp().process(7, ["socat"], "/dev/ptmx", "/dev/pts/3").process(8, ["cat"], "/dev/pts/3");
  assert.deepEqual(holdersOf(made.machine, ["/dev/pts/3"]).get("/dev/pts/3"), [{ pid: 8, program: "cat" }]);
});

test("a program is called by itself and its files, without flags and folders; one without words by its name", () => {
  using made = new MadeUp()
    .process(5, ["/opt/gleaner/src/main.ts", "run"], "/dev/a")
    .process(6, [""], "/dev/b")
    .process(7, ["/bin/x", "", "-f", "/a/y", "z.sh", "/a/w"], "/dev/c", "/dev/null", "socket:[1]")
    .add({
      "/proc/6/comm": "getty\n",
      "/proc/7x/fd/3": "-> /dev/d",
      "/proc/self/fd/3": "-> /dev/d",
      "/proc/8/comm": "hidden",
    });
  const programs = [...holdersOf(made.machine, ["/dev/a", "/dev/b", "/dev/c", "/dev/d"]).values()];
  assert.deepEqual(
    programs.map((holders) => holders.map(({ program }) => program)),
    [["Gleaner"], ["getty"], ["x y z.sh"], []],
  );
});
