import assert from "node:assert/strict";
import { it } from "node:test";
import { deviceContract } from "./device-contract.ts";
import { contractTypes } from "./support/contract-types.ts";

it("each device type has a name of its own", () => {
  const names = contractTypes.map(({ type }) => type);
  assert.equal(new Set(names).size, names.length);
});

for (const type of contractTypes) if (!type.sample.says?.serial) deviceContract(type);
