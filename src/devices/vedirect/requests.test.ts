import assert from "node:assert/strict";
import { test } from "node:test";
import { HandClock, settle } from "../../model/testing/hand-clock.ts";
import { decodeFrame, encodeFrame, encodeNumber } from "./hex.ts";
import { HexRequests, Refused } from "./requests.ts";

const LOAD = 0xedab;

function reply(command: number, register: number, flags: number, ...value: number[]): string {
  return encodeFrame(command, [...encodeNumber(register, "u16"), flags, ...value]);
}

/** A device that answers each request as told, by turns: with these frames, in this order. */
function scripted(answers: readonly (readonly string[])[]) {
  const sent: string[] = [];
  const clock = new HandClock();
  const requests = new HexRequests((frame) => {
    const answer = answers[sent.length] ?? [];
    sent.push(frame);
    setImmediate(() => {
      for (const text of answer) {
        const decoded = decodeFrame(text.slice(1, -1));
        assert.ok(decoded);
        requests.take(decoded);
      }
    });
  }, clock);
  /** Lets time pass until it has an answer, or gives up. */
  const live = async <T>(doing: Promise<T>): Promise<T> => {
    let over = false;
    const end = () => {
      over = true;
    };
    doing.then(end, end);
    while (!over) await clock.pass(100);
    return doing;
  };
  return { requests, sent, clock, live };
}

test("a set is done when the device repeats the value", async () => {
  const { requests, sent } = scripted([[reply(8, LOAD, 0, 4)]]);
  await requests.set(LOAD, 4, "u8");
  assert.deepEqual(sent, [":8ABED0004B1\n"]);
});

test("changes that the device tells meanwhile, and answers to others, are not the answer", async () => {
  const { requests, sent } = scripted([
    [reply(10, LOAD, 0, 0), reply(7, LOAD, 0, 0), reply(8, 0x0200, 0, 4), reply(8, LOAD, 0, 4)],
  ]);
  await requests.set(LOAD, 4, "u8");
  assert.equal(sent.length, 1);
});

test("the answer about another register is not the answer", async () => {
  const { requests } = scripted([[reply(7, 0x0200, 0, 9), reply(7, 0xeda8, 1), reply(7, LOAD, 0, 1)]]);
  assert.deepEqual(await requests.get(LOAD), Uint8Array.of(1));
});

test("a lost answer is asked for again", async () => {
  const { requests, sent, clock, live } = scripted([[], [], [reply(7, LOAD, 0, 1)]]);
  assert.deepEqual(await live(requests.get(LOAD)), Uint8Array.of(1));
  assert.deepEqual([sent.length, Math.floor(clock.mono / 1_000)], [3, 2], "after a second each");
  assert.deepEqual(requests.counters, { requests: 1, request_retries: 2, request_failures: 0 });
});

test("a damaged request is sent again at once", async () => {
  const { requests, sent, clock } = scripted([[encodeFrame(4, [0xaa, 0xaa])], [reply(8, LOAD, 0, 0)]]);
  await requests.set(LOAD, 0, "u8");
  assert.deepEqual([sent.length, clock.pending], [2, 0]);
  const never = scripted(Array.from({ length: 3 }, () => [encodeFrame(4, [0xaa, 0xaa])]));
  await assert.rejects(never.requests.set(LOAD, 0, "u8"), /it answered that the request arrived damaged to 3 requests/);
});

test("who asks only once waits only once", async () => {
  const { requests, sent, clock, live } = scripted([]);
  await assert.rejects(live(requests.get(0x34e, 0)), /did not confirm get 0x034E: it gave no answer to 1 requests/);
  assert.deepEqual([sent, Math.floor(clock.mono / 1_000)], [[":74E0300FD\n"], 1]);
});

test("what came instead is told, also when the last attempt brought nothing", async () => {
  const { requests, live } = scripted([[reply(8, LOAD, 0, 0)], [reply(8, LOAD, 0)], []]);
  await assert.rejects(live(requests.set(LOAD, 4, "u8")), /it answered another value \(none\) to 3 requests/);
});

test("no answer at all: the error says where to look", async () => {
  const { requests, sent, clock, live } = scripted([]);
  await assert.rejects(live(requests.set(LOAD, 4, "u8")), /did not confirm set 0xEDAB.*no answer to 3 requests.*RX/);
  assert.deepEqual([sent.length, Math.floor(clock.mono / 1_000)], [3, 3]);
  assert.equal(requests.counters.request_failures, 1);
  assert.equal(clock.pending, 0);
});

