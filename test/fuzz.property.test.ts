import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ENTRY_NAMES, fuzzAll } from "../bench/fuzz/index.ts";

/** A short run of the fuzzer; `npm run bench -- fuzz` is the long one. */

const INPUTS = 6_000;
const SEED = Date.now() % 1_000_000_000;

describe(`broken input (seed ${SEED})`, () => {
  for (const name of ENTRY_NAMES) {
    test(`for ${name}: nothing crashes, takes long or is kept that must not be`, async (t) => {
      const said: string[] = [];
      const [fuzzed] = await fuzzAll({ inputs: INPUTS, seed: SEED, names: [name] }, (line) => said.push(line));
      for (const line of said) t.diagnostic(line);
      assert.ok((fuzzed?.campaign.inputs ?? 0) > 0);
      assert.deepEqual(fuzzed?.campaign.faults ?? [], [], said.join("\n"));
    });
  }
});
