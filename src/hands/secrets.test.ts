import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { FileTrouble, say } from "../model/index.ts";
import { environmentOf } from "./environment.ts";
import { Lanes } from "./lanes.ts";
import { Secrets } from "./secrets.ts";
import { ITSELF } from "./ways.ts";

/** Nothing that is asked of a disk is ever answered. */
class HangingLanes extends Lanes {
  override run<T>(): Promise<T> {
    return Promise.withResolvers<T>().promise;
  }
}

/** What is thrown says the same in English and to readers of every language. */
function saysTheSame(error: unknown): true {
  assert.ok(error instanceof FileTrouble && error.why);
  assert.match(error.message, /^the file of env KEY_file/);
  assert.equal(say(error.why, "en"), error.message);
  return true;
}

describe("files of secrets", () => {
  let folder = "";
  const learned: string[] = [];
  const stale: (string | null)[] = [];
  const fresh = (answer_ms = 1_500): Secrets =>
    new Secrets(new Lanes(12), ITSELF, answer_ms, {
      learned: (_path, secret) => learned.push(secret),
      stale: (_path, why) => stale.push(why),
      open: () => undefined,
    });
  const keyFor = async (secrets: Secrets, urgent: boolean): Promise<string | undefined> => {
    const { variables } = await environmentOf({ env: { KEY_file: "./key" }, folder, urgent }, secrets);
    return variables.KEY;
  };

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "gleaner-secrets-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const [what, spoil] of [
    ["deleted", () => undefined],
    ["a pipe", (path: string) => execFileSync("mkfifo", [path])],
    ["too large", (path: string) => writeFileSync(path, "x".repeat(70_000))],
  ] as const) {
    test(`that are ${what} hold up no relay: what they held last counts, and it is told`, async () => {
      const secrets = fresh();
      const path = join(folder, "key");
      rmSync(path, { force: true });
      writeFileSync(path, "one\n");
      assert.equal(await keyFor(secrets, true), "one");
      rmSync(path);
      spoil(path);
      stale.length = 0;
      assert.equal(await keyFor(secrets, true), "one");
      assert.equal(stale.length, 1);
      assert.match(stale[0] ?? "", /^the file of env KEY_file .*key\) (does not exist|is no|is larger)/);
      await assert.rejects(keyFor(secrets, false), saysTheSame, "a source is told at once");
      rmSync(path, { force: true });
      writeFileSync(path, "two");
      assert.equal(await keyFor(secrets, true), "two");
      assert.equal(stale.at(-1), null);
    });
  }

  test("that are changed hide what they held before as well, eight times over, also from those who come next", async () => {
    const secrets = fresh();
    const path = join(folder, "key");
    const hidden = async (by: Secrets): Promise<readonly string[]> =>
      (await environmentOf({ env: { KEY_file: "./key" }, folder }, by)).secrets;
    const written = Array.from({ length: 10 }, (_, n) => `key number ${n}`);
    for (const one of [...written, "key number 5"]) {
      writeFileSync(path, one);
      await hidden(secrets);
    }
    const expected = [2, 3, 4, 6, 7, 8, 9, 5].map((n) => `key number ${n}`);
    assert.deepEqual(await hidden(secrets), expected);
    const next = fresh();
    for (const one of expected) next.know(path, one);
    assert.deepEqual(await hidden(next), expected);
  });

  test("are known to those who come next", async () => {
    writeFileSync(join(folder, "key"), "three");
    learned.length = 0;
    await keyFor(fresh(), false);
    assert.deepEqual(learned, ["three"]);
    const next = fresh();
    next.know(join(folder, "key"), "three");
    rmSync(join(folder, "key"));
    assert.equal(await keyFor(next, true), "three");
  });

  test("that any user may read are told, those behind a closed folder are not", async () => {
    const path = join(folder, "key");
    for (const [file, around, told] of [
      [0o644, 0o755, [path]],
      [0o640, 0o755, []],
      [0o644, 0o700, []],
    ] as const) {
      rmSync(path, { force: true });
      writeFileSync(path, `key of ${file}`);
      chmodSync(path, file);
      chmodSync(folder, around);
      const opened: string[] = [];
      const lanes = new Lanes(12);
      const secrets = new Secrets(lanes, ITSELF, 1_500, {
        learned: () => undefined,
        stale: () => undefined,
        open: (seen) => opened.push(seen),
      });
      await keyFor(secrets, false);
      // one thing at a time of each folder
      await lanes.run(folder, async () => undefined);
      assert.deepEqual(opened, told, file.toString(8));
    }
  });

  test("on disks that hang are waited for at the same time", async () => {
    const secrets = new Secrets(new HangingLanes(12), ITSELF, 300, {
      learned: () => undefined,
      stale: () => undefined,
      open: () => undefined,
    });
    const env = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`K${index}_file`, `./${index}/key`]));
    const began = performance.now();
    await assert.rejects(environmentOf({ env, folder, urgent: true }, secrets), /does not answer/);
    assert.ok(performance.now() - began < 1_000, `${performance.now() - began} ms`);
  });
});
