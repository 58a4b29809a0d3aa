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

  test("let wait what finds none of them free, whatever it leads to, and begin it in the order in which it came", async () => {
    const lanes = new Lanes(2);
    const [first, second, third, fourth] = [new Deed(), new Deed(), new Deed(), new Deed()];
    const all = [
      lanes.run("a", first.do),
      lanes.run("b", second.do),
      lanes.run("c", third.do),
      lanes.run("c", fourth.do),
      lanes.run("d", async () => "the last"),
    ];
    await settle();
    assert.deepEqual([first.begun, second.begun, third.begun, fourth.begun], [1, 1, 0, 0]);
    first.end();
    await settle();
    assert.deepEqual([third.begun, fourth.begun], [1, 0]);
    third.end();
    fourth.end();
    assert.equal(await all[4], "the last");
    second.end();
    assert.deepEqual(await Promise.all(all), ["done", "done", "done", "done", "the last"]);
  });

  test("forget who waited for one to be free, and for its turn in it, and does not any more", async () => {
    const lanes = new Lanes(1);
    const [hung, next, late] = [new Deed(), new Deed(), new Deed()];
    const limits = [new AbortController(), new AbortController()];
    const first = lanes.run("a", hung.do);
    const outside = assert.rejects(lanes.run("b", late.do, limits[0]?.signal), /outside/);
    const second = lanes.run("c", next.do);
    const inside = assert.rejects(lanes.run("c", late.do, limits[1]?.signal), /inside/);
    limits[0]?.abort(new Error("outside"));
    await outside;
    hung.end();
    await first;
    await settle();
    assert.equal(next.begun, 1);
    limits[1]?.abort(new Error("inside"));
    await inside;
    next.end();
    await second;
    assert.equal(late.begun, 0);
    assert.equal(await lanes.run("d", async () => "there is room"), "there is room");
  });

  test("refuse more than may wait, in one of them and for one of them", async () => {
    const lanes = new Lanes(2);
    const hung = new Deed();
    const all = [lanes.run("a", hung.do), lanes.run("b", hung.do)];
    for (let n = 0; n < 1_000; n++) all.push(lanes.run("a", hung.do), lanes.run(`place ${n}`, hung.do));
    await assert.rejects(lanes.run("a", hung.do), { code: "NO_ANSWER", message: /too much waits for a/ });
    await assert.rejects(lanes.run("c", hung.do), { name: "FileTrouble", code: "NO_ANSWER", message: /2 places/ });
    hung.end();
    await Promise.all(all);
    assert.equal(hung.begun, 2_002);
  });
});
