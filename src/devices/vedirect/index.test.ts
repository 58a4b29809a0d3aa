import assert from "node:assert/strict";
import { test } from "node:test";
import { vedirect } from "./index.ts";

test("the options: the port is needed, nothing unknown is taken, the defaults are safe", () => {
  const { options } = vedirect;
  assert.deepEqual(options.parse({ port: "/dev/x" }), { port: "/dev/x", take_relay: false, load_on_stop: "auto" });
  for (const load_on_stop of ["auto", "off", "keep"]) {
    assert.equal(options.parse({ port: "/dev/x", load_on_stop }).load_on_stop, load_on_stop);
  }
  for (const wrong of [{}, { port: "" }, { port: "/dev/x", prot: 1 }, { port: "/dev/x", load_on_stop: "on" }]) {
    assert.equal(options.safeParse(wrong).success, false, JSON.stringify(wrong));
  }
});

test("no two devices may use the same port, however it is written", () => {
  const options = vedirect.options.parse({ port: "./roof" });
  assert.deepEqual(vedirect.claims?.(options, "/house"), [{ option: "port", thing: "the path /house/roof" }]);
});

test("what can be switched, and when it counts as lost", () => {
  assert.deepEqual([vedirect.type, vedirect.outputs, vedirect.stale_after_ms], ["vedirect", ["load", "relay"], 10_000]);
});
