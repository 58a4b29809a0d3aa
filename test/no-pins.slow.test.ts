import assert from "node:assert/strict";
import { test } from "node:test";
import { Gleaner } from "./support/gleaner.ts";
import { Place } from "./support/place.ts";
import { until } from "./support/until.ts";

/** A house whose pins cannot be had. */

// a chip that is on no machine, so that the test moves nobody's relays
const CONFIG = `data: ./data
web: { port: 0 }
devices:
  board: { type: gpio, chip: on-no-machine, active_low: true, outputs: { r1: 23 } }
  meter: { type: s0, chip: on-no-machine, line: 24, pulses_per_kwh: 1000 }
  plug: { type: file, path: ./plug.state }
  door: { type: command, source: { listen: [./door.sh] } }
channels: { door.open: door.open }
relays: { heater: { output: board.r1 }, lamp: { output: plug } }
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
`;
const WHY = {
  en: /this machine has no pins|no GPIO chip is called "on-no-machine"/,
  fr: /cette machine n’a pas de broches|aucune puce GPIO ne s’appelle/,
  de: /diese Maschine hat keine Pins|kein GPIO-Chip heißt/,
};

test("a house without its pins says why, in each language, and all the rest of it runs", async () => {
  using place = new Place();
  place.write("gleaner.yaml", CONFIG);
  place.program("door.sh", "while echo 'open 1'; do sleep 0.2; done");
  await using gleaner = await Gleaner.run(place);
  const { api } = gleaner;
  await until("the pins are missed", async () => (await api.device("meter")).state === "lost");
  for (const [language, why] of Object.entries(WHY)) {
    const { devices, faults } = await api.state(language);
    for (const id of ["board", "meter"]) assert.match(devices[id]?.problem ?? "", why, `${id} ${language}`);
    assert.ok(
      faults.some(({ text }) => why.test(text)),
      language,
    );
  }
  assert.equal((await api.setMode("lamp", "on")).status, 200);
  await until("the lamp is on", () => place.read("plug.state")?.trim() === "1");
  await until("the door is read", async () => (await api.state()).channels["door.open"]?.fresh === true);
  await api.setMode("heater", "on");
  await until("the heater is a fault", async () => WHY.en.test((await api.relay("heater")).fault ?? ""));
  await api.setMode("lamp", "off");
  await until("the lamp is off", () => place.read("plug.state")?.trim() === "0");
});
