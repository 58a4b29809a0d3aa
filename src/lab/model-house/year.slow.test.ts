import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DAY, HOUR, MINUTE, zoneOffset } from "../../model/index.ts";
import { ModelHouse } from "./model-house.ts";

/** The simulated house is sized for every season: a year of it, with loads that are switched as its scripts do. */

const STEP_MS = 10 * MINUTE;
const START = Date.UTC(2025, 9, 31, 23);
const ZONE = "Europe/Paris";

/** What a day came to. */
interface Day {
  readonly date: string;
  least_soc: number;
  most_soc: number;
  dark_ms: number;
  /** A load of a relay ran while the sun gave more than what hangs on none. */
  surplus_ms: number;
  full: boolean;
}

type Values = ReadonlyMap<string, number | string | null>;

/** What the scripts in examples/simulated decide. */
class Habits {
  #day = -1;
  #pumped_ms = 0;

  decide(house: ModelHouse, values: Values, local: number): void {
    const of = (name: string): number => Number(values.get(name));
    const day = Math.floor(local / DAY);
    const hour = Math.floor((local - day * DAY) / HOUR);
    if (day !== this.#day) this.#pumped_ms = 0;
    this.#day = day;
    const [soc, sun] = [of("battery_soc"), of("solar_power")];
    house.set("freezer", !(hour === 5 && soc < 60));
    if (house.isOn("pump")) this.#pumped_ms += STEP_MS;
    const isTime = sun > (hour < 12 ? 800 : 400) || (hour >= 18 && hour < 21);
    house.set("pump", this.#pumped_ms < 40 * MINUTE && isTime);
    const isFloat = values.get("charger_state") === "float" && of("battery_power") >= -100;
    const goesOn = house.isOn("boiler") && of("battery_power") > -300;
    house.set("boiler", of("tank_temperature") < 58 && soc >= 85 && (isFloat || goesOn));
    const isOpen = hour >= 8 && hour < 20;
    house.set("workshop", isOpen && (soc >= 95 || (soc >= 88 && house.isOn("workshop"))));
  }
}

function valuesOf(house: ModelHouse): Values {
  return new Map(house.readings().map(({ quantity, value }) => [quantity, value]));
}

function yearOf(seed: number): Day[] {
  const options = { latitude: 44.93, longitude: 0.72, time_zone: ZONE, seed, start: START, step_ms: STEP_MS };
  const house = new ModelHouse(options);
  const habits = new Habits();
  const days: Day[] = [];
  for (let at = START + STEP_MS; at < START + 365 * DAY; at += STEP_MS) {
    house.advance(at);
    const values = valuesOf(house);
    const local = at + zoneOffset(at, ZONE);
    const date = new Date(local).toISOString().slice(0, 10);
    let day = days.at(-1);
    if (day?.date !== date) {
      day = { date, least_soc: 100, most_soc: 0, dark_ms: 0, surplus_ms: 0, full: false };
      days.push(day);
    }
    const of = (name: string): number => Number(values.get(name));
    const relays_w = of("boiler_power") + of("pump_power") + of("workshop_power");
    const others_w = of("load_power") - relays_w;
    if (values.get("inverter") === "off") day.dark_ms += STEP_MS;
    if (relays_w > 0 && of("solar_power") > others_w) day.surplus_ms += STEP_MS;
    if (values.get("charger_state") === "float") day.full = true;
    day.least_soc = Math.min(day.least_soc, of("battery_soc"));
    day.most_soc = Math.max(day.most_soc, of("battery_soc"));
    habits.decide(house, values, local);
  }
  return days;
}

for (const seed of [1, 7, 42]) {
  describe(`a year of weather ${seed}`, () => {
    const days = yearOf(seed);
    const dates = (is: (day: Day) => boolean): string[] => days.filter(is).map(({ date }) => date);

    test("is never dark", () =>
      assert.deepEqual(
        dates(({ dark_ms }) => dark_ms > 0),
        [],
      ));

    test("uses some of the sun's surplus each day", () => {
      assert.deepEqual(
        dates(({ surplus_ms }) => surplus_ms === 0),
        [],
      );
    });

    test("keeps the battery between a third and full, and fills it in every month", () => {
      assert.deepEqual(
        dates(({ least_soc }) => least_soc < 33),
        [],
      );
      for (let month = 1; month <= 12; month++) {
        const some = days.filter(({ date }) => Number(date.slice(5, 7)) === month);
        assert.ok(some.filter(({ full }) => full).length >= 8, `month ${month}`);
        assert.ok(Math.max(...some.map(({ most_soc }) => most_soc)) > 99, `month ${month}`);
      }
    });
  });
}
