import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { startWeb } from "../../web/index.ts";
import { numbered, options, untilShown } from "../../web/testing/thread.ts";

test("the real thread serves without a store: the history says so, the state lives", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "gleaner-web-"));
  t.after(() => rm(folder, { recursive: true }));
  const web = await startWeb({ ...options(folder), entry: new URL("web-thread.ts", import.meta.url) });
  t.after(() => web.stop());
  web.publish(numbered(5));
  await untilShown(web, 5);
  assert.equal((await fetch(`${web.url}/health`)).status, 200);
  const journal = await fetch(`${web.url}/api/journal`);
  assert.equal(journal.status, 503);
  assert.match(await journal.text(), /history_failed/);
});
