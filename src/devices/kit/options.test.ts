import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { claimPath, Host, path } from "./options.ts";

describe("a host", () => {
  for (const good of ["192.168.1.40", "plug", "plug.lan:8080", "shelly-1pm_a.local", "[fe80::1]", "[::1]:8080"]) {
    test(`${good} is one`, () => assert.equal(Host.parse(good), good));
  }
  for (const bad of ["", "http://plug", "plug/status", "plug?x", "a b", "user@plug", "plug:x", "plug:", "-x", "::1"]) {
    test(`${JSON.stringify(bad)} is none`, () => assert.equal(Host.safeParse(bad).success, false));
  }
});

test("a path is not empty, holds no zero byte, and is bounded", () => {
  const option = path("Where it lies", "./here");
  assert.equal(option.parse("./x"), "./x");
  for (const bad of ["", "a\0b", "x".repeat(4_097)]) assert.equal(option.safeParse(bad).success, false);
});

test("a claimed path is the same however it is written", () => {
  const claim = claimPath("port", "./tty", "/house");
  assert.deepEqual(claim, { option: "port", thing: "the path /house/tty" });
  assert.equal(claimPath("path", "/house/../house/tty", "/elsewhere").thing, claim.thing);
});