test("another value than the one sent is no success; the late answer to an earlier set is passed over", async () => {
  const wrong = scripted([[reply(8, LOAD, 0, 0)], [reply(8, LOAD, 0, 0)], [reply(8, LOAD, 0, 0)]]);
  await assert.rejects(wrong.live(wrong.requests.set(LOAD, 4, "u8")), /another value \(00\)/);

  const late = scripted([[reply(8, LOAD, 0, 0), reply(8, LOAD, 0, 4)]]);
  await late.requests.set(LOAD, 4, "u8");
});

test("a refusal is final", async () => {
  const { requests, sent } = scripted([[reply(8, LOAD, 2)]]);
  await assert.rejects(
    requests.set(LOAD, 4, "u8"),
    (error) => error instanceof Refused && /read-only/.test(error.message),
  );
  assert.equal(sent.length, 1);
  const unknown = scripted([[encodeFrame(3, [8])]]);
  await assert.rejects(
    unknown.requests.set(LOAD, 4, "u8"),
    (error) =>
      error instanceof Refused && error.message === "the device does not know this command" && error.flags === 0,
  );
});

test("a refusal names the register and what the device said", async () => {
  const { requests } = scripted([[reply(8, 0x34e, 4)]]);
  await assert.rejects(
    requests.set(0x34e, 1, "u8"),
    (error) =>
      error instanceof Refused && error.flags === 4 && error.message === "register 0x034E: the value is out of range",
  );
});

test("a value that no register of that type holds is not sent", async () => {
  const { requests, sent } = scripted([]);
  await assert.rejects(requests.set(LOAD, 256, "u8"), RangeError);
  assert.deepEqual([sent, requests.counters.requests], [[], 0]);
});

test("what comes while nothing was asked is passed over", async () => {
  const { requests } = scripted([[reply(7, LOAD, 0, 1)]]);
  for (const text of [reply(7, LOAD, 0, 9), reply(10, LOAD, 0, 9), encodeFrame(3, [8]), encodeFrame(4, [0xaa])]) {
    const frame = decodeFrame(text.slice(1, -1));
    assert.ok(frame);
    requests.take(frame);
  }
  assert.deepEqual(await requests.get(LOAD), Uint8Array.of(1));
});

test("one request is under way at a time, in order", async () => {
  const { requests, sent } = scripted([[reply(8, LOAD, 0, 4)], [reply(8, LOAD, 0, 0)], [reply(7, LOAD, 0, 0)]]);
  const all = [requests.set(LOAD, 4, "u8"), requests.set(LOAD, 0, "u8"), requests.get(LOAD)];
  await Promise.resolve();
  await Promise.resolve();
  assert.equal(sent.length, 1, "the second waits for the first");
  await Promise.all(all);
  assert.deepEqual(
    sent.map((frame) => frame.slice(1, 2)),
    ["8", "8", "7"],
  );
});

test("a failed request does not hold up the next one", async () => {
  const { requests } = scripted([[reply(8, LOAD, 4)], [reply(7, LOAD, 0, 1)]]);
  const failed = assert.rejects(requests.set(LOAD, 9, "u8"), Refused);
  assert.deepEqual(await requests.get(LOAD), Uint8Array.of(1));
  await failed;
});

test("when the line breaks, all that waits fails at once with the reason", async () => {
  const { requests, sent, clock } = scripted([]);
  const waiting = [requests.get(LOAD), requests.get(LOAD), requests.get(LOAD)].map((request) =>
    assert.rejects(request, /unplugged/),
  );
  await new Promise((resolve) => setImmediate(resolve));
  requests.abort("it was unplugged");
  await Promise.all(waiting);
  assert.deepEqual([sent.length, clock.pending], [1, 0], "nothing more is sent");
  assert.equal(requests.counters.request_failures, 3);
  // what is asked from now on is asked
  const late = assert.rejects(requests.get(LOAD), /gone again/);
  await settle();
  assert.equal(sent.length, 2);
  requests.abort("gone again");
  await late;
});

test("too many requests are turned away", async () => {
  const { requests } = scripted([]);
  const waiting = Array.from({ length: 16 }, () => assert.rejects(requests.get(LOAD), /end of the test/));
  await assert.rejects(requests.get(LOAD), /too many requests/);
  requests.abort("end of the test");
  await Promise.all(waiting);
  // those that had their turn make room
  const next = assert.rejects(requests.get(LOAD), /end at last/);
  await settle();
  requests.abort("end at last");
  await next;
});

test("a line that takes nothing fails the request", async () => {
  const requests = new HexRequests(() => {
    throw new Error("the line is not open");
  }, new HandClock());
  await assert.rejects(requests.get(LOAD), /not open/);
  const odd = new HexRequests(() => {
    // what is thrown may be no Error
    throw "a word";
  }, new HandClock());
  await assert.rejects(odd.get(LOAD), /^Error: a word$/);
});
