import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { ScriptNames } from "../../model/index.ts";
import { checkScripts } from "./check-files.ts";

const NAMES: ScriptNames = {
  channels: new Map([["battery.soc", "number"]]),
  aliases: new Map(),
  open: [],
  relays: [{ id: "boiler", number: null }],
};

test("scripts in files are compiled and looked at, each with its relay's settings", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-check-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const good = write(
    "good.ts",
    "export default (({ battery, settings, on, off }) =>\n  battery.soc > settings.full ? on('x') : off('y')) satisfies Script;",
  );
  const broken = write("broken.js", "export default () => {\n  const = 1;\n}");
  const php = write("old.php", "<?php return 1;");
  const long = write("long.js", "x".repeat(70_000));
  const latin = write("latin.js", Uint8Array.of(0x2f, 0x2f, 0xe9));
  const found = await checkScripts(
    [
      { relay: "a", number: 1, file: good, settings: { full: 90 } },
      { relay: "b", number: 2, file: good, settings: { ful: 90 } },
      { relay: "c", number: 3, file: broken },
      { relay: "d", number: 4, file: php },
      { relay: "e", number: 5, file: long },
      { relay: "f", number: 6, file: latin },
      { relay: "g", number: 7, file: join(folder, "nowhere.js") },
      { relay: "h", number: 8, source: "export default 1" },
    ],
    NAMES,
  );
  const lines = found.map(
    ({ relay, file, line, column, message }) =>
      `${relay} ${file.slice(folder.length + 1)}:${line}:${column} ${message.replace(folder, "")}`,
  );
  assert.equal(lines.length, 6);
  assert.equal(lines[0], "b good.ts:2:17 settings has no full; there are ful");
  assert.match(lines[1] ?? "", /^c broken\.js:2:9 /);
  assert.match(lines[2] ?? "", /^d old\.php:1:1 this is PHP/);
  assert.match(lines[3] ?? "", /^e long\.js:1:1 .*larger than 64 kB/);
  assert.match(lines[4] ?? "", /^f latin\.js:1:1 .*save it as UTF-8/);
  assert.match(lines[5] ?? "", /^g nowhere\.js:1:1 .*is not there/);
});
