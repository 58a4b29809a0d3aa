import assert from "node:assert/strict";
import { test } from "node:test";
import { reason, say } from "./reasons.ts";
import { errorOf, inEnglish, ToldError, tellingOf, told } from "./told.ts";
import { StoreError } from "./trouble.ts";

test("an error's words are English, and in every language for whoever reads", () => {
  const error = told("no_answer_within", { seconds: "5" });
  assert.equal(error.message, "no answer within 5 s: check that the device works");
  const why = tellingOf(error);
  assert.ok(typeof why === "object");
  assert.equal(say(why, "de"), "keine Antwort in 5 s: arbeitet das Gerät?");
  assert.equal(inEnglish(why), error.message);
  assert.ok(errorOf(why) instanceof ToldError);
});

test("what is known in its own words alone stays as it is", () => {
  assert.equal(tellingOf(new Error("odd")), "odd");
  assert.equal(inEnglish("odd"), "odd");
  assert.equal(errorOf("odd").message, "odd");
  assert.equal(tellingOf(new StoreError({ code: "other", message: "odd", fatal: false })), "odd");
  const why = reason("disk_full", { folder: "/data", said: "ENOSPC" });
  assert.equal(tellingOf(new StoreError({ code: "full", message: "odd", fatal: false, why })), why);
});

test("a sentence within a sentence is said in the same language", () => {
  const cause = reason("port_missing", { path: "/dev/x", cables: reason("cables_none", { folder: "/dev/serial" }) });
  const lost = reason("device_lost", {
    device: "roof",
    problem: reason("no_frame", { seconds: "12", problem: cause }),
  });
  assert.equal(
    say(lost, "en"),
    'roof has gone silent: no good frame for 12 s: /dev/x is not there: plug the cable in, or correct "port"; no USB serial cable is plugged in (/dev/serial is empty)',
  );
  assert.match(say(lost, "fr"), /^roof ne répond plus\u202f: aucune trame.*branchez le câble.*aucun câble série USB/);
});
