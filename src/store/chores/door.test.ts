import assert from "node:assert/strict";
import { once } from "node:events";
import { createConnection } from "node:net";
import { it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { StoreError } from "../../model/index.ts";
import { tempFolder } from "../testing/child.ts";
import { Door, SocketPath } from "./door.ts";
import { frameOf } from "./frames.ts";

const ASKED = 60;

it("does no more chores for a caller who does not read the answers, until that one does", {
  timeout: 20_000,
}, async () => {
  using folder = tempFolder();
  let done = 0;
  const message = "x".repeat(100_000);
  const door = new Door(folder.path, async () => {
    done++;
    throw new StoreError({ code: "other", message, fatal: false });
  });
  try {
    using place = new SocketPath(folder.path);
    const caller = createConnection(place.path);
    await once(caller, "connect");
    caller.pause();
    const undo = frameOf({ do: "undo", id: 1 });
    caller.write(Buffer.concat(Array.from({ length: ASKED }, () => undo)));
    for (let turns = 0; turns < 500; turns++) await turn();
    assert.ok(done < ASKED, `${done} chores`);
    let bytes = 0;
    const all = new Promise<void>((resolve) => {
      caller.on("data", (some) => {
        bytes += some.length;
        if (bytes >= ASKED * message.length) resolve();
      });
    });
    caller.resume();
    await all;
    assert.equal(done, ASKED);
    caller.destroy();
  } finally {
    door.close();
  }
});
