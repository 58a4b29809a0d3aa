import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { HandsHere } from "../../hands/testing/here.ts";
import { type Actuator, type Device, inEnglish, say } from "../../model/index.ts";
import { MemoryRegisters } from "../../model/testing/memory-registers.ts";
import { Board } from "../../pins/testing/board.ts";
import { Box } from "../kit/testing/box.ts";
import { LeapClock } from "../kit/testing/leap-clock.ts";
import { order } from "../kit/testing/order.ts";
import { until } from "../kit/testing/until.ts";
import { command } from "./index.ts";

/** Whether a process runs. One that is dead but not yet buried by its parent does not. */
function alive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

describe("command", () => {
  const hands = new HandsHere();
  let folder = "";
  let box = new Box();
  let clock = new LeapClock();
  const devices: Device[] = [];

  const open = (options: Record<string, unknown>): Device => {
    const device = command.open(command.options.parse(options), {
      id: "thing",
      folder,
      clock,
      hands,
      pins: new Board([]),
      registers: new MemoryRegisters(),
    });
    devices.push(device);
    return device;
  };
  const started = async (options: Record<string, unknown>): Promise<Device> => {
    const device = open(options);
    await device.start(box);
    return device;
  };
  const output = (device: Device): Actuator => {
    const found = device.outputs.get("");
    assert.ok(found);
    return found;
  };
  const script = (name: string, body: string): Promise<void> =>
    writeFile(join(folder, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  const pidIn = async (name: string): Promise<number> => {
    let pid = 0;
    await until(`a process id in ${name}`, async () => {
      pid = Number(await readFile(join(folder, name), "utf8").catch(() => ""));
      return pid > 0;
    });
    return pid;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "gleaner-command-"));
    box = new Box();
    clock = new LeapClock();
  });
  afterEach(async () => {
    await Promise.all(devices.splice(0).map((device) => device.stop()));
    await rm(folder, { recursive: true });
  });

  describe("options", () => {
    const BAD: readonly (readonly [string, unknown])[] = [
      ["nothing at all", {}],
      ["on without off", { on: ["a"] }],
      ["read without on and off", { source: { run: ["a"] }, read: ["b"] }],
      ["run and listen", { source: { run: ["a"], listen: ["b"] } }],
      ["neither run nor listen", { source: { every: "5 s" } }],
      ["a command line instead of words", { source: { run: "cat /etc/hostname" } }],
      ["no program", { source: { run: [] } }],
      ["an empty program", { source: { run: [""] } }],
      ["too long a timeout", { source: { run: ["a"] }, timeout: "61 s" }],
      ["a duration without unit", { source: { run: ["a"], every: "10" } }],
      ["a file for a program that stays running", { source: { listen: ["a"], file: "./values.txt" } }],
      ["an odd variable", { source: { run: ["a"] }, env: { "A=B": "c" } }],
    ];
    for (const [name, options] of BAD) {
      it(`are refused: ${name}`, () => assert.equal(command.options.safeParse(options).success, false));
    }

    it("have their defaults", () => {
      const options = command.options.parse({ source: { run: ["a"] } });
      assert.equal(options.source?.every, 10_000);
      assert.equal(options.timeout, 5_000);
    });
  });

  it("puts what a program prints, again and again, at the configured pace", async () => {
    await script("read.sh", 'echo x >> runs; echo "temperature 21.5 °C"; echo "mode heating"');
    const device = await started({ source: { run: ["./read.sh"], every: "100 ms" } });
    await until("two runs", () => box.readings.length >= 4);
    assert.deepEqual(box.readings.slice(0, 2), [
      { quantity: "temperature", value: 21.5, unit: "°C" },
      { quantity: "mode", value: "heating", unit: null },
    ]);
    assert.deepEqual([device.health().state, device.health().problem], ["ok", null]);
    await device.stop();
    const runs = await readFile(join(folder, "runs"), "utf8");
    assert.equal(device.health().counters.runs, runs.length / 2);
  });

  it("takes nothing from a file that nobody writes any more, and says how old it is", async () => {
    const path = join(folder, "values.txt");
    await writeFile(path, "soc 96 %\n");
    const before = new Date(Date.now() - 90_000);
    await utimes(path, before, before);
    const source = { run: ["cat", "./values.txt"], every: "100 ms", file: "./values.txt", file_within: "1 min" };
    const device = await started({ source });
    await until("a loss", () => device.health().state === "lost");
    assert.match(device.health().problem ?? "", /^\.\/values\.txt was last written (90|91) s ago: see that/);
    assert.deepEqual([box.readings, device.health().counters.runs], [[], 0]);
    await writeFile(path, "soc 95 %\n");
    await until("a value", () => box.readings.length > 0);
    assert.equal(device.health().state, "ok");
    await rm(path);
    await until("another loss", () => device.health().state === "lost");
    assert.match(device.health().problem ?? "", /ENOENT|values\.txt/);
  });

  it("gives arguments as they are, with no shell in between, in the configuration's folder", async () => {
    await script("show.sh", 'printf "%s\\n" "$@" > given; pwd > where; echo "a 1"');
    const given = ["for $HOME", "a b", "`id`", "; touch no", "*", ""];
    await started({ source: { run: ["./show.sh", ...given] } });
    await until("a run", () => box.readings.length > 0);
    assert.deepEqual((await readFile(join(folder, "given"), "utf8")).split("\n").slice(0, -1), given);
    assert.equal((await readFile(join(folder, "where"), "utf8")).trim(), folder);
  });

  it("finds a program on the path and leaves its stdin empty", async () => {
    await script("stdin.sh", 'cat; echo "a 1"');
    await started({ source: { run: ["sh", "stdin.sh"] } });
    await until("a run that reads its stdin to the end", () => box.readings.length > 0);
  });

  it("is lost once and back once; a failed run puts nothing, even if it printed", async () => {
    await script("read.sh", 'echo "a 1"; [ -e good ] || { echo "no sensor" >&2; exit 3; }');
    const device = await started({ source: { run: ["./read.sh"], every: "100 ms" } });
    await until("two failed runs", () => (device.health().counters.failures ?? 0) >= 2);
    assert.equal(device.health().state, "lost");
    assert.match(device.health().problem ?? "", /read\.sh ended with 3; it said: no sensor/);
    assert.equal(box.readings.length, 0);
    await writeFile(join(folder, "good"), "");
    await until("it is back", () => device.health().state === "ok");
    assert.deepEqual(box.codes, ["device_lost", "device_back"]);
    assert.equal(box.notes[0]?.values?.device, "thing");
  });

  it("kills a program that takes too long, with all it started", async () => {
    await script(
      "slow.sh",
      'trap "" TERM\nsleep 60 &\necho $! > child; echo $$ > parent; echo "a 1"; sleep 60; sleep 60',
    );
    const device = await started({ source: { run: ["./slow.sh"], timeout: "300 ms", every: "1 h" } });
    await until("the time limit", () => device.health().state === "lost");
    assert.match(device.health().problem ?? "", /did not end within 0.3 s and was killed/);
    assert.equal(device.health().counters.timeouts, 1);
    const [child, parent] = [await pidIn("child"), await pidIn("parent")];
    await until("both are gone", () => !alive(child) && !alive(parent));
    assert.equal(box.readings.length, 0);
  });

  it("is not held up by a child that keeps the pipe open", async () => {
    await script("fork.sh", 'sleep 60 & echo $! > child; echo "a 1"');
    await started({ source: { run: ["./fork.sh"], every: "1 h" } });
    await until("the run has ended", () => box.readings.length === 1, 4_000);
    process.kill(await pidIn("child"));
  });

  it("cuts a flood of output, and counts it", async () => {
    await script("flood.sh", 'echo "a 1"; yes "b 2" | head -c 200000');
    const device = await started({ source: { run: ["./flood.sh"], every: "1 h" } });
    await until("a run", () => device.health().state !== "starting");
    assert.equal(device.health().counters.cut_bytes, 200_004 - 65_536);
    assert.deepEqual(
      box.readings.map(({ quantity, value }) => [quantity, value]),
      [
        ["a", 1],
        ["b", 2],
      ],
    );
    const { problem } = device.health();
    assert.match(inEnglish(problem ?? ""), /^\.\/flood\.sh printed more than 64 kB at once: .* let it print less$/);
  });

  it("does not say that nothing was printed where a long line stands before all values", async () => {
    await script("long.sh", 'head -c 200000 /dev/zero | tr "\\0" x; echo; echo "a 1"');
    const device = await started({ source: { run: ["./long.sh"], every: "1 h" } });
    await until("a run", () => device.health().state !== "starting");
    assert.match(inEnglish(device.health().problem ?? ""), /^\.\/long\.sh printed more than 64 kB at once/);
  });

  it("says what it could not read", async () => {
    await script("odd.sh", 'echo "a 12abc"; [ -e half ] && echo "b 1"; true');
    const device = await started({ source: { run: ["./odd.sh"], every: "100 ms" } });
    await until("a run without a value", () => device.health().state === "lost");
    assert.match(device.health().problem ?? "", /only what is no value: a 12abc; it should print/);
    await writeFile(join(folder, "half"), "");
    await until("a run with one value", () => device.health().state === "ok");
    assert.match(device.health().problem ?? "", /left out: a 12abc/);
  });

  it("says what the program said, where it printed nothing that is a value", async () => {
    await script("mute.sh", '[ -e odd ] && echo 12abc; echo "no sensor on bus 1" >&2; exit 0');
    const device = await started({ source: { run: ["./mute.sh"], every: "100 ms" } });
    await until("a run", () => device.health().state === "lost");
    assert.match(device.health().problem ?? "", /printed nothing; .*it said: no sensor on bus 1$/);
    await writeFile(join(folder, "odd"), "");
    await until("another run", () => /no value: 12abc/.test(device.health().problem ?? ""));
    assert.match(device.health().problem ?? "", /it said: no sensor on bus 1$/);
  });

  it("says that a program it listens to prints nothing, or nothing that is a value", async () => {
    await script(
      "talk.sh",
      `while [ ! -e talk ]; do sleep 0.02; done; echo '"power": 5,'; echo }
       while [ ! -e good ]; do sleep 0.02; done; echo "power 5 W"; echo "# well"; echo "power 12x"; exec sleep 60`,
    );
    const device = await started({ source: { listen: ["./talk.sh"] } });
    const problem = (): string | null => device.health().problem;
    assert.equal(problem(), null);
    clock.leap(5_000);
    assert.match(problem() ?? "", /^no line yet: see that \.\/talk\.sh works/);
    await writeFile(join(folder, "talk"), "");
    await until("both lines", () => device.health().counters.refused_values === 2);
    assert.equal(problem(), null);
    clock.leap(5_000);
    assert.match(
      problem() ?? "",
      /prints only what is no value \(2 lines, such as "power": 5, \(a name begins with a letter\)\): it should print/,
    );
    await writeFile(join(folder, "good"), "");
    await until("a value and an odd line", () => device.health().counters.refused_values === 3);
    assert.equal(problem(), null);
    clock.leap(60_000);
    assert.match(problem() ?? "", /prints only what is no value \(1 line, such as power 12x\)/);
  });

  it("shows a line that was refused beside the values of others, for a minute", async () => {
    await script(
      "mixed.sh",
      'echo "a 1"; echo "power 1 234"; echo "a 2"; while [ ! -e more ]; do sleep 0.02; done; echo "a 3"; exec sleep 60',
    );
    const device = await started({ source: { listen: ["./mixed.sh"] } });
    await until("two values", () => device.health().counters.readings === 2);
    assert.match(device.health().problem ?? "", /^left out what is no value: power 1 234 \(print numbers such as/);
    clock.leap(61_000);
    await writeFile(join(folder, "more"), "");
    await until("a third", () => device.health().counters.readings === 3);
    assert.doesNotMatch(device.health().problem ?? "", /left out/);
  });

  it("takes no line without its end from a program it listens to, and no last line of what was cut", async () => {
    await script("half.sh", 'echo "power 1200"; printf "power 12"');
    const device = await started({ source: { listen: ["./half.sh"] } });
    await until("its end", () => device.health().state === "lost");
    assert.deepEqual(
      box.readings.map(({ value }) => value),
      [1200],
    );
    assert.equal(device.health().counters.cut_lines, 1);
    await device.stop();

    await script("long.sh", 'i=0; while [ $i -lt 9000 ]; do i=$((i+1)); echo "a 123456"; done');
    const talker = await started({ source: { run: ["./long.sh"], every: "1 h" } });
    await until("a run", () => talker.health().counters.runs === 1 && talker.health().state === "ok");
    assert.equal(talker.health().counters.cut_lines, 1);
    assert.ok(box.readings.slice(1).every(({ value }) => value === 123_456));
  });

  it("says which unit it does not know", async () => {
    await script("odd-unit.sh", 'echo "power 5 mw"');
    const device = await started({ source: { run: ["./odd-unit.sh"] } });
    await until("a value", () => device.health().state === "ok");
    assert.match(
      device.health().problem ?? "",
      /^a unit that is not known here is kept as it is: power 5 mw; write it/,
    );
    assert.equal(device.health().counters.unknown_units, 1);
  });

  it("says what a program it listens to says on stderr, without the secrets", async () => {
    await writeFile(join(folder, "key.txt"), "s3cret-word\n");
    await script("moan.sh", 'echo "no radio for $KEY" >&2; exec sleep 60');
    const device = await started({ source: { listen: ["./moan.sh"] }, env: { KEY_file: "./key.txt" } });
    clock.leap(5_000);
    await until("its words", () =>
      /^no line yet: .*; it said: no radio for \*\*\*$/.test(device.health().problem ?? ""),
    );
  });

  it("says that no value came, where lines came that hold none, and that no line came, where none did", async () => {
    await script(
      "calm.sh",
      'echo "power 5 W"; [ -e talk ] && echo "# well" && echo "{}" && echo x > told; exec sleep 60',
    );
    const quiet = await started({ source: { listen: ["./calm.sh"] } });
    await until("a value", () => quiet.health().state === "ok");
    clock.leap(60_000);
    assert.match(quiet.health().problem ?? "", /^no line from \.\/calm\.sh for 60 s/);
    await writeFile(join(folder, "talk"), "");
    const calm = await started({ source: { listen: ["./calm.sh"] } });
    await until("its lines", async () => (await readFile(join(folder, "told"), "utf8").catch(() => "")) !== "");
    await until("a value", () => calm.health().state === "ok");
    clock.leap(60_000);
    await until("it is told", () => /^no value from \.\/calm\.sh for 60 s/.test(calm.health().problem ?? ""));
  });

  it("says what to do when the program or the secret is not there", async () => {
    const CASES: readonly (readonly [Record<string, unknown>, RegExp])[] = [
      [{ source: { run: ["./none.sh"] } }, /none\.sh or the folder .* does not exist: correct/],
      [{ source: { run: ["./plain"] } }, /plain may not be run: make it executable/],
      [{ source: { listen: ["no-such-program"] } }, /no-such-program .*does not exist.*started again in 1 s/],
      [
        { source: { run: ["true"] }, env: { KEY_file: "key" } },
        /the file of env KEY_file .*key\) does not exist: create/,
      ],
      [{ on: ["./none.sh"], off: ["true"] }, /none\.sh was not found: correct its path/],
    ];
    await writeFile(join(folder, "plain"), "");
    for (const [options, problem] of CASES) {
      const device = await started(options);
      await until(String(problem), () => device.health().state === "lost");
      assert.match(device.health().problem ?? "", problem);
      const { why } = device.health();
      assert.ok(why && !/ (?:the|does|may|was) /.test(say(why, "de")), `${problem} in German`);
      await device.stop();
    }
  });

  it("hands secrets from files over by the environment, and never shows them", async () => {
    await writeFile(join(folder, "key.txt"), "s3cret-word\n");
    await script(
      "use.sh",
      'printf %s "$API_KEY" > used; printf %s "$PLAIN" >> used; echo "bad key $API_KEY" >&2; exit 1',
    );
    const device = await started({ source: { run: ["./use.sh"] }, env: { API_KEY_file: "./key.txt", PLAIN: "!" } });
    await until("a run", () => device.health().state === "lost");
    assert.equal(await readFile(join(folder, "used"), "utf8"), "s3cret-word!");
    assert.match(device.health().problem ?? "", /bad key \*\*\*/);
    assert.doesNotMatch(JSON.stringify([device.health(), box.notes]), /s3cret/);
    await device.stop();
    await writeFile(join(folder, "key.txt"), "x".repeat(65 * 1024));
    const second = await started({ source: { run: ["./use.sh"] }, env: { API_KEY_file: "./key.txt" } });
    await until("a run", () => second.health().state === "lost");
    assert.match(second.health().problem ?? "", /larger than 64 kB/);
  });

  it("shows no part of a secret, whichever stream it is printed on, wherever it is cut, however long it is", async () => {
    const token = "TOKEN-0123456789-abcdefghijklmnopqrstuvwxyz";
    await writeFile(join(folder, "token"), token);
    await writeFile(join(folder, "long"), Array.from({ length: 800 }, (_, i) => `KEY${i}`).join("-"));
    const env = { TOKEN_file: "./token", LONG_file: "./long" };
    const CASES = [
      'echo "auth-failed: =token=$TOKEN"',
      'echo "power 5 W"; echo "key $TOKEN"',
      'for i in 1 2 3 4 5 6 7 8 9 10; do printf %s "$TOKEN$TOKEN$TOKEN$TOKEN$TOKEN$TOKEN" >&2; done; exit 1',
      'printf %s "$LONG" >&2; exit 1',
      'printf "%s" "$LONG"',
    ];
    for (const [index, body] of CASES.entries()) {
      await script(`${index}.sh`, body);
      const polled = await started({ source: { run: [`./${index}.sh`] }, env });
      const heard = await started({ source: { listen: [`./${index}.sh`] }, env });
      const read = await started({ on: ["true"], off: ["true"], read: [`./${index}.sh`], env });
      assert.equal(await output(read).read?.(), null);
      for (const device of [polled, heard]) await until(body, () => device.health().problem !== null);
      for (const device of [polled, heard, read]) {
        const words = JSON.stringify([device.health(), box]);
        assert.doesNotMatch(words, /TOKE|OKEN|0123|6789|abcd|wxyz|KEY\d|\d-KEY/, body);
        await device.stop();
      }
    }
  });

  it("listens to a program that prints lines, and starts it again when it ends", async () => {
    await script(
      "listen.sh",
      'echo x >> runs; echo "power 100 W"; echo "power 12x"; echo \'{"power": 200}\'; [ -e stay ] && sleep 60; exit 4',
    );
    const device = await started({ source: { listen: ["./listen.sh"] } });
    await until("it ended", () => device.health().state === "lost");
    assert.deepEqual(
      box.readings.map(({ value }) => value),
      [100, 200],
    );
    assert.match(device.health().problem ?? "", /listen\.sh ended with 4; .*started again in 1 s/);
    assert.equal(device.health().counters.refused_values, 1);
    await writeFile(join(folder, "stay"), "");
    await until("it is back", () => device.health().state === "ok");
    assert.equal((await readFile(join(folder, "runs"), "utf8")).length, 4);
  });

  it("lets a flood of lines wait in the program's own pipe", async () => {
    await script("yes.sh", 'echo $$ > parent; exec yes "power 1 W"');
    const device = await started({ source: { listen: ["./yes.sh"] } });
    await until("lines", () => box.readings.length > 1_000);
    const pid = await pidIn("parent");
    const printed = async (): Promise<number> => {
      return Number(/^wchar: (\d+)$/m.exec(await readFile(`/proc/${pid}/io`, "utf8"))?.[1]);
    };
    const before = box.readings.length;
    await until("more lines", () => box.readings.length > before + 2_000);
    // what was read, what waits in the house, and what waits in the pipe; without a dam it prints gigabytes
    assert.ok((await printed()) < 10 * box.readings.length + 1_000_000, `${await printed()} bytes`);
    await device.stop();
    assert.equal(alive(pid), false);
  });

  it("stops within two seconds whatever runs, and leaves no process behind", async () => {
    const stubborn = 'trap "" TERM\necho $$ > $1; while true; do sleep 1; done';
    await script("stubborn.sh", stubborn);
    const poller = await started({ source: { run: ["./stubborn.sh", "a"], timeout: "60 s" } });
    const listener = await started({ source: { listen: ["./stubborn.sh", "b"] } });
    const both = await started({ on: ["./stubborn.sh", "c"], off: ["true"], timeout: "60 s" });
    const switching = assert.rejects(output(both).carryOut(order(true)), /SIGKILL/);
    const pids = [await pidIn("a"), await pidIn("b"), await pidIn("c")];
    const began = performance.now();
    await Promise.all([poller.stop(), listener.stop(), both.stop()]);
    const took_ms = performance.now() - began;
    assert.ok(took_ms < 2_000, `${took_ms} ms`);
    await switching;
    assert.deepEqual(pids.filter(alive), []);
    await assert.rejects(output(both).carryOut(order(true)), /was stopped/);
  });

  describe("as a switch", () => {
    it("runs on and off, and reads the state back", async () => {
      await script("set.sh", 'echo "$1" > state');
      const device = await started({ on: ["./set.sh", "on"], off: ["./set.sh", "0"], read: ["cat", "state"] });
      assert.equal(device.health().state, "ok");
      const plug = output(device);
      assert.equal(await plug.read?.(), null);
      await plug.carryOut(order(true));
      assert.equal(await plug.read?.(), true);
      await plug.carryOut(order(false));
      assert.equal(await plug.read?.(), false);
      await writeFile(join(folder, "state"), " TRUE \n");
      assert.equal(await plug.read?.(), true);
      assert.equal(device.health().problem, null);
      await writeFile(join(folder, "state"), "may\u001bbe\nnot");
      assert.equal(await plug.read?.(), null);
      assert.equal(device.health().counters.failed_reads, 2);
      assert.match(device.health().problem ?? "", /cat printed "may\uFFFDbe not": `read` should print 1, 0, on, off/);
      await rm(join(folder, "state"));
      assert.equal(await plug.read?.(), null);
      assert.match(device.health().problem ?? "", /the real state is not known: cat ended with 1; it said: .*state/);
      await writeFile(join(folder, "state"), "on");
      assert.equal(await plug.read?.(), true);
      assert.equal(device.health().problem, null);
    });

    it("does one thing at a time, in the order of the orders", async () => {
      await script("set.sh", 'echo "begin $1" >> log; sleep 0.05; echo "end $1" >> log');
      const plug = output(await started({ on: ["./set.sh", "on"], off: ["./set.sh", "off"] }));
      await Promise.all([plug.carryOut(order(true)), plug.carryOut(order(false)), plug.carryOut(order(true))]);
      const log = (await readFile(join(folder, "log"), "utf8")).trim().split("\n");
      assert.deepEqual(log, ["begin on", "end on", "begin off", "end off", "begin on", "end on"]);
    });

    it("refuses more orders than it can take", async () => {
      const plug = output(await started({ on: ["sleep", "0.2"], off: ["true"] }));
      const results = await Promise.allSettled(Array.from({ length: 12 }, () => plug.carryOut(order(true))));
      const refused = results.filter(({ status }) => status === "rejected");
      assert.equal(refused.length, 7);
      await plug.carryOut(order(false));
    });

    it("fails with the program's own words, and with the time limit", async () => {
      await script("fail.sh", "echo no answer from the plug >&2; exit 2");
      const device = await started({ on: ["./fail.sh"], off: ["sleep", "60"], timeout: "200 ms" });
      await assert.rejects(
        output(device).carryOut(order(true)),
        /fail\.sh ended with 2; it said: no answer from the plug/,
      );
      assert.equal(device.health().state, "lost");
      await assert.rejects(output(device).carryOut(order(false)), /did not end within 0.2 s and was killed/);
      assert.equal(device.health().counters.failed_orders, 2);
    });
  });
});
