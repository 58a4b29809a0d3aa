import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR } from "../../model/index.ts";
import { Problem, Relay } from "../api.ts";
import type { App } from "../http/context.ts";
import { AT, type Bench, bench, houseState, relay } from "../testing/fakes.ts";

function put(app: App, body: unknown, path = "/api/relays/boiler/mode", headers: Record<string, string> = {}) {
  const payload = typeof body === "string" ? body : JSON.stringify(body);
  return app.inject({ method: "PUT", url: path, payload, headers: { "content-type": "application/json", ...headers } });
}

/** The house takes the command and publishes the state that follows. */
function obey(made: Bench, delay_ms = 0): void {
  made.reply = async ({ mode, for_ms }) => {
    const until = for_ms === undefined ? null : AT + for_ms;
    const publish = (): void => made.live.publish(houseState({ relays: [relay("boiler", { mode, until })] }));
    if (delay_ms === 0) publish();
    else setTimeout(publish, delay_ms);
    return { ok: true };
  };
}

test("a mode is set and the relay's new state comes back", async () => {
  const made = await bench();
  obey(made);
  const answer = await put(made.app, { mode: "on", for: "1 h" });
  assert.equal(answer.statusCode, 200);
  const shown = Relay.parse(answer.json());
  assert.equal(shown.mode, "on");
  assert.equal(shown.until, AT + HOUR);
  assert.deepEqual(made.commands, [{ relay: "boiler", mode: "on", for_ms: HOUR, origin: "api" }]);
});

test("the answer waits for the state in which the house shows the change", async () => {
  const made = await bench({ limits: { confirm_ms: 5_000 } });
  obey(made, 30);
  assert.equal((await put(made.app, { mode: "off" })).json().mode, "off");
});

test("a state from before the answer is not taken for it, though it shows the mode", async () => {
  const made = await bench({ limits: { confirm_ms: 5_000 } });
  const publish = (mono: number, on: boolean): void =>
    made.live.publish(houseState({ now: { at: AT, mono }, relays: [relay("boiler", { mode: "on", on })] }));
  made.reply = async () => {
    publish(1_000, false);
    setTimeout(publish, 30, 1_040, true);
    return { ok: true, from_mono: 1_040 };
  };
  assert.equal((await put(made.app, { mode: "on" })).json().on, true);
});

test("an override that is extended shows its new end, not the old one", async () => {
  const made = await bench({ limits: { confirm_ms: 5_000 } });
  made.live.publish(houseState({ relays: [relay("boiler", { mode: "on", until: AT + 60_000 })] }));
  obey(made, 30);
  assert.equal((await put(made.app, { mode: "on", for: "4 h" })).json().until, AT + 4 * HOUR);
  assert.equal("until" in (await put(made.app, { mode: "on" })).json(), false);
});

test("a house that publishes nothing new still gets an answer out", async () => {
  const { app } = await bench({ limits: { confirm_ms: 20 } });
  const answer = await put(app, { mode: "on" });
  assert.equal(answer.statusCode, 200);
  assert.equal(answer.json().mode, "auto");
});

test("what is asked while the house starts is done once it is up", async () => {
  const made = await bench({ house: null, limits: { up_ms: 5_000 } });
  obey(made);
  const answer = put(made.app, { mode: "off" });
  setTimeout(() => made.live.publish(houseState()), 20);
  assert.equal((await answer).json().mode, "off");
  assert.equal(made.commands.length, 1);
});

test("a house that does not come up in time is told, and nothing is left to be done later", async () => {
  const made = await bench({ house: null });
  obey(made);
  const answer = await put(made.app, { mode: "off" });
  assert.equal(answer.statusCode, 503);
  assert.equal(answer.headers["retry-after"], "1");
  assert.equal(Problem.parse(answer.json()).error, "starting");
  made.live.publish(houseState());
  assert.deepEqual(made.commands, []);
});

test("what the page does is told from what programs do", async () => {
  const made = await bench();
  obey(made);
  await put(made.app, { mode: "off" }, undefined, { "sec-fetch-site": "same-origin" });
  assert.equal(made.commands[0]?.origin, "page");
});

test("lang chooses the language of the answer", async () => {
  const made = await bench();
  const answer = await put(made.app, { mode: "auto" }, "/api/relays/pump/mode?lang=de");
  assert.equal(answer.json().reason, "Keine Regel verlangt das Einschalten");
});

