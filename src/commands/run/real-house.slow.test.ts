import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { until } from "../../../test/support/until.ts";
import { type Config, loadConfig } from "../../config/index.ts";
import { wordsOf } from "../../model/index.ts";
import { allDeviceTypes } from "./device-types.ts";
import { type Running, startHouse } from "./real-house.ts";

/** A start that fails undoes what it began: the next one must not believe in a crash. */

const CONFIG = `data: ./data
web: { port: 0 }
devices:
  plug: { type: file, path: ./plug.state }
relays:
  boiler: { output: plug }
mode_file: { modes: ./modes.json, states: ./states.json }
`;

/** Stand in the data folder as long as a house runs. */
const MARKS = ["data/gleaner.open", "data/gleaner.pid"];

class House implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), "gleaner-start-"));
  readonly config: Config;

  constructor() {
    writeFileSync(join(this.folder, "gleaner.yaml"), CONFIG);
    this.config = loadConfig(join(this.folder, "gleaner.yaml"), allDeviceTypes);
  }

  start(config: Config = this.config, stop = new AbortController().signal): Promise<Running> {
    return startHouse(config, { stop, onFatal: (error) => assert.fail(error) });
  }

  /** What tells the next start that the last one has not ended well. */

  get marks(): string[] {
    return MARKS.filter((mark) => existsSync(join(this.folder, mark)));
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A failing start leaves nothing, and the next one comes up and ends well. */
async function leavesNothing(house: House, failing: Promise<Running>, failure: RegExp | Error): Promise<void> {
  await assert.rejects(failing, failure);
  await leftNothing(house);
}

async function leftNothing(house: House): Promise<void> {
  assert.deepEqual(house.marks, []);
  const running = await house.start();
  assert.deepEqual(house.marks, MARKS);
  await running.stop();
  assert.deepEqual(house.marks, []);
}

test("a port that is taken: what is there makes the relays safe and says why", async () => {
  using house = new House();
  const plug = join(house.folder, "plug.state");
  writeFileSync(plug, "1\n");
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert(address !== null && typeof address === "object");
  const config = { ...house.config, web: { ...house.config.web, port: address.port } };
  try {
    const { failed, stop } = await house.start(config);
    assert.match(wordsOf(failed), /^Port \d+ is taken by another program/);
    const { relays, whole } = await stop();
    assert.deepEqual([relays, whole], [[], true]);
    assert.equal(readFileSync(plug, "utf8"), "0\n");
    await leftNothing(house);
  } finally {
    server.close();
  }
});

test("a device that cannot be opened, an output that it does not have", async () => {
  using house = new House();
  const { config } = house;
  const devices = { ...config.devices, meter: { type: "sundial" } };
  await leavesNothing(house, house.start({ ...config, devices }), /no device type is called "sundial"/);
  await leavesNothing(
    house,
    house.start({ ...config, devices: {} }),
    /relays\.boiler\.output: plug cannot be switched/,
  );
});

test("a fault after the web has begun to listen", async () => {
  using house = new House();
  const config = {
    ...house.config,
    get clock(): Config["clock"] {
      throw new Error("a fault");
    },
  };
  await leavesNothing(house, house.start(config), /a fault/);
});

test("a start that is no longer wanted brings the relays into their safe state, and keeps nothing", async () => {
  using house = new House();
  const plug = join(house.folder, "plug.state");
  const stop = new AbortController();
  const late = {
    ...house.config,
    get web(): Config["web"] {
      stop.abort();
      return house.config.web;
    },
  };
  for (const [config, signal] of [
    [house.config, AbortSignal.abort()],
    [late, stop.signal],
  ] as const) {
    writeFileSync(plug, "1\n");
    const { relays, whole } = await (await house.start(config, signal)).stop();
    assert.deepEqual([relays, whole], [[], true]);
    assert.equal(readFileSync(plug, "utf8"), "0\n");
    assert.deepEqual(house.marks, []);
  }
});

test("nor does it touch the relays of another house that has the folder", async () => {
  using house = new House();
  const running = await house.start();
  const plug = join(house.folder, "plug.state");
  try {
    await until("it was switched for the first time", () => existsSync(plug));
    writeFileSync(plug, "as it was");
    await assert.rejects(house.start(house.config, AbortSignal.abort()), { name: "FolderInUse" });
    assert.equal(readFileSync(plug, "utf8"), "as it was");
  } finally {
    await running.stop();
  }
});
