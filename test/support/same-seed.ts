import { isMainThread } from "node:worker_threads";

/**
 * Loaded before the tests by `npm test`: random tests are the same each time, so that a change is judged by what it changed.
 * A file that is run by itself tries others: `node --test FILE`.
 */
const SEED = 20_261;

// the house's own threads and processes get it too, and have no use for it
if (isMainThread && process.argv[1]?.endsWith(".test.ts")) {
  const { default: fc } = await import("fast-check");
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED });
}
