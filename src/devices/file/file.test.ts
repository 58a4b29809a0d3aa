import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { constants } from "node:fs";
import { mkdir, mkdtemp, open, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { HandsHere } from "../../hands/testing/here.ts";
import type { Actuator, Device, Inbox, Reason } from "../../model/index.ts";
import { HandClock } from "../../model/testing/hand-clock.ts";
import { MemoryRegisters } from "../../model/testing/memory-registers.ts";
import { Board } from "../../pins/testing/board.ts";
import { order } from "../kit/testing/order.ts";
import { file } from "./index.ts";

describe("file", () => {
  const hands = new HandsHere();
  let folder = "";
  let notes: Reason[] = [];
  const inbox: Inbox = { put: () => assert.fail("a switch has no readings"), note: (reason) => notes.push(reason) };

  const make = async (path: string): Promise<{ device: Device; output: Actuator }> => {
    const device = file.open(file.options.parse({ path }), {
      id: "plug",
      folder,
      clock: new HandClock(),
      hands,
      pins: new Board([]),
      registers: new MemoryRegisters(),
    });
    await device.start(inbox);
    const output = device.outputs.get("");
    assert.ok(output);
    return { device, output };
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "gleaner-file-"));
    notes = [];
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("writes 1 and 0, reads them back and leaves nothing else behind", async () => {
    const { device, output } = await make("./boiler.state");
    assert.equal(await output.read?.(), null);
    await output.carryOut(order(true));
    assert.equal(await readFile(join(folder, "boiler.state"), "utf8"), "1\n");
    assert.equal(await output.read?.(), true);
    await output.carryOut(order(false));
    assert.equal(await readFile(join(folder, "boiler.state"), "utf8"), "0\n");
    assert.equal(await output.read?.(), false);
    assert.deepEqual(await readdir(folder), ["boiler.state"]);
    assert.equal(device.health().state, "ok");
    assert.equal(device.health().counters.successes, 3, "the look at its folder, and two writes");
    await device.stop();
  });

  it("keeps the order of orders given at once", async () => {
    const { output } = await make("x");
    const orders = Array.from({ length: 40 }, (_, n) => output.carryOut(order(n % 2 === 0)));
    await Promise.all(orders);
    assert.equal(await output.read?.(), false);
  });

  it("never shows a reader half a file", async () => {
    const { output } = await make("x");
    await output.carryOut(order(true));
    let done = false;
    const seen = new Set<string>();
    const reader = (async () => {
      while (!done) seen.add(await readFile(join(folder, "x"), "utf8"));
    })();
    for (let n = 0; n < 200; n += 1) await output.carryOut(order(n % 2 === 0));
    done = true;
    await reader;
    for (const words of seen) assert.ok(words === "1\n" || words === "0\n", JSON.stringify(words));
  });

  it("reads odd content as unknown", async () => {
    const { output } = await make("x");
    for (const words of ["", "2", "on", "10", "1 1", "\u0000"]) {
      await writeFile(join(folder, "x"), words);
      assert.equal(await output.read?.(), null, JSON.stringify(words));
    }
  });

  it("does not create folders, says so, and recovers when the folder is there", async () => {
    const { device, output } = await make("missing/x");
    assert.equal(device.health().state, "lost");
    assert.match(device.health().problem ?? "", /folder .*missing does not exist.*create it/);
    await assert.rejects(output.carryOut(order(true)), /does not exist.*create it/);
    assert.deepEqual(await readdir(folder), []);
    assert.equal(await output.read?.(), null);
    await mkdir(join(folder, "missing"));
    await output.carryOut(order(true));
    assert.equal(device.health().state, "ok");
    assert.deepEqual(
      notes.map(({ code }) => code),
      ["device_lost", "device_back"],
    );
  });

  it("writes through a link instead of replacing it, and never makes what a link points to", async () => {
    await writeFile(join(folder, "real"), "0\n");
    await symlink("real", join(folder, "link"));
    const { output } = await make("link");
    await output.carryOut(order(true));
    assert.equal(await readFile(join(folder, "real"), "utf8"), "1\n");
    await symlink("nowhere", join(folder, "dangling"));
    const { output: lost } = await make("dangling");
    await assert.rejects(lost.carryOut(order(true)), /points to nothing/);
    assert.deepEqual((await readdir(folder)).sort(), ["dangling", "link", "real"]);
  });

  it("refuses a folder, and a pipe that nobody reads, without waiting", async () => {
    const { output } = await make(".");
    await assert.rejects(output.carryOut(order(true)), /must name a file|folder/);
    execFileSync("mkfifo", [join(folder, "pipe")]);
    const { output: pipe } = await make("pipe");
    await assert.rejects(pipe.carryOut(order(true)), /nobody reads/);
    assert.equal(await pipe.read?.(), null);
    const reader = await open(join(folder, "pipe"), constants.O_RDONLY | constants.O_NONBLOCK);
    await pipe.carryOut(order(true));
    assert.equal((await reader.read(Buffer.alloc(8), 0, 8, null)).bytesRead, 2);
    await reader.close();
  });

  it("takes an absolute path and one to a device", async () => {
    const { output } = await make("/dev/null");
    await output.carryOut(order(true));
    assert.equal(await output.read?.(), null);
  });
});
