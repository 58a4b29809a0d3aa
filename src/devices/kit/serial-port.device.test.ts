import assert from "node:assert/strict";
import { closeSync, constants, openSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { ioctl } from "../../pins/libc.ts";
import { systemPorts } from "./serial-port.ts";
import { Cable, Scratch } from "./testing/cable.ts";
import { until } from "./testing/until.ts";

/** Ports of this system, on pseudo-terminals. */

const LIMIT = { timeout: 30_000 };

/** A port that is open on a cable, and what was heard from it. */
async function opened(path: string, baud = 19_200) {
  let text = "";
  const closings: (Error | null)[] = [];
  const port = await systemPorts.open(path, baud, {
    received: (bytes) => {
      text += Buffer.from(bytes).toString("latin1");
    },
    closed: (error) => closings.push(error),
  });
  return { port, closings, text: () => text };
}

/** Somebody else who has the terminal open, asks the kernel about it, and keeps it from ending with the port. */
class Onlooker {
  readonly #fd: number;

  constructor(path: string) {
    this.#fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  }

  #asked(request: number, bytes: number): DataView {
    const answer = new Uint8Array(bytes);
    ioctl(this.#fd, request, answer);
    return new DataView(answer.buffer);
  }

  /** TCGETS2 */
  get speed(): number {
    return this.#asked(0x802c_542a, 44).getUint32(40, true);
  }

  /** TIOCGEXCL: whether the kernel keeps others from opening it. */
  get isExclusive(): boolean {
    return this.#asked(0x8004_5440, 4).getInt32(0, true) === 1;
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
  }
}

for (const baud of [300, 19_200, 12_345, 115_200]) {
  test(`every byte goes through as it is, both ways, at ${baud} baud`, LIMIT, async () => {
    using scratch = new Scratch();
    await using cable = await Cable.plug(scratch.path("tty"));
    const all = Buffer.from(Array.from({ length: 256 }, (_nothing, byte) => byte));
    using onlooker = new Onlooker(scratch.path("tty"));
    const { port, text } = await opened(scratch.path("tty"), baud);
    assert.equal(onlooker.speed, baud);
    await cable.speak(all);
    await until("it is heard", () => text().length >= 256);
    assert.equal(text(), all.toString("latin1"));
    assert.equal(port.write(all.toString("latin1")), true);
    await until("it is sent", () => cable.sent.length >= 256);
    assert.equal(cable.sent, all.toString("latin1"));
    assert.equal(port.node, await systemPorts.node(scratch.path("tty")));
    await port.close();
  });
}

test("opened and closed again and again: no descriptor is left, and others may open it then", LIMIT, async () => {
  using scratch = new Scratch();
  const path = scratch.path("tty");
  const open = () => readdirSync("/proc/self/fd").length;
  await using _first = await Cable.plug(path);
  await (await opened(path)).port.close();
  let before = 0;
  for (let time = 0; time < 20; time += 1) {
    await using _cable = await Cable.plug(path);
    using onlooker = new Onlooker(path);
    const { port } = await opened(path);
    assert.equal(onlooker.isExclusive, true);
    await assert.rejects(opened(path), { code: /^(?:EAGAIN|EBUSY)$/ });
    await Promise.all([port.close(), port.close()]);
    assert.equal(onlooker.isExclusive, false);
    before ||= open();
    assert.equal(open(), before, `${open()} descriptors, ${before} after the first time`);
  }
});

test("a device that takes nothing holds up neither who writes nor who closes", LIMIT, async () => {
  using scratch = new Scratch();
  await using cable = await Cable.plug(scratch.path("tty"));
  const { port } = await opened(scratch.path("tty"));
  cable.jam(true);
  let longest_ms = 0;
  const takes = (): boolean => {
    const began = performance.now();
    const taken = port.write("x".repeat(1_000));
    longest_ms = Math.max(longest_ms, performance.now() - began);
    return taken;
  };
  let written = 0;
  while (takes()) {
    written += 1;
    assert.ok(written < 1_000, "it takes all there is");
  }
  assert.ok(longest_ms < 500, `a write took ${longest_ms} ms`);
  await port.close();
  cable.jam(false);
});

test("the far end hangs up: told once, and what is written then goes nowhere", LIMIT, async () => {
  using scratch = new Scratch();
  await using cable = await Cable.plug(scratch.path("tty"));
  const { port, closings, text } = await opened(scratch.path("tty"));
  await cable.speak("last words");
  await until("they are heard", () => text() === "last words");
  await cable.unplug();
  await until("it is told", () => closings.length > 0);
  port.write("too late");
  assert.equal(port.unsent(), 0);
  await port.close();
  assert.equal(closings.length, 1);
});

test("what is no serial line is refused, and left open by nobody", LIMIT, async () => {
  const before = readdirSync("/proc/self/fd").length;
  for (const path of ["/dev/null", "/etc/passwd"]) {
    await assert.rejects(opened(path), { why: { code: "port_not_serial" } });
  }
  await assert.rejects(opened("/dev/no-such-tty"), { code: "ENOENT" });
  assert.equal(readdirSync("/proc/self/fd").length, before);
});
