import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { settle } from "../model/testing/hand-clock.ts";
import { Lanes } from "./lanes.ts";

/** Something that ends when the test says so. */
class Deed {
  begun = 0;
  readonly #end = Promise.withResolvers<string>();

  readonly do = (): Promise<string> => {
    this.begun += 1;
    return this.#end.promise;
  };

  end(): void {
    this.#end.resolve("done");
  }
}

describe("lanes", () => {
  test("do one thing at a time in each, and do not wait for each other", async () => {
    const lanes = new Lanes(4);
    const [hung, next, other] = [new Deed(), new Deed(), new Deed()];
    const first = lanes.run("hung", hung.do);
    const second = lanes.run("hung", next.do);
    const third = lanes.run("other", other.do);
    await settle();
    assert.deepEqual([hung.begun, next.begun, other.begun], [1, 0, 1]);
    other.end();
    assert.equal(await third, "done");
    hung.end();
    next.end();
    assert.deepEqual(await Promise.all([first, second]), ["done", "done"]);
    assert.equal(next.begun, 1);
  });

  test("go on after a failure", async () => {
    const lanes = new Lanes(1);
    await assert.rejects(
      lanes.run("a", () => Promise.reject(new Error("disk"))),
      /disk/,
    );
    assert.equal(await lanes.run("b", async () => "there is room again"), "there is room again");
  });

  test("do not begin what nobody waits for any more", async () => {
    const lanes = new Lanes(1);
    const [hung, late] = [new Deed(), new Deed()];
    const first = lanes.run("a", hung.do);
    const limit = new AbortController();
    const second = lanes.run("a", late.do, limit.signal);
    await settle();
    limit.abort(new Error("too late"));
    await assert.rejects(second, /too late/);
    await assert.rejects(lanes.run("a", late.do, limit.signal), /too late/);
    hung.end();
    await first;
    assert.equal(late.begun, 0);
  });

  test("refuse what would take more threads than there are, and more than may wait", async () => {
    const lanes = new Lanes(2);
    const hung = new Deed();
    const all = [lanes.run("a", hung.do), lanes.run("b", hung.do)];
    await assert.rejects(lanes.run("c", hung.do), { name: "FileTrouble", code: "NO_ANSWER", message: /2 places/ });
    for (let n = 0; n < 64; n++) all.push(lanes.run("a", hung.do));
    await assert.rejects(lanes.run("a", hung.do), { code: "NO_ANSWER", message: /too much waits for a/ });
    hung.end();
    await Promise.all(all);
    assert.equal(hung.begun, 66);
  });
});
