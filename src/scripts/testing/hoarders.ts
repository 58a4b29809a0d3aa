/** Bodies that fill the memory, see that they are told so, and answer as if nothing had been. */
export const HOARDERS = {
  "400 kB pieces, stamped into what is frozen": `
    class Base { constructor(one) { return one; } }
    let taken = 0;
    try {
      for (const one of [on, settings, Math, JSON, Object, Array, Reflect, Map, Set, Symbol]) {
        for (let i = 0; i < 10; i++) {
          class Stamp extends Base { #kept = new Uint8Array(400_000); }
          new Stamp(one);
          taken++;
        }
      }
    } catch {}
    return on("took " + taken);`,
  "cycles with buffers": `
    let taken = 0;
    try {
      for (; taken < 200; taken++) { const a = {}; a.self = a; a.buffer = new Uint8Array(100_000); }
    } catch {}
    return on("took " + taken);`,
};
