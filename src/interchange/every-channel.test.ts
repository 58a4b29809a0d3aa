import assert from "node:assert/strict";
import { it } from "node:test";
import { everyChannel } from "./every-channel.ts";

it("gives every channel once, some at a time", async () => {
  for (const count of [0, 1, 999, 1_000, 1_001, 2_500]) {
    const names = Array.from({ length: count }, (_, i) => String(i).padStart(4, "0"));
    const asked: (number | undefined)[] = [];
    const channels = async (after = "", most?: number) => {
      asked.push(most);
      const rest = names.filter((name) => name > after);
      return rest.slice(0, most).map((name) => ({ name, unit: "W" }));
    };
    const found: string[] = [];
    for await (const { name } of everyChannel({ channels })) found.push(name);
    assert.deepEqual(found, names);
    assert.ok(asked.every((most) => most === 1_000));
  }
});
