import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { HandsHere } from "../../hands/testing/here.ts";
import type { MaySay, ScriptNames } from "../../model/index.ts";
import { compile } from "../compile/compile.ts";
import { IMPORTABLE } from "../compile/names.ts";
import { writeEditorTypes } from "./editor.ts";

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-editor-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The compiler's complaints about two scripts in a user's folder, one that should be sound and one that is not. */
function complaints(folder: string, good: string, bad: string): { good: string[]; bad: string } {
  writeFileSync(join(folder, "good.ts"), good);
  writeFileSync(join(folder, "bad.ts"), bad);
  const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
  const options = [
    "--noEmit",
    "--singleThreaded",
    "--strict",
    "--module",
    "nodenext",
    "--target",
    "es2024",
    "--types",
    "",
    "--skipLibCheck",
    "good.ts",
    "bad.ts",
  ];
  const { stdout } = spawnSync(process.execPath, [tsc, ...options], { cwd: folder, timeout: 30_000, encoding: "utf8" });
  return { good: stdout.split("\n").filter((line) => line.startsWith("good.ts")), bad: stdout };
}

const { files } = new HandsHere();

test("editors find the types of gleaner beside a user's scripts", async (t) => {
  const folder = folderFor(t);
  assert.equal(await writeEditorTypes(folder, files), true);
  assert.equal(await writeEditorTypes(folder, files), false, "a second time there is nothing to write");
  writeFileSync(join(folder, "node_modules", "gleaner", "index.d.ts"), "");
  assert.equal(await writeEditorTypes(folder, files), true);
  assert.equal(await writeEditorTypes("/proc/nowhere", files), false, "never throws");
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const good = `import { hours, keep, minutes, off, on, type Script } from "gleaner";
export default (({ data, battery, channel, relay, relays, now, timer, settings }) => {
  if (MpptFlo(data.CS) && data.SOC > settings.full) return on("float");
  if (channel("x").orElse(0) > 3 && relays.pump.onFor > minutes(3) && relays[2].mode === "auto") return off("x");
  if (now.sunset !== null && now.hour > now.sunset - 2) timer("t").start(hours(1));
  return battery.soc > 80 && relay.startsToday < 3 ? keep("a") : { mod: 1, log: "b" };
}) satisfies Script;
`;
  assert.ok(compile(good).ok);
  const bad = `import type { Script } from "gleaner";
export default (({ batery, on }) => on(3)) satisfies Script;
`;
  const said = complaints(folder, good, bad);
  assert.deepEqual(said.good, []);
  assert.match(said.bad, /batery[\s\S]*not assignable/);
});

test("editors know a house's own channels, words, relays and settings", async (t) => {
  const folder = folderFor(t);
  const names: ScriptNames = {
    channels: new Map<string, MaySay>([
      ["battery.soc", "number"],
      ["charger.state", ["off", "bulk", "float"]],
      ["roof.load", ["on", "off"]],
    ]),
    aliases: new Map([["CS", "charger.state"]]),
    open: ["door"],
    relays: [{ id: "boiler", number: 1 }],
  };
  await writeEditorTypes(folder, files, { names, settings: [{ full: 90 }, { full: "x", winter: true }] });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const script = (condition: string): string => `import { off, on, type Script } from "gleaner";
export default (({ data, battery, solar, channel, relays, settings }) =>
  ${condition} ? on("x") : off([data, battery, solar, channel, relays, settings].join())) satisfies Script;
`;
  const good = [
    'data.CS === "float" || data.CS == "Float" || data["charger.state"] === "BULK" || data["door.any"] === "thing"',
    'data["roof.load"] && MpptFlo(data.CS)',
    'data["roof.load"] === "on" || data["roof.load"] === "ON" || data["roof.load"] === true',
    "battery.soc > 3 && relays.boiler.on && relays[1].on && settings.winter && settings.full !== 3",
    'channel("CS").fresh && channel("battery.soc").value > 3 && channel("door.x").orElse(0) > 3',
  ];
  const bad = [
    'data.CS === "flaot"',
    "data.SC",
    'battery.soc === "full"',
    "battery.sok",
    "solar.power",
    "relays.pump.on",
    "relays[2].on",
    "settings.fool",
    'channel("CSS").fresh',
  ];
  const said = complaints(
    folder,
    script(good.map((one) => `(${one})`).join(" && ")),
    bad
      .map(
        (one) =>
          `import type { Inputs } from "gleaner"; void (({ data, battery, solar, relays, settings, channel }: Inputs) => (${one}) && [data, battery, solar, relays, settings, channel]);`,
      )
      .map((line, index) => (index === 0 ? line : line.replace(/^import[^;]*;/, "")))
      .join("\n"),
  );
  assert.deepEqual(said.good, []);
  for (const index of bad.keys()) assert.match(said.bad, new RegExp(`bad\\.ts\\(${index + 1},`), bad[index]);
});

test("the file beside the scripts gives the same words as the sandbox", async (t) => {
  const folder = folderFor(t);
  await writeEditorTypes(folder, files);
  const words = (await import(join(folder, "node_modules", "gleaner", "index.js"))) as Record<
    string,
    (x: unknown) => unknown
  >;
  assert.deepEqual(Object.keys(words).sort(), [...IMPORTABLE].sort());
  assert.deepEqual(words.on?.("x"), { mod: 2, log: "x" });
  assert.equal(words.hours?.(2), 7_200_000);
});

test("the reference in docs/write-a-script.md is that of gleaner.d.ts", () => {
  const root = new URL("../../../", import.meta.url);
  const out = execFileSync(process.execPath, ["tools/script-reference.ts", "--check"], { cwd: root, stdio: "pipe" });
  assert.match(String(out), /up to date/);
});

test("every example in docs/write-a-script.md compiles", () => {
  const page = readFileSync(new URL("../../../docs/write-a-script.md", import.meta.url), "utf8");
  const scripts = [...page.matchAll(/```[jt]s\n([\s\S]*?)```/g)]
    .map(([, code = ""]) => code)
    .filter((code) => code.includes("export default"));
  assert.ok(scripts.length >= 9);
  for (const script of scripts) {
    const result = compile(script);
    assert.ok(result.ok, result.ok ? "" : `${result.problem}\n${script}`);
  }
});
