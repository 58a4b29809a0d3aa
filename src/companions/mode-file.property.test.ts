import { test } from "node:test";
import { assertHarmless, assertNeverHalf } from "./testing/others.ts";

test("who reads all the time never sees half a file, in many rounds", { timeout: 60_000 }, () =>
  assertNeverHalf(1_000),
);

test("none of many bytes can throw, and none that are no modes command anything", () => assertHarmless(1_000));
