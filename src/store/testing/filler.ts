/**
 * Fills a small file system until the store says that it is full, frees space, and goes on; prints what it saw
 * as one line of JSON. Arguments: folder on the small file system, and instead of such a file system the largest
 * size of the database in bytes.
 */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inEnglish, StoreError } from "../../model/index.ts";
import { openStore } from "../index.ts";
import { openAnswers } from "../reading/answers.ts";
import { assertWhole, numbered } from "./numbered.ts";

const [disk = "", limit] = process.argv.slice(2);
const max_bytes = limit === undefined ? undefined : Number(limit);
const folder = join(disk, "data");
const ballast = join(disk, "ballast");
writeFileSync(ballast, new Uint8Array(400_000));

let store = await openStore({ folder, max_bytes });
const acknowledged: number[] = [];
const refusals: (StoreError | null)[] = [];

/** Commits one batch; gives the refusal, if any. */
async function attempt(number: number): Promise<StoreError | null> {
  try {
    await store.commit(numbered(number));
    acknowledged.push(number);
    return null;
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
}

let number = 0;
let refusal: StoreError | null = null;
while (refusal === null && number < 20_000) refusal = await attempt(number++);
const before = acknowledged.length;
for (let i = 0; i < 5; i++) refusals.push(await attempt(number++));
const problem = inEnglish(store.health().problem ?? "");
rmSync(ballast);
if (max_bytes !== undefined) {
  await store.close();
  store = await openStore({ folder });
}
const after = await attempt(number++);
const healthy = store.health().problem;
await store.close();

store = await openStore({ folder });
const history = openAnswers(folder);
assertWhole(history, store.memory(), acknowledged);
history.close();
await store.close();
const codes = [refusal, ...refusals].map((error) => error && `${error.code}${error.fatal ? " fatal" : ""}`);
console.log(
  JSON.stringify({ before, codes, message: refusal?.message, problem, after: after?.message ?? null, healthy }),
);
