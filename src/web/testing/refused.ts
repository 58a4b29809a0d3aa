import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Problem } from "../api.ts";
import type { App } from "../http/context.ts";
import { bench } from "./fakes.ts";

/**
 * One test for each query that a route must refuse as a wrong field.
 * @param cases the query and how the message begins: the field, a colon, and what was expected
 * @param made a server of these tests' own; what it refuses leaves no trace in it
 */
export function refused(
  path: string,
  cases: readonly (readonly [query: string, message: string])[],
  made: () => Promise<{ readonly app: App }> = bench,
): void {
  let server: ReturnType<typeof made> | undefined;
  after(async () => (await server)?.app.close());
  for (const [query, message] of cases) {
    test(`refused: ${path}?${query.slice(0, 40)}`, async () => {
      server ??= made();
      const { app } = await server;
      const answer = await app.inject(`${path}?${query}`);
      const problem = Problem.parse(answer.json());
      assert.deepEqual([answer.statusCode, problem.error], [400, "invalid"], answer.body);
      assert.equal(problem.message.slice(0, message.length), message);
      assert.ok(problem.hint.length > 0);
    });
  }
}
