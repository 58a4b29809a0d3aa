import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { Gleaner } from "./support/gleaner.ts";
import { Place } from "./support/place.ts";
import { pause, until } from "./support/until.ts";

/** A start that is ended at any moment: what is left behind, and what the next one makes of it. */

const CONFIG = `data: ./data
web: { port: 0 }
devices: { plug: { type: file, path: ./plug.state } }
relays: { boiler: { output: plug } }
`;
/** Parts of the time that a start takes: before Gleaner runs, while it is loaded, while its parts begin, and beyond. */
const MOMENTS = Array.from({ length: 6 }, (_, n) => n / 5);
const MARKS = ["data/gleaner.open", "data/gleaner.pid", "data/gleaner.lock-journal"];

/** Processes that have the folder in what they were started with, or run in it. */
function processesOf(place: Place): string[] {
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(place.folder);
    } catch {
      return false;
    }
  });
}

for (const signal of ["SIGTERM", "SIGKILL"] as const) {
  test(`${signal} at any moment of a start leaves nothing that the next start does not mend`, async () => {
    using place = new Place();
    place.write("gleaner.yaml", CONFIG);
    const began = performance.now();
    const first = await Gleaner.run(place);
    const start_ms = performance.now() - began;
    assert.equal((await first.stop()).code, 0);
    for (const moment of MOMENTS) {
      // as a crash has left it
      place.write("plug.state", "1\n");
      const gleaner = Gleaner.launch(place);
      await pause(moment * start_ms);
      const { code, signal: by } = await gleaner.stop(signal);
      const told = `${signal} after ${moment} of ${start_ms} ms: ${code ?? by}, relay ${place.output("plug.state")}: ${gleaner.output}`;
      // whoever has heard it makes the relays safe; before that nobody has touched anything
      assert.ok(by === signal || code === 0, told);
      if (code === 0) assert.equal(place.output("plug.state"), "0", told);
      if (signal !== "SIGKILL")
        assert.deepEqual(
          MARKS.filter((mark) => existsSync(place.path(mark))),
          [],
          told,
        );
      await until(`nothing of it runs any more (${told})`, () => processesOf(place).length === 0);
    }
    place.write("plug.state", "1\n");
    await using next = await Gleaner.run(place);
    await until("the relay is off", () => place.output("plug.state") === "0");
    assert.equal((await next.stop()).code, 0);
    assert.doesNotMatch(next.output, /another|damaged|in use/i);
  });
}
