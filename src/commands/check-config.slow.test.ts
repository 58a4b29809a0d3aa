import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const MAIN = join(import.meta.dirname, "..", "main.ts");

test("check-config compiles the scripts and says what is wrong in them, with the place", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-check-config-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const check = (script: string): { readonly said: string; readonly status: number | null } => {
    writeFileSync(join(folder, "s.ts"), script);
    const { stdout, stderr, status } = spawnSync(process.execPath, [MAIN, "check-config", "gleaner.yaml"], {
      cwd: folder,
      encoding: "utf8",
    });
    return { said: stdout + stderr, status };
  };
  writeFileSync(
    join(folder, "gleaner.yaml"),
    `data: ./d
devices:
  roof: { type: vedirect, port: /dev/roof }
  plug: { type: file, path: ./plug }
  door: { type: command, source: { run: [cat, ./door.json], every: 1 s } }
channels:
  charger.state: { from: roof.state, alias: CS }
  tank.full: door.tank_full
relays: { heater: { output: plug, script: ./s.ts, settings: { low: 50 }, guard: { min_off: 1 min } } }
`,
  );
  const good = check(
    "export default ({ data, settings, channel, on, off }) =>\n  data.CS === 'Float' && data['roof.panel_power'] > settings.low && channel('door.open').fresh && !data['tank.full'] ? on('x') : off('y');",
  );
  assert.match(good.said, /gleaner\.yaml is sound: 3 devices, 1 relay\.\n$/);
  assert.equal(good.status, 0);
  const bad = check(
    "export default ({ data, settings, on, off }) =>\n  data.CS === 'Flaot' && settings.lo > 5 && data['roof.power'] === 'much' ? on('x') : off('y');",
  );
  assert.match(bad.said, /^s\.ts:2:3: relays\.heater: charger\.state never says Flaot; it says float, off, /m);
  assert.match(bad.said, /^s\.ts:2:26: relays\.heater: settings has no lo; there are low$/m);
  assert.match(bad.said, /^s\.ts:2:45: relays\.heater: roof\.power is a number, never the word much$/m);
  assert.match(bad.said, /is sound, but for what stands above/);
  assert.equal(bad.status, 78);
  assert.match(check("<?php return 1;").said, /^s\.ts:1:1: relays\.heater: this is PHP/m);
});

test("check-config says what a relay without any minimum time does, and what to write", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-check-config-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "s.js"), "export default ({ on }) => on('x');\n");
  const check = (more: string): string => {
    const relays = "relays: { fan: { output: plug, script: ./s.js } }\n";
    writeFileSync(join(folder, "h.yaml"), `data: ./d\ndevices: { plug: { type: file, path: ./p } }\n${relays}${more}`);
    const { stdout, stderr } = spawnSync(process.execPath, [MAIN, "check-config", "h.yaml"], { cwd: folder });
    return `${stdout}${stderr}`;
  };
  assert.match(
    check(""),
    /^relays\.fan\.guard: neither min_on nor min_off is set, so after each run it rests 1 min .*; min_off says/m,
  );
  assert.match(
    check("guard: { default_rest: 0 s }"),
    /^relays\.fan\.guard: .*, so it may chatter; min_off says otherwise/m,
  );
});
