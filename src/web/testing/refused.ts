import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "../api.ts";
import type { App } from "../http/context.ts";
import { bench } from "./fakes.ts";

/**
 * One test for each query that a route must refuse as a wrong field.
 * @param cases the query and how the message begins: the field, a colon, and what was expected
 * @param made a server of the test's own
 */
export function refused(
  path: string,
  cases: readonly (readonly [query: string, message: string])[],
  made: () => Promise<{ readonly app: App }> = bench,
): void {
  for (const [query, message] of cases) {
    test(`refused: ${path}?${query.slice(0, 40)}`, async () => {
      const { app } = await made();
      const answer = await app.inject(`${path}?${query}`);
      const problem = Problem.parse(answer.json());
      assert.deepEqual([answer.statusCode, problem.error], [400, "invalid"], answer.body);
      assert.equal(problem.message.slice(0, message.length), message);
      assert.ok(problem.hint.length > 0);
      await app.close();
    });
  }
}
