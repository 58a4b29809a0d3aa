import { DAY, HOUR, MINUTE } from "../../model/index.ts";
import { AT, type Bench, bench } from "./fakes.ts";

/** A server with two days of a roof, a charger, a relay and a meter. */
export async function twoDays(more: Parameters<typeof bench>[0] = {}): Promise<Bench & AsyncDisposable> {
  const made = await bench(more);
  const { history } = made;
  for (const [name, unit] of [
    ["solar.power", "W"],
    ["charger.state", null],
    ["relay.boiler", ""],
    ["meter.energy", "kWh"],
  ] as const) {
    history.units.set(name, unit);
  }
  for (let at = AT - 2 * DAY; at < AT; at += 10 * MINUTE) {
    const hour = (at % DAY) / HOUR;
    history.readings.push({ channel: "solar.power", at, value: Math.max(0, 1_000 - 150 * Math.abs(hour - 12)) });
    history.readings.push({ channel: "meter.energy", at, value: (at - AT + 2 * DAY) / HOUR });
  }
  for (let at = AT - 2 * DAY; at < AT; at += MINUTE) {
    history.readings.push({ channel: "charger.state", at, value: (at % DAY) / HOUR < 8 ? "off" : "bulk" });
  }
  for (const [hours, value] of [
    [30, 1],
    [20, 0],
    [10, 1],
    [9, 0],
    [2, 1],
  ] as const) {
    history.readings.push({ channel: "relay.boiler", at: AT - hours * HOUR, value });
  }
  return Object.assign(made, { [Symbol.asyncDispose]: () => made.app.close() });
}
