import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { bench } from "../testing/fakes.ts";

let folder = "";
let pages = "";

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "gleaner-pages-"));
  pages = join(folder, "dist");
  await mkdir(join(pages, "assets"), { recursive: true });
  await writeFile(join(folder, "secret.txt"), "canary");
  await writeFile(join(pages, "index.html"), "<!doctype html><title>Gleaner</title>");
  await writeFile(join(pages, "assets", "index-BQ3xk2.js"), "export {};");
  await writeFile(join(pages, "favicon.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
  await writeFile(join(pages, ".env"), "canary");
  await symlink(join(folder, "secret.txt"), join(pages, "assets", "link.txt"));
});

after(() => rm(folder, { recursive: true }));

test("the index is asked for anew each time, hashed files never again", async () => {
  const { app } = await bench({ pages });
  const index = await app.inject("/");
  assert.equal(index.statusCode, 200);
  assert.match(index.headers["content-type"] ?? "", /^text\/html/);
  assert.equal(index.headers["cache-control"], "no-cache");
  assert.match(index.body, /Gleaner/);
  const script = await app.inject("/assets/index-BQ3xk2.js");
  assert.match(String(script.headers["content-type"]), /javascript/);
  assert.equal(script.headers["cache-control"], "public, max-age=31536000, immutable");
  assert.match(String((await app.inject("/favicon.svg")).headers["content-type"]), /svg/);
});

test("an index that did not change is not sent again", async () => {
  const { app } = await bench({ pages });
  const { etag } = (await app.inject("/")).headers;
  const again = await app.inject({ url: "/", headers: { "if-none-match": String(etag) } });
  assert.equal(again.statusCode, 304);
});

test("without a build a plain page says what to do", async () => {
  const { app } = await bench({ pages: join(folder, "none") });
  const answer = await app.inject("/");
  assert.equal(answer.statusCode, 503);
  assert.match(answer.headers["content-type"] ?? "", /^text\/html/);
  assert.match(answer.body, /npm start/);
  assert.ok(answer.headers["content-security-policy"]);
});

for (const path of [
  "/../secret.txt",
  "/assets/../../secret.txt",
  "/assets/..%2f..%2fsecret.txt",
  "/assets/..%5c..%5csecret.txt",
  "/assets/%2e%2e/%2e%2e/secret.txt",
  "/assets/..%252f..%252fsecret.txt",
  "/%2e%2e%2fsecret.txt",
  "/..%c0%afsecret.txt",
  "/assets/link.txt",
  "/.env",
  "/%2eenv",
  "/assets",
  "/assets/",
  "/assets/index-BQ3xk2.js%00.txt",
  "//secret.txt",
  "/assets//index-BQ3xk2.js",
  `/${"a".repeat(200)}`,
]) {
  test(`nothing to be had at ${path.slice(0, 40)}`, async () => {
    const { app } = await bench({ pages });
    const answer = await app.inject(path);
    assert.ok([400, 404, 414].includes(answer.statusCode), `${answer.statusCode}`);
    assert.doesNotMatch(answer.body, /canary/);
    assert.deepEqual(Object.keys(answer.json()), ["error", "message", "hint"]);
  });
}
