import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { systemPins } from "../src/pins/index.ts";
import { SimulatedChip } from "../src/pins/testing/simulated-chip.ts";

/** Pins that a kernel refuses: what a person is told, in each language. Each in a process of its own. */

const TAKER = join(import.meta.dirname, "support/refused-pins.ts");

interface Told {
  readonly state: string;
  readonly problem: string | null;
  /** French, German, English. */
  readonly told: readonly string[];
}

function taken(chip: string, mode = "plain"): Told {
  const said = execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", TAKER, chip, mode], {
    encoding: "utf8",
  });
  return JSON.parse(said);
}

function isTold({ state, told }: Told, ...words: readonly RegExp[]): void {
  assert.equal(state, "lost");
  assert.equal(told.length, words.length);
  for (const [index, each] of words.entries()) assert.match(told[index] ?? "", each);
}

test("without permission: the group that gives it", () => {
  using chip = new SimulatedChip("forbidden-chip", 4);
  // the kernel gives it to root alone, as where no rule of udev's gives it to a group
  chmodSync(chip.path, 0o600);
  for (const path of systemPins.paths()) chmodSync(path, 0o600);
  isTold(
    taken("forbidden-chip", "nobody"),
    /pas le droit d’ouvrir \/dev\/gpiochip\d+.*usermod -aG gpio/,
    /keine Erlaubnis, \/dev\/gpiochip\d+ zu öffnen.*usermod -aG gpio/,
    /no permission to open \/dev\/gpiochip\d+: add the user to the group gpio \(sudo usermod -aG gpio \$USER\)/,
  );
  assert.equal(taken("forbidden-chip").state, "ok", "who may, can");
});

test("a kernel that is older than the interface: a newer one", () => {
  using _chip = new SimulatedChip("old-chip", 4);
  isTold(
    taken("old-chip", "old"),
    /ce noyau Linux est trop ancien pour les broches.*5\.10/,
    /dieser Linux-Kern ist zu alt für die Pins.*5\.10/,
    /this Linux kernel is too old for pins: install one from 5\.10 on/,
  );
});

test("a chip that is not here: those that are; a line that is held: by whom", () => {
  using chip = new SimulatedChip("shared-chip", 4);
  isTold(
    taken("pinctrl-rp1"),
    /aucune puce GPIO ne s’appelle.*pinctrl-rp1.*shared-chip \(gpiochip\d+\)/,
    /kein GPIO-Chip heißt.*pinctrl-rp1.*shared-chip \(gpiochip\d+\)/,
    /no GPIO chip is called "pinctrl-rp1"; here there are: .*shared-chip \(gpiochip\d+\)/,
  );
  const config = { direction: "input", pull: "as_is", active_low: false, edges: "none", debounce_us: 0 } as const;
  const lines = systemPins.request(systemPins.chip(chip.path), [2], "w1", config);
  try {
    isTold(
      taken("shared-chip"),
      /la ligne 2 de shared-chip est prise par w1/,
      /die Leitung 2 von shared-chip wird von w1 gehalten/,
      /line 2 of shared-chip is held by w1\. Stop that program, or take the dtoverlay/,
    );
  } finally {
    lines.close();
  }
});
