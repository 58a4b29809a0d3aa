import assert from "node:assert/strict";
import { dirname, join, relative } from "node:path";
import { describe, test } from "node:test";
import type { AnyNode } from "acorn";
import { mayImportMore, maySpeakSql } from "./support/quick-look.ts";
import { isNode, isTest, nodesOf, ROOT, type Source, sourcesBelow, treeOf } from "./support/sources.ts";
import { sqlIn } from "./support/sql-in.ts";

/**
 * Who may import whom, and what the rooms must leave alone: the arrows and bans of docs/architecture.md.
 * `import type` is an arrow like any other.
 */

// ── reading a source ──

/** Comments blanked, the contents of strings and templates kept, all at their places. */
function withoutComments(text: string): string {
  const pattern =
    /(\/\/[^\n]*|\/\*[\s\S]*?\*\/)|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`|(?<=[(,=:[!&|?{};\n]\s*)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/g;
  return text.replace(pattern, (all, comment?: string) => (comment === undefined ? all : all.replace(/[^\n]/g, " ")));
}

interface Import {
  readonly from: string;
  readonly typeOnly: boolean;
}

/** Every module that a source names: `import`, `export … from`, `import type`, `import("…")` as value or type. */
function importsOf(text: string): Import[] {
  const bare = withoutComments(text);
  const found: Import[] = [];
  const statements = /^[ \t]*(?:import|export)\b(\s+type\b)?(?!\s*\()[^"'`;=]*?["']([^"'\n]+)["']/gm;
  for (const [all, type, from = ""] of bare.matchAll(statements)) {
    if (/^\s*export/.test(all) && !/\bfrom\s*["']/.test(all)) continue;
    found.push({ from, typeOnly: type !== undefined });
  }
  for (const [, from = ""] of bare.matchAll(/\bimport\s*\(\s*["'`]([^"'`\n]+)["'`]/g))
    found.push({ from, typeOnly: false });
  return found;
}

// ── the rooms ──

/** The room of a file below src/. */
function roomOf(path: string): string | undefined {
  const [, place = ""] = /^src\/(.+)$/.exec(path) ?? [];
  if (place === "main.ts") return "main";
  if (/^house(\.[^/]*)?\.ts$/.test(place)) return "house";
  return /^([^/]+)\//.exec(place)?.[1];
}

/** The only arrows beside those into `model` and within a room; `commands` may import every room but `main`. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  main: ["commands"],
  lab: ["house", "forecast"],
  house: ["control"],
  web: ["words", "chart"],
  pictures: ["words", "chart"],
  companions: ["words", "chart", "pins", "panel"],
  devices: ["pins"],
  config: ["hands", "pins"],
  scripts: ["hands"],
  chart: ["words"],
};

function mayImport(from: string, to: string): boolean {
  if (from === to || to === "model") return true;
  if (from === "commands") return to !== "main";
  return ARROWS[from]?.includes(to) ?? false;
}

/**
 * Rooms whose sub-rooms have arrows of their own, and the only arrows between these. What lies right in such a room is its
 * face, which may import each of them; they do not import it. `*` stands for every sub-room that is not named, be it a
 * folder or a single file; then the face is `index.ts` alone.
 */
const SUB_ARROWS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  scripts: {
    guest: [],
    compile: [],
    sandbox: [],
    host: ["sandbox", "compile"],
    testing: [],
  },
  store: {
    code: [],
    sums: ["code"],
    database: ["sums"],
    reading: ["database", "sums", "code"],
    writing: ["database", "sums", "code"],
    chores: ["writing", "database", "code"],
    thread: ["chores", "writing", "database"],
    "house-end": ["thread", "chores", "writing", "database"],
    testing: [],
  },
  devices: { kit: [], "*": ["kit"] },
  web: {
    defence: [],
    asking: ["defence"],
    live: ["defence"],
    http: ["asking", "live", "defence"],
    history: ["http", "live", "defence"],
    graphs: ["history", "http", "live", "defence"],
    routes: ["graphs", "history", "http", "live", "defence"],
    server: ["http", "live", "asking", "defence"],
    thread: ["server", "history", "http", "live", "asking", "defence"],
    testing: [],
  },
};

/** The shapes of the interface, which the pages and every sub-room of the web speak of. It imports neither. */
const SHAPES = "src/web/api.ts";

/** The sub-room of a file, where its room has such; `""`: the room's face. */
function subRoomOf(path: string): string | undefined {
  const [, room = "", folder, file = ""] = /^src\/([^/]+)\/(?:([^/]+)\/)?([^/.]*)/.exec(path) ?? [];
  const arrows = SUB_ARROWS[room];
  if (!arrows) return undefined;
  return folder ?? ("*" in arrows && file !== "index" ? file : "");
}

function complaintOfSubRoom(path: string, target: string, from: string): string | undefined {
  const room = roomOf(path);
  const [sub, to] = [subRoomOf(path), subRoomOf(target)];
  if (room === undefined || room !== roomOf(target) || sub === undefined || to === undefined) return undefined;
  const arrows = SUB_ARROWS[room]?.[sub] ?? SUB_ARROWS[room]?.["*"];
  if (sub !== "" && arrows === undefined) return `${path}: ${room} has no sub-room ${sub}`;
  if (isTest(path) || sub === to || sub === "" || target === SHAPES || arrows?.includes(to)) return undefined;
  return `${path}: ${room}/${sub} must not import ${to === "" ? "the face of its room" : `${room}/${to}`} (${from})`;
}

/** Places that only reckon, and the modules beside their own that they may import. */
const PURE: Readonly<Record<string, readonly string[]>> = {
  model: [],
  control: [],
  "store/code": ["node:zlib"],
  "store/sums": [],
  words: [],
  chart: [],
  panel: [],
};

/** The pure place that a file lies in. */
function pureOf(path: string): string | undefined {
  if (isTest(path)) return undefined;
  return Object.keys(PURE).find((place) => path.startsWith(`src/${place}/`));
}

/** Rooms that the pages share with the server; of all others they know the API's types only. */
const PAGES_SHARE: readonly string[] = ["words", "chart", "panel"];
const API = "src/web/api.ts";

function complaintOfPage(path: string, target: string, from: string, typeOnly: boolean): string | undefined {
  if (isTest(path) || PAGES_SHARE.includes(roomOf(target) ?? "")) return undefined;
  if (target !== API) return `${path}: the pages must not import ${from}`;
  return typeOnly ? undefined : `${path}: the pages may import types only, not ${from}`;
}

function targetOf(path: string, from: string): string {
  return join(dirname(path), from).replaceAll("\\", "/");
}

function complaintOfImport({ path }: Source, { from, typeOnly }: Import): string | undefined {
  const room = roomOf(path);
  const pure = pureOf(path);
  if (from === "node:http" && !typeOnly && path.startsWith("src/") && !isTest(path)) {
    return `${path}: a value of node:http brings a WebSocket client into the thread, 9 MB`;
  }
  if (!from.startsWith(".")) {
    return pure !== undefined && !PURE[pure]?.includes(from) ? `${path}: ${pure} must not import ${from}` : undefined;
  }
  const target = targetOf(path, from);
  if (isTest(target) && !isTest(path)) return `${path}: what is for tests must not be imported (${from})`;
  if (path.startsWith("ui/src/") && target.startsWith("src/")) return complaintOfPage(path, target, from, typeOnly);
  if (room === undefined) return undefined;
  // whoever is handed hands is tested with such
  if (isTest(path) && /^src\/(?:hands|pins)\/testing\//.test(target)) return undefined;
  const to = roomOf(target);
  if (to === undefined) {
    // a file of the checkout outside src/, which tests may use
    return isTest(path) || room === "commands" ? undefined : `${path}: ${from} lies in no room`;
  }
  if (!mayImport(room, to)) return `${path}: ${room} must not import ${to} (${from})`;
  return complaintOfSubRoom(path, target, from);
}

/** The files that import each other in a circle, each circle once; types are imports like any other. */
function circlesOf(sources: readonly Source[]): string[] {
  const known = new Set(sources.map(({ path }) => path));
  const arrows = new Map(
    sources.map(({ path, text }) => [path, importsOf(text).map(({ from }) => targetOf(path, from))] as const),
  );
  const reached = new Map(
    sources.map(({ path }) => {
      const seen = new Set<string>();
      const ahead = [path];
      for (let at = ahead.pop(); at !== undefined; at = ahead.pop()) {
        for (const next of arrows.get(at) ?? []) {
          if (!known.has(next) || seen.has(next)) continue;
          seen.add(next);
          ahead.push(next);
        }
      }
      return [path, seen] as const;
    }),
  );
  const inCircle = [...known].filter((path) => reached.get(path)?.has(path));
  const circles = inCircle.map((path) =>
    inCircle.filter((other) => reached.get(path)?.has(other) && reached.get(other)?.has(path)).sort(),
  );
  return [...new Set(circles.map((files) => `these import each other: ${files.join(", ")}`))];
}

/** The entries of processes that are needed at once, and are there twice or often. */
const LEAN = ["src/hands/hands-process.ts", "src/pictures/paint-process.ts"];

/** The sources that a file loads when it is started. */
function loadedBy(entry: string, sources: readonly Source[]): Set<string> {
  const texts = new Map(sources.map(({ path, text }) => [path, text]));
  const loaded = new Set([entry]);
  // a set is walked on to what is added meanwhile
  for (const path of loaded) {
    for (const { from, typeOnly } of importsOf(texts.get(path) ?? "")) {
      const target = targetOf(path, from);
      if (!typeOnly && texts.has(target)) loaded.add(target);
    }
  }
  return loaded;
}

// ── the bans ──

/** Global names that tell the time, roll dice, wait or reach outside. */
const BANNED_GLOBALS = new Set([
  ...["setTimeout", "setInterval", "setImmediate", "queueMicrotask", "clearTimeout", "clearInterval"],
  ...["performance", "process", "crypto", "fetch", "require", "globalThis", "global", "Promise", "eval", "Function"],
  ...["console", "Temporal", "WebSocket", "XMLHttpRequest", "Worker", "BroadcastChannel", "MessageChannel"],
]);

/** A source without any of these words keeps to the bans. */
const BANNED_WORDS = new RegExp(`\\b(?:async|await|Date|random|${[...BANNED_GLOBALS].join("|")})\\b`);

function isMember(node: AnyNode, object: string, property: string): boolean {
  if (node.type !== "MemberExpression" || node.object.type !== "Identifier" || node.object.name !== object)
    return false;
  if (node.property.type === "Identifier" && !node.computed) return node.property.name === property;
  return node.property.type === "Literal" && node.property.value === property;
}

/** Names that stand for a value, not for a property or a key. */
function* namesUsed(node: AnyNode): Generator<string> {
  if (node.type === "Identifier") yield node.name;
  for (const [key, child] of Object.entries(node)) {
    const isName =
      (node.type === "MemberExpression" && key === "property" && !node.computed) ||
      ((node.type === "Property" || node.type === "MethodDefinition" || node.type === "PropertyDefinition") &&
        key === "key" &&
        !node.computed);
    if (isName) continue;
    for (const one of Array.isArray(child) ? child : [child]) if (isNode(one)) yield* namesUsed(one);
  }
}

function banOf(node: AnyNode): string | undefined {
  if (node.type === "AwaitExpression" || (node.type === "ForOfStatement" && node.await)) return "await";
  if ("async" in node && node.async === true) return "async";
  if (node.type === "NewExpression" && node.callee.type === "Identifier" && node.callee.name === "Date") {
    return node.arguments.length === 0 ? "new Date()" : undefined;
  }
  if (node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === "Date")
    return "Date()";
  if (isMember(node, "Date", "now")) return "Date.now";
  return isMember(node, "Math", "random") ? "Math.random" : undefined;
}

function bansBroken(source: Source): string[] {
  const pure = pureOf(source.path);
  if (pure === undefined || !BANNED_WORDS.test(source.text)) return [];
  const tree = treeOf(source);
  const broken = [...nodesOf(tree)].flatMap((node) => banOf(node) ?? []);
  for (const name of namesUsed(tree)) if (BANNED_GLOBALS.has(name)) broken.push(name);
  return [...new Set(broken)].map((what) => `${source.path}: ${pure} must not use ${what}`);
}

/** An order comes into being in the guard only. */
function ordersMade({ path, text }: Source): string[] {
  if (!/^(src|ui)\//.test(path) || path === "src/control/guard.ts" || isTest(path)) return [];
  const bare = withoutComments(text);
  const made = [...bare.matchAll(/\bas\s+(?:Order\b|import\s*\([^)]*\)\s*\.\s*Order\b)(?!\w)/g)];
  // renaming the type would hide it
  const renamed = [...bare.matchAll(/\bOrder\s+as\s+\w+|\btype\s+\w+\s*=\s*Order\s*;/g)];
  return [...made, ...renamed].map(([what]) => `${path}: only control/guard.ts makes orders (${what.trim()})`);
}

function sqlSpoken(source: Source): string[] {
  const { path } = source;
  if (!path.startsWith("src/") || roomOf(path) === "store" || isTest(path)) return [];
  const found = importsOf(source.text).some(({ from }) => from === "node:sqlite") ? ["node:sqlite"] : [];
  if (maySpeakSql(source.text)) found.push(...sqlIn(source));
  return found.map((what) => `${path}: only store/ speaks SQL (${what})`);
}

/** All that is wrong with the sources. */
function complaints(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => [
    ...importsOf(source.text).flatMap((one) => complaintOfImport(source, one) ?? []),
    ...bansBroken(source),
    ...ordersMade(source),
    ...sqlSpoken(source),
  ]);
}

// ── the checkout ──

/** It imports whatever lies in one folder of its own room: docs/decisions/015. */
const FINDS_ITS_IMPORTS = "src/web/server/find-routes.ts";

describe("the checkout", () => {
  const sources = [...sourcesBelow("src"), ...sourcesBelow("ui/src")];

  test("keeps to the arrows and bans", () => {
    assert(sources.length > 50, `only ${sources.length} sources were found`);
    assert.deepEqual(complaints(sources), []);
  });

  test("has no files that import each other in a circle", () => {
    assert.deepEqual(circlesOf(sources), []);
  });

  for (const entry of LEAN) {
    test(`starts ${entry} without the whole model, which takes as long to load as all the rest`, () => {
      const loaded = loadedBy(entry, sources);
      assert.ok(loaded.size > 3, [...loaded].join(" "));
      assert.ok(!loaded.has("src/model/index.ts"), [...loaded].join(" "));
    });
  }

  test("has no import that the scanner overlooks", () => {
    const seenIn = ({ text }: Source) => new Set(importsOf(text).map(({ from }) => from));
    const looked = sources.filter(
      (source) => source.path.endsWith(".ts") && mayImportMore(source.text, seenIn(source)),
    );
    for (const source of looked) {
      const seen = seenIn(source);
      for (const node of nodesOf(treeOf(source))) {
        if (!("source" in node) || !isNode(node.source)) continue;
        if (node.source.type !== "Literal" || typeof node.source.value !== "string") {
          const may = isTest(source.path) || source.path === FINDS_ITS_IMPORTS;
          assert(may, `${source.path}: an import must name its module as a plain string`);
          continue;
        }
        assert(seen.has(node.source.value), `${source.path}: ${node.source.value} was overlooked`);
      }
    }
  });

  test("puts every source below src/ into a room", () => {
    const lost = sources.filter(({ path }) => path.startsWith("src/") && roomOf(path) === undefined);
    assert.deepEqual(lost, []);
  });
});

describe("the checker itself", () => {
  const check = (path: string, text: string): string[] => complaints([{ path, text }]);

  const BAD: readonly (readonly [string, string, RegExp])[] = [
    ["src/devices/x.ts", 'import { openStore } from "../store/index.ts";', /devices must not import store/],
    ["src/lab/x.ts", 'import type { Thing } from "../devices/index.ts";', /lab must not import devices/],
    ["src/lab/x.ts", 'import type { Memory } from "../control/memory.ts";', /lab must not import control/],
    ["src/lab/x.ts", 'import { run } from "../commands/run/real-house.ts";', /lab must not import commands/],
    ["src/commands/x.ts", 'import "../main.ts";', /commands must not import main/],
    ["src/main.ts", 'import { openStore } from "./store/index.ts";', /main must not import store/],
    ["src/house.ts", 'import { z } from "./config/index.ts";', /house must not import config/],
    ["src/house/x.ts", 'import { z } from "../scripts/index.ts";', /house must not import scripts/],
    ["src/control/x.ts", 'import { z } from "../house.ts";', /control must not import house/],
    ["src/control/x.ts", 'import { z } from "zod";', /control must not import zod/],
    ["src/model/x.ts", 'import { guard } from "../control/guard.ts";', /model must not import control/],
    ["src/model/x.ts", 'export * from "../web/api.ts";', /model must not import web/],
    ["src/model/x.ts", 'import { readFileSync } from "node:fs";', /model must not import node:fs/],
    ["src/web/x.ts", 'import { STATUS_CODES } from "node:http";', /a value of node:http brings/],
    ["src/model/x.ts", 'import "node:fs";', /model must not import node:fs/],
    ["src/web/x.ts", 'import {\n  one,\n  two,\n} from "../store/index.ts";', /web must not import store/],
    ["src/web/x.ts", 'const x = await import("../store/index.ts");', /web must not import store/],
    ["src/web/x.ts", 'type X = import("../config/index.ts").Config;', /web must not import config/],
    ["src/web/x.ts", 'export { one } from "../scripts/index.ts";', /web must not import scripts/],
    ["src/web/x.ts", 'export type { One } from "../scripts/index.ts";', /web must not import scripts/],
    ["src/web/x.test.ts", 'import { one } from "../scripts/index.ts";', /web must not import scripts/],
    ["src/companions/x.ts", 'import { one } from "../control/step.ts";', /companions must not import control/],
    ["src/pictures/x.ts", 'import { one } from "../web/series.ts";', /pictures must not import web/],
    ["src/web/x.ts", 'import { draw } from "../pictures/index.ts";', /web must not import pictures/],
    ["src/words/x.ts", 'import { ticks } from "../chart/ticks.ts";', /words must not import chart/],
    ["src/chart/x.ts", 'import { readFileSync } from "node:fs";', /chart must not import node:fs/],
    ["src/chart/x.ts", "export const now = Date.now();", /Date\.now/],
    ["src/control/x.ts", 'import { one } from "../words/index.ts";', /control must not import words/],
    ["src/web/x.ts", 'import { shapes } from "../../ui/src/lib/icons.ts";', /lies in no room/],
    ["src/control/x.ts", "export const x = Date.now();", /Date\.now/],
    ["src/control/x.ts", 'export const x = Date["now"]();', /Date\.now/],
    ["src/control/x.ts", "export const { now } = Date; export const y = new Date();", /new Date\(\)/],
    ["src/control/x.ts", "export const x = Date();", /Date\(\)/],
    ["src/control/x.ts", "export const x = Math.random();", /Math\.random/],
    ["src/control/x.ts", "setTimeout(() => 1, 5);", /setTimeout/],
    ["src/control/x.ts", "const wait = setInterval;", /setInterval/],
    ["src/control/x.ts", "export const t = performance.now();", /performance/],
    ["src/control/x.ts", "export async function f(): Promise<void> {}", /async/],
    ["src/model/x.ts", "export const f = async () => 1;", /async/],
    ["src/model/x.ts", "await 1;", /await/],
    ["src/model/x.ts", "export class A { async b() {} }", /async/],
    ["src/model/x.ts", "globalThis.setTimeout(() => 1, 1);", /globalThis/],
    ["src/model/x.ts", "export const pid = process.pid;", /process/],
    ["src/house.ts", 'const o = { relay: "a", on: true } as Order;', /only control\/guard\.ts/],
    ["src/house.ts", 'const o = { relay: "a" } as unknown as Order;', /only control\/guard\.ts/],
    ["src/control/step.ts", 'const o = {} as import("../model/index.ts").Order;', /only control\/guard\.ts/],
    ["src/devices/x.ts", 'import type { Order as Sneaky } from "../model/index.ts";', /only control\/guard\.ts/],
    ["src/web/x.ts", 'db.prepare("SELECT value FROM readings WHERE at > ?");', /only store\/ speaks SQL/],
    ["src/web/x.ts", "db.exec(`delete from journal where at < $" + "{at}`);", /only store\/ speaks SQL/],
    ["src/web/x.ts", 'import { DatabaseSync } from "node:sqlite";', /only store\/ speaks SQL/],
    ["src/scripts/sandbox/x.ts", 'import { a } from "../host/book.ts";', /sandbox must not import scripts\/host/],
    ["src/web/http/x.ts", 'import { a } from "../routes/state.ts";', /web\/http must not import web\/routes/],
    ["src/web/history/x.ts", 'import { startWeb } from "../index.ts";', /web\/history must not import the face/],
    ["src/store/sums/x.ts", 'import { a } from "../reading/x.ts";', /store\/sums must not import store\/reading/],
    ["src/store/sums/x.ts", 'import type { A } from "../database/x.ts";', /sums must not import store\/database/],
    ["src/store/code/x.ts", 'import { a } from "../sums/part.ts";', /store\/code must not import store\/sums/],
    [
      "src/store/writing/x.ts",
      'import { a } from "../chores/door.ts";',
      /store\/writing must not import store\/chores/,
    ],
    ["src/store/chores/x.ts", 'import { a } from "../index.ts";', /store\/chores must not import the face of its room/],
    ["src/store/attic/x.ts", 'import { a } from "../code/x.ts";', /store has no sub-room attic/],
    ["src/store/code/x.ts", 'import { readFileSync } from "node:fs";', /store\/code must not import node:fs/],
    ["src/store/sums/x.ts", "export const x = Math.random();", /store\/sums must not use Math\.random/],
    ["src/store/x.ts", 'import { a } from "./testing/naive.ts";', /what is for tests must not be imported/],
    [
      "src/commands/run.ts",
      'import { a } from "../devices/kit/testing/box.ts";',
      /what is for tests must not be imported/,
    ],
    ["src/devices/socket.ts", 'import { a } from "./file/index.ts";', /devices\/socket must not import devices\/file/],
    ["src/devices/meter.ts", 'import { a } from "./socket.ts";', /devices\/meter must not import devices\/socket/],
    ["src/devices/s0/x.ts", 'import { a } from "../command/lines.ts";', /devices\/s0 must not import devices\/command/],
    ["src/devices/s0/x.ts", 'import { a } from "../socket.ts";', /devices\/s0 must not import devices\/socket/],
    ["src/devices/s0/x.ts", 'import { a } from "../index.ts";', /devices\/s0 must not import the face of its room/],
    ["src/devices/kit/x.ts", 'import { a } from "../s0/x.ts";', /devices\/kit must not import devices\/s0/],
    ["src/interchange/x.ts", 'import { Writer } from "../store/tools.ts";', /interchange must not import store/],
    ["ui/src/x.ts", 'import type { Reason } from "../../src/model/reasons.ts";', /pages must not import/],
    ["ui/src/x.ts", 'import { State } from "../../src/web/api.ts";', /types only/],
    ["ui/src/parts/X.svelte", 'import { type A, b } from "../../../src/web/api.ts";', /types only/],
  ];

  for (const [path, text, words] of BAD) {
    test(`refuses ${text.replaceAll("\n", " ").slice(0, 70)} in ${path}`, () => {
      const said = check(path, text);
      assert(
        said.some((line) => words.test(line)),
        `said only: ${said.join("; ") || "nothing"}`,
      );
    });
  }

  const GOOD: readonly (readonly [string, string])[] = [
    ["src/web/x.ts", 'import type { Server } from "node:http";'],
    ["src/main.ts", 'await import("./commands/index.ts");'],
    ["src/commands/x.ts", 'import { openStore } from "../store/index.ts";\nimport { run } from "../house.ts";'],
    ["src/lab/x.ts", 'import { runHouse } from "../house.ts";\nimport { sunTimes } from "../forecast/sun.ts";'],
    ["src/house/x.ts", 'import { step } from "../control/step.ts";'],
    ["src/house/clock/x.ts", "export const at = Date.now();"],
    ["src/web/x.ts", 'import type { Reason } from "../model/index.ts";\nimport Fastify from "fastify";'],
    [
      "src/web/routes/x.ts",
      'import { one } from "../http/context.ts";\nimport { State } from "../api.ts";\nawait one;',
    ],
    ["src/control/x.ts", '// import { x } from "../store/index.ts"\nexport const x = 1; /* Date.now() */'],
    ["src/control/x.ts", 'export const x = "import { y } from \\"../store/index.ts\\"; Math.random()";'],
    ["src/control/x.ts", "export const day = (at: number) => new Date(at).getUTCDay();"],
    ["src/control/x.ts", "export const x = { process: 1, await_ms: 2 }.process;"],
    ["src/control/x.test.ts", 'import { test } from "node:test";\nconst x = await Promise.resolve(Math.random());'],
    ["src/control/testing/x.ts", 'import assert from "node:assert/strict";'],
    ["src/control/guard.ts", "const o = { relay: 1 } as Order;"],
    ["src/devices/x.test.ts", "const order = { relay: 1 } as Order;"],
    ["src/house.ts", "const orders = new Map<string, Order>(); // as Order"],
    ["src/store/x.ts", 'db.exec("PRAGMA journal_mode = WAL");'],
    ["src/store/x.ts", 'export { a } from "./chores/x.ts";'],
    ["src/devices/index.ts", 'import { a } from "./s0/index.ts";\nimport { b } from "./socket.ts";'],
    ["src/devices/socket.ts", 'import { a } from "./kit/http.ts";'],
    ["src/devices/s0/x.ts", 'import { a } from "../kit/polled.ts";\nimport { b } from "./y.ts";'],
    ["src/devices/s0/x.test.ts", 'import { a } from "../kit/testing/box.ts";'],
    ["src/store/chores/x.ts", 'import { a } from "../writing/x.ts";\nimport { b } from "./y.ts";'],
    ["src/store/writing/x.test.ts", 'import { a } from "../reading/x.ts";\nimport { b } from "../testing/y.ts";'],
    ["src/store/code/x.ts", 'import { crc32 } from "node:zlib";'],
    ["src/web/x.ts", 'const hint = "select one from the list"; const also = "Update the page";'],
    ["ui/src/x.ts", 'import type { Relay } from "../../src/web/api.ts";'],
    [
      "ui/src/x.ts",
      'import { nice } from "../../src/chart/nice.ts";\nimport { units } from "../../src/words/index.ts";',
    ],
    ["src/chart/x.ts", 'import { units } from "../words/index.ts";'],
    ["src/pictures/x.ts", 'import { nice } from "../chart/nice.ts";'],
  ];

  for (const [path, text] of GOOD) {
    test(`allows ${text.replaceAll("\n", " ").slice(0, 70)} in ${path}`, () => assert.deepEqual(check(path, text), []));
  }

  test("finds a circle however long, and no other", () => {
    const files = [
      { path: "src/web/a.ts", text: 'import { b } from "./b.ts";' },
      { path: "src/web/b.ts", text: 'import type { C } from "./c/c.ts";' },
      { path: "src/web/c/c.ts", text: 'export { a } from "../a.ts";' },
      { path: "src/web/d.ts", text: 'import { a } from "./a.ts";\nimport fastify from "fastify";' },
      { path: "src/web/e.ts", text: 'type E = import("./e.ts").E;' },
    ];
    assert.deepEqual(circlesOf(files), [
      "these import each other: src/web/a.ts, src/web/b.ts, src/web/c/c.ts",
      "these import each other: src/web/e.ts",
    ]);
  });

  test("names the place", () => {
    const [said = ""] = check("src/devices/x/deep.ts", 'import { a } from "../../store/index.ts";');
    assert.equal(said, "src/devices/x/deep.ts: devices must not import store (../../store/index.ts)");
    assert.equal(relative(ROOT, import.meta.filename), "test/architecture.test.ts");
  });
});
