import { type Checker, checkNight, meant } from "./checker.ts";
import { BOARD, keysOf } from "./panel.ts";

/** Complains of relays that do not exist, stand twice or have no key, and of a sun without a place. */
export function checkPanel(checker: Checker): void {
  const { panel, relays } = checker.config;
  if (!panel) return;
  const ids = Object.keys(relays);
  const keys = keysOf(panel) ?? [];
  keys.forEach((relay, index) => {
    const path = ["panel", "relays", index];
    if (relay === undefined) return;
    if (!ids.includes(relay)) checker.complain(path, `no relay is called "${relay}"${meant(checker, relay, ids)}`);
    if (keys.indexOf(relay) !== index) checker.complain(path, `${relay} has two keys: one is enough`);
  });
  if (keys.length > BOARD * panel.strobes.length) {
    const has = panel.strobes.length === 1 ? "one board has" : `${panel.strobes.length} boards have`;
    const message = `${has} ${BOARD * panel.strobes.length} keys: leave some out, or name another board's line in strobes`;
    checker.complain(["panel", "relays"], message);
  }
  checkNight(checker, "panel");
}
