import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import { findRoutes } from "./find-routes.ts";

const ROUTE = new URL("../http/route.ts", import.meta.url).href;
const GOOD = `import { Routes } from ${JSON.stringify(ROUTE)};\nexport const routes = new Routes(() => []);\n`;

async function folderWith(t: TestContext, files: Readonly<Record<string, string>>): Promise<URL> {
  const folder = await mkdtemp(join(tmpdir(), "gleaner-routes-"));
  t.after(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return pathToFileURL(`${folder}/`);
}

test("one file is one route: its tests, copies and compiled neighbours are none", async (t) => {
  const others = ["tide.test.ts", "tide.slow.test.ts", "tide.ts~", "tide copy.ts", "tide.js", "tide.d.ts", "notes.md"];
  const folder = await folderWith(t, {
    "tide.ts": GOOD,
    ...Object.fromEntries(others.map((name) => [name, "throw 1"])),
  });
  assert.equal((await findRoutes(folder)).length, 1);
});

for (const [what, text] of Object.entries({
  nothing: "export const one = 1;\n",
  "something else by that name": "export const routes = [];\n",
})) {
  test(`a file that exports ${what} is named, with what to do`, async (t) => {
    const folder = await folderWith(t, { "moon.ts": text });
    await assert.rejects(findRoutes(folder), /\/moon\.ts has no routes: write "export const routes = new Routes\(…\)"/);
  });
}

test("the house's own are found", async () => {
  assert.ok((await findRoutes()).length >= 13);
});
