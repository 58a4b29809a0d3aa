import assert from "node:assert/strict";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Options } from "./options.ts";

const problem = (run: string[], env: Record<string, string> = {}) =>
  Options.safeParse({ source: { run }, env }).error?.issues[0]?.message ?? "";

test("programs, arguments and files of secrets begin at home with ~", () => {
  const { source, env } = Options.parse({
    source: { run: ["~/read.sh", "~/data", "a~b", "~"] },
    env: { KEY_file: "~/key", HOME_PAGE: "~/x" },
  });
  const home = homedir();
  assert.deepEqual(source?.run, [join(home, "read.sh"), join(home, "data"), "a~b", home]);
  assert.deepEqual(env, { KEY_file: join(home, "key"), HOME_PAGE: "~/x" });
});

test("what only a shell replaces is refused, but where a shell is given it", () => {
  for (const run of [["$HOME/read.sh"], ["cat", "$HOME/data"], ["cat", "\u0024{DATA}"]])
    assert.match(problem(run), /^variables are not replaced here: write the path out/);
  assert.match(problem(["ls"], { KEY_file: "$HOME/key" }), /^variables are not replaced/);
  assert.equal(problem(["sh", "-c", "$HOME/read.sh $1"]), "");
  assert.equal(problem(["awk", "{ print $1 }"]), "");
});
