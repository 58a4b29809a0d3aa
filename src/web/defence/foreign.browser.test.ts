import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Browser, chromium } from "playwright-core";
import { type Bench, bench } from "../testing/fakes.ts";
import { listen } from "../testing/sockets.ts";

const PAGE = `<!doctype html><meta charset="utf-8"><title>t</title><p id="out"></p>
<script>document.title = "inline script ran"</script><script src="/assets/page-1.js"></script>`;
const SCRIPT = `
const note = (words) => { document.getElementById("out").textContent += words + ";"; };
try { document.createElement("template").innerHTML = "<b>x</b>"; note("text became markup"); } catch { note("refused"); }
const policy = trustedTypes.createPolicy("svelte-trusted-html", { createHTML: (html) => html });
document.createElement("template").innerHTML = policy.createHTML("<b>x</b>");
note("svelte's way works");
try { trustedTypes.createPolicy("other", {}); note("another policy"); } catch { note("refused"); }
fetch("/api/relays/boiler/mode", { method: "PUT", headers: { "content-type": "application/json" }, body: '{"mode":"off"}' })
  .then((answer) => note(String(answer.status)));
`;

let browser: Browser;
let server: Bench;
let folder = "";
let port = 0;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "gleaner-foreign-"));
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), PAGE);
  await writeFile(join(folder, "assets", "page-1.js"), SCRIPT);
  server = await bench({ pages: folder });
  port = await listen(server.app);
  const args = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking";
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: args.split(" ") });
});

after(async () => {
  await browser?.close();
  await server?.app.close();
  await rm(folder, { recursive: true });
});

test("our own page acts; inline scripts and foreign markup do not", async () => {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.getByText(/\d{3};$/).waitFor({ timeout: 10_000 });
  assert.equal(await page.textContent("#out"), "refused;svelte's way works;refused;200;");
  assert.equal(await page.title(), "t");
  assert.deepEqual(
    server.commands.splice(0).map(({ origin, mode }) => [origin, mode]),
    [["page", "off"]],
  );
  await page.close();
});

test("another site can neither read, change, listen, embed nor post", { timeout: 30_000 }, async (t) => {
  const other = createServer((_request, response) => response.setHeader("content-type", "text/html").end("<p>other"));
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  t.after(() => other.close());
  const page = await browser.newPage();
  await page.goto(`http://localhost:${(other.address() as AddressInfo).port}/`);
  const ours = `http://127.0.0.1:${port}`;
  const change = `${ours}/api/relays/boiler/mode`;
  // Text, because the browser's own types (EventSource, document) are not those of the server.
  const posted = page.waitForResponse((answer) => answer.request().isNavigationRequest(), { timeout: 10_000 });
  const outcomes = await page.evaluate(`(async () => {
    const fails = (promise) => promise.then((answer) => answer.type + " " + answer.status, () => "failed");
    const json = { "content-type": "application/json" };
    const event = (what, on, off) => new Promise((end) => { what[on] = () => end("opened"); what[off] = () => end("failed"); });
    const image = new Image();
    const seen = event(image, "onload", "onerror");
    image.src = "${ours}/api/state";
    const form = document.createElement("form");
    form.method = "post"; form.action = "${change}"; form.target = "frame"; form.enctype = "text/plain";
    form.innerHTML = '<input name=\\'{"mode":"on","x":"\\' value=\\'"}\\'>';
    const frame = document.createElement("iframe");
    frame.name = "frame";
    document.body.append(frame, form);
    form.submit();
    return [
      await fails(fetch("${ours}/api/state")),
      await fails(fetch("${ours}/api/state", { mode: "no-cors" })),
      await fails(fetch("${change}", { method: "PUT", headers: json, body: '{"mode":"on"}' })),
      await fails(fetch("${change}", { method: "POST", mode: "no-cors", body: '{"mode":"on"}' })),
      await event(new EventSource("${ours}/api/live"), "onopen", "onerror"),
      await seen,
    ];
  })()`);
  assert.equal((await posted).status(), 403);
  assert.deepEqual(outcomes, Array(6).fill("failed"));
  assert.deepEqual(server.commands, []);
  assert.equal(server.app.streams.clients, 0);
  await page.close();
});
