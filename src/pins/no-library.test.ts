import assert from "node:assert/strict";
import { registerHooks } from "node:module";
import { test } from "node:test";
import { LANGUAGES, PinTrouble, say, tellingOf } from "../model/index.ts";
import { systemPins } from "./index.ts";
import { explained } from "./words.ts";

test("a kind of machine for which there is no library says so, in each language", () => {
  // as its package is for x86-64 and arm64 only
  const hooks = registerHooks({
    resolve: (name, context, next) => {
      if (name === "koffi") throw new Error("Cannot find the native Koffi module");
      return next(name, context);
    },
  });
  try {
    assert.throws(
      () => systemPins.chip("/dev/null"),
      (error) => {
        assert.ok(error instanceof PinTrouble);
        assert.equal(error.code, "NO_LIBRARY");
        const why = tellingOf(explained(error, "/dev/null"));
        assert.ok(typeof why !== "string");
        assert.deepEqual(
          LANGUAGES.map((language) => say(why, language)),
          [
            "les broches ne sont pas possibles sur ce type de machine\u202f: installez un système de 64 bits",
            "auf dieser Art von Maschine gehen keine Pins: ein System mit 64 Bit installieren",
            "pins cannot be used on this kind of machine: install a 64-bit system",
          ],
        );
        return true;
      },
    );
  } finally {
    hooks.deregister();
  }
  assert.throws(() => systemPins.chip("/dev/null"), /ENOTTY/, "with the library the kernel says what it is");
});
