import { chmodSync } from "node:fs";
import { Cable } from "../../src/devices/kit/testing/cable.ts";
import { HexDevice } from "../../src/devices/vedirect/testing/bench.ts";
import { roofBlock } from "../../test/support/frames.ts";
import type { Place } from "../../test/support/place.ts";
import type { Ground } from "./attack.ts";

/** Relays with outputs of each kind, and how their real state is seen from outside. */

/** One kind of output. */
export interface Kind extends AsyncDisposable {
  readonly name: string;
  readonly relays: readonly string[];
  readonly ground: Ground;
  /** What the thing behind a relay's output really does; `undefined` where nobody ordered anything yet. */
  isOn(relay: string): boolean | undefined;
}

function ids(letter: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);
}

function relaysOf(relays: readonly string[], more: (id: string, index: number) => string): string {
  return relays.map((id, index) => `  ${id}: { ${more(id, index)} }\n`).join("");
}

/** Switches that are files. */
export class FileOutputs implements Kind {
  readonly name = "file";
  readonly relays: readonly string[];
  readonly ground: Ground;
  readonly #place: Place;

  constructor(place: Place, count: number) {
    this.#place = place;
    this.relays = ids("f", count);
    const devices = this.relays.map((id) => `  ${id}: { type: file, path: ./${id}.state }\n`).join("");
    this.ground = { devices, relays: relaysOf(this.relays, (id, index) => `output: ${id}, number: ${index + 1}`) };
  }

  isOn(relay: string): boolean | undefined {
    const state = this.#place.output(`${relay}.state`);
    return state === undefined ? undefined : state === "1";
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

/** Switches that are programs. */
export class CommandOutputs implements Kind {
  readonly name = "command";
  readonly relays: readonly string[];
  readonly ground: Ground;
  readonly #place: Place;

  constructor(place: Place, count: number) {
    this.#place = place;
    this.relays = ids("c", count);
    place.write("switch.sh", '#!/bin/sh\necho "$2" > "./.$1.new" && mv "./.$1.new" "./$1.real"\n');
    chmodSync(place.path("switch.sh"), 0o755);
    const device = (id: string): string =>
      `  ${id}: { type: command, on: [./switch.sh, ${id}, "1"], off: [./switch.sh, ${id}, "0"] }\n`;
    this.ground = { devices: this.relays.map(device).join(""), relays: relaysOf(this.relays, (id) => `output: ${id}`) };
  }

  isOn(relay: string): boolean | undefined {
    const state = this.#place.output(`${relay}.real`);
    return state === undefined ? undefined : state === "1";
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

const LOAD_CONTROL = 0xedab;
const LOAD_OFF = 0;
const LOAD_AUTO = 1;
const SPEAK_EVERY_MS = 1_000;

interface Charger {
  readonly cable: Cable;
  readonly device: HexDevice;
}

/** Load outputs of solar chargers on their cables. */
export class VedirectOutputs implements Kind {
  readonly name = "vedirect";
  readonly relays: readonly string[];
  readonly ground: Ground;
  readonly #chargers: ReadonlyMap<string, Charger>;
  readonly #talking: NodeJS.Timeout;

  private constructor(chargers: ReadonlyMap<string, Charger>) {
    this.#chargers = chargers;
    this.relays = [...chargers.keys()];
    const device = (id: string): string => `  ${id}: { type: vedirect, port: ./${id}, load_on_stop: off }\n`;
    this.ground = {
      devices: this.relays.map(device).join(""),
      relays: relaysOf(this.relays, (id) => `output: ${id}.load`),
    };
    this.#talking = setInterval(() => this.#talk(), SPEAK_EVERY_MS);
  }

  static async plug(place: Place, count: number): Promise<VedirectOutputs> {
    const chargers = new Map<string, Charger>();
    for (const id of ids("v", count)) {
      const cable = await Cable.plug(place.path(id));
      chargers.set(id, { cable, device: new HexDevice(cable, { [LOAD_CONTROL]: LOAD_AUTO }) });
    }
    return new VedirectOutputs(chargers);
  }

  isOn(relay: string): boolean | undefined {
    const control = this.#chargers.get(relay)?.device.registers.get(LOAD_CONTROL);
    return control === LOAD_AUTO ? undefined : control !== LOAD_OFF;
  }

  #talk(): void {
    for (const [id, { cable }] of this.#chargers) {
      void cable.speak(roofBlock(3, 100, [["LOAD", this.isOn(id) === true ? "ON" : "OFF"]]));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#talking);
    for (const { cable } of this.#chargers.values()) await cable.unplug();
  }
}
