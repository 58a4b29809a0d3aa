import assert from "node:assert/strict";
import { test } from "node:test";
import { NOON, relay, world, ZONE } from "../testing/world.ts";
import { InProcessScripts } from "./in-process.ts";

const HOGS = {
  "many small arrays": "const all = []; for (;;) all.push(new Array(1e3).fill(all.length));",
  "many objects": "let chain = null; for (;;) chain = { chain };",
  "one huge array": "return new Array(2 ** 26).fill(1).length;",
  "many texts": "const all = []; for (let i = 0; ; i++) all.push('x'.repeat(100_000) + i);",
};

for (const [name, body] of Object.entries(HOGS)) {
  test(`a script ends at 16 MB: ${name}`, async (t) => {
    const source = `export default ({ on }) => {\n${body}\nreturn on("never");\n}`;
    const host = new InProcessScripts({
      scripts: [
        { relay: "hog", number: 1, source },
        { relay: "good", number: 2, source: `export default ({ data, on }) => on(String(data.SOC))` },
      ],
      time_zone: ZONE,
      memory: undefined,
      now: { at: NOON, mono: 0 },
      bootId: "boot",
    });
    t.after(() => host.stop());
    await host.ready;
    const before = process.memoryUsage().external;
    host.run(["hog"], world({ relays: [relay("hog", 1), relay("good", 2)] }));
    const status = host.status("hog");
    assert.match(status.state === "failing" ? status.problem : status.state, /more than 16 MB/);
    const taken = process.memoryUsage().external - before;
    assert(taken <= 4 * 1024 * 1024, `${Math.round(taken / 1e6)} MB were taken beyond the limit`);
    host.run(["good"], world({ relays: [relay("hog", 1), relay("good", 2)] }));
    assert.equal(host.status("good").state, "ok");
  });
}