const REFUSED: readonly (readonly [what: string, body: unknown, status: number, error: string, words: RegExp])[] = [
  ["no mode", {}, 400, "invalid", /^mode: expected off, auto or on, found nothing$/],
  ["an unknown mode", { mode: "ON" }, 400, "invalid", /^mode: expected off, auto or on, found ON$/],
  ["a number for a mode", { mode: 3 }, 400, "invalid", /^mode: expected off, auto or on, found 3$/],
  ["an unknown field", { mode: "on", until: 5 }, 400, "invalid", /until is not known here; did you mean for\?$/],
  ["a field too many", { mode: "on", for: "1 h", x: 1 }, 400, "invalid", /x is not known here; possible: mode or for$/],
  ["a number for a duration", { mode: "on", for: 90 }, 400, "invalid", /^for: write "90 min" or "90 h", in quotes$/],
  ["a truth for a duration", { mode: "on", for: true }, 400, "invalid", /^for: expected a text in quotes, found true$/],
  ["an array", [], 400, "invalid", /^body: expected a group of fields, such as \{"mode":"auto"\}, found a list$/],
  ["null", "null", 400, "invalid", /^body: expected a group of fields.*, found nothing$/],
  ["a mode twice", '{"mode":"on","mode":"off"}', 400, "invalid", /^mode: stands twice in the body$/],
  ["no body", "", 400, "invalid_json", /empty/],
  ["half a body", '{"mode":', 400, "invalid_json", /JSON/],
  ["a prototype key", '{"mode":"on","__proto__":{"x":1}}', 400, "invalid_json", /JSON/],
  ["a constructor key", '{"mode":"on","constructor":{"prototype":{"x":1}}}', 400, "invalid_json", /JSON/],
  ["deep nesting", `${"[".repeat(2_000)}${"]".repeat(2_000)}`, 400, "invalid", /^body: /],
  [
    "hundreds of keys",
    `{"mode":"on",${Array.from({ length: 400 }, (_, i) => `"k${i}":1`).join()}}`,
    400,
    "invalid",
    /k0/,
  ],
  ["a body too large", `{"mode":"${"x".repeat(300_000)}"}`, 413, "too_large", /too large/],
  ["a body whose depth alone would take its time", "[".repeat(5_000), 413, "too_large", /too large/],
  ["words for a duration", { mode: "on", for: "soon" }, 400, "bad_duration", /^for: /],
  ["a duration without unit", { mode: "on", for: "30" }, 400, "bad_duration", /^for: /],
  ["a negative duration", { mode: "on", for: "-1 h" }, 400, "bad_duration", /^for: /],
  ["a duration too short", { mode: "on", for: "10 ms" }, 400, "bad_duration", /1 s and 31 d/],
  ["a duration too long", { mode: "on", for: "32 d" }, 400, "bad_duration", /1 s and 31 d/],
  [
    "a long text for a duration",
    { mode: "on", for: "1".repeat(40) },
    400,
    "invalid",
    /^for: expected at most 32 characters/,
  ],
  ["auto with an end", { mode: "auto", for: "1 h" }, 400, "bad_duration", /auto/],
];

for (const [what, body, status, error, words] of REFUSED) {
  test(`refused: ${what}`, async () => {
    const { app, commands } = await bench();
    const answer = await put(app, body);
    const problem = Problem.parse(answer.json());
    assert.deepEqual([answer.statusCode, problem.error], [status, error]);
    assert.match(problem.message, words);
    assert.ok(problem.hint.length > 0 && problem.message.length < 250_000);
    assert.deepEqual(commands, []);
    assert.equal(Object.hasOwn(Object.prototype, "x"), false);
  });
}

test("a bad duration says how to write it", async () => {
  const { app } = await bench();
  assert.equal((await put(app, { mode: "on", for: "1 hour" })).json().hint, "for: write 30 min, 1 h or 2.5 h");
});

test("a relay is also known by its number", async () => {
  const made = await bench();
  made.live.publish(houseState({ relays: [relay("pump", { number: 5 }), relay("boiler", { number: 1 })] }));
  made.reply = async () => ({ ok: true });
  assert.equal((await put(made.app, { mode: "off" }, "/api/relays/1/mode")).statusCode, 200);
  assert.equal(made.commands[0]?.relay, "boiler");
  assert.equal((await put(made.app, { mode: "off" }, "/api/relays/2/mode")).statusCode, 404);
});

test("an unknown relay is answered with the nearest name", async () => {
  const { app, commands } = await bench();
  const answer = await put(app, { mode: "on" }, "/api/relays/bolier/mode");
  assert.equal(answer.statusCode, 404);
  assert.deepEqual(Problem.parse(answer.json()), {
    error: "unknown_relay",
    message: "No relay is called bolier",
    hint: "did you mean boiler?",
  });
  assert.equal((await put(app, { mode: "on" }, "/api/relays/__proto__/mode")).statusCode, 404);
  assert.deepEqual(commands, []);
});

test("what the house refuses comes back with its words", async () => {
  const made = await bench();
  made.reply = async () => ({ ok: false, error: "read_only", message: "Replay", hint: "run the house" });
  const answer = await put(made.app, { mode: "on" });
  assert.equal(answer.statusCode, 409);
  assert.deepEqual(answer.json(), { error: "read_only", message: "Replay", hint: "run the house" });
});

test("a house that does not answer costs 504, one that throws 500, neither with inner details", async () => {
  const made = await bench({ limits: { reply_ms: 30 } });
  made.reply = () => new Promise(() => {});
  assert.equal((await put(made.app, { mode: "on" })).statusCode, 504);
  made.reply = async () => {
    throw new Error("secret path /root/x");
  };
  const failed = await put(made.app, { mode: "on" });
  assert.equal(failed.statusCode, 500);
  assert.doesNotMatch(failed.body, /secret|stack/);
});

test("commands under way are bounded, but for an Off", async () => {
  const made = await bench({ limits: { asks: 3 } });
  const { promise, resolve } = Promise.withResolvers<{ ok: true }>();
  made.reply = () => promise;
  const waiting = [1, 2, 3].map(() => put(made.app, { mode: "auto" }).then((answer) => answer));
  const refused = await put(made.app, { mode: "auto" });
  assert.deepEqual([refused.statusCode, refused.json().error], [503, "busy"]);
  const off = put(made.app, { mode: "off" }).then((answer) => answer);
  await new Promise((done) => setTimeout(done, 50));
  resolve({ ok: true });
  assert.deepEqual(
    (await Promise.all([...waiting, off])).map(({ statusCode }) => statusCode),
    [200, 200, 200, 200],
  );
});
