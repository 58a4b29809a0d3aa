import { script } from "../../../test/support/houses.ts";
import type { Attack } from "../attack.ts";

/** What scripts do to get what they can; each is put in the place of an honest one. */
const BOMBS: Readonly<Record<string, string>> = {
  bomb_loop: "while (true) {}",
  bomb_memory: "const all = []; while (true) all.push(new Array(1e4).fill(all.length));",
  // it never fails itself: what it cannot have it does without
  bomb_hoarder: `for (let i = 0; i < 200; i++) {
    try { const a: Record<string, unknown> = {}; a.self = a; a.b = new Uint8Array(100000); } catch {}
  }`,
  bomb_join: 'new Array(2 ** 31).join("abc");',
  bomb_search: "Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1);",
  bomb_depth: "const deep = (n: number): number => deep(n + 1) + 1; deep(0);",
  bomb_words: 'let words = "x"; while (true) words += words;',
  bomb_pattern: '/^(a+)+$/.test("a".repeat(40) + "b");',
};
const IDS = Object.keys(BOMBS);
/** It changes with every edge, so that they are run as often as the honest one. */
const READS = 'void data["roof.panel_power"];';

export const scriptBombs: Attack = {
  name: "script bombs",
  prepare(place) {
    for (const id of IDS) place.write(`${id}.ts`, script(`${READS} return off("Honest");`));
    return {
      devices: IDS.map((id) => `  ${id}: { type: file, path: ./${id}.state }\n`).join(""),
      relays: IDS.map((id) => `  ${id}: { output: ${id}, script: ./${id}.ts }\n`).join(""),
    };
  },
  async begin({ place }) {
    for (const [id, body] of Object.entries(BOMBS)) {
      place.write(`${id}.ts`, script(`${READS}\n${body}\nreturn off("It went off");`));
    }
    return new AsyncDisposableStack();
  },
  cause: /bomb_(loop|memory|join|search)/,
};
