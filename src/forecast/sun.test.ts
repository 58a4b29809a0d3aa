import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { civil } from "../model/index.ts";
import { clearSky, dayOfYear, extraterrestrial, planeOfArray, splitIrradiance, sunPosition, sunTimes } from "./sun.ts";

const close = (actual: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);

const PARIS = [48.8566, 2.3522] as const;
const BERLIN = [52.52, 13.405] as const;

/** Reference values of NREL's solar position algorithm; the last column a plane of 30° to the south, isotropic. */
const TABLE = [
  {
    site: PARIS,
    utc: "2024-06-21T12:00Z",
    zenith: 25.456,
    az: 183.997,
    e0: 1321.46,
    hz: 928.7,
    light: [911.4, 896.9, 101.5],
    poa: 1003.6,
  },
  {
    site: PARIS,
    utc: "2024-12-21T12:00Z",
    zenith: 72.288,
    az: 182.676,
    e0: 1412.9,
    hz: 275.2,
    light: [255.1, 652.3, 56.7],
    poa: 539.4,
  },
  {
    site: PARIS,
    utc: "2024-03-20T07:30Z",
    zenith: 74.981,
    az: 107.689,
    e0: 1376.89,
    hz: 226.6,
    light: [198.5, 575.8, 49.3],
    poa: 263.0,
  },
  {
    site: BERLIN,
    utc: "2024-06-21T12:00Z",
    zenith: 30.7,
    az: 203.694,
    e0: 1321.46,
    hz: 881.5,
    light: [862.3, 888.0, 98.7],
    poa: 975.4,
  },
  {
    site: BERLIN,
    utc: "2024-12-21T12:00Z",
    zenith: 76.846,
    az: 193.015,
    e0: 1412.9,
    hz: 192.8,
    light: [168.5, 539.2, 45.8],
    poa: 407.6,
  },
  {
    site: BERLIN,
    utc: "2024-03-20T07:30Z",
    zenith: 69.969,
    az: 118.175,
    e0: 1376.89,
    hz: 316.6,
    light: [291.9, 677.7, 59.8],
    poa: 412.1,
  },
] as const;

describe("sun", () => {
  for (const row of TABLE) {
    it(`stands where it should: ${row.site[0]} ${row.utc}`, () => {
      const at = Date.parse(row.utc);
      const sun = sunPosition(at, row.site[0], row.site[1]);
      close(90 - sun.elevation, row.zenith, 0.1);
      close(sun.azimuth, row.az, 0.1);
      close(clearSky(90 - row.zenith), row.hz, 0.1);
      close(extraterrestrial(dayOfYear(at)), row.e0, 0.5);
      const [ghi, dni, dhi] = row.light;
      const poa = planeOfArray({ ghi, dni, dhi }, sun, { tilt: 30, azimuth: 180 });
      close(poa, row.poa, row.poa * 0.003);
    });
  }

  it("splits global irradiance as Erbs does", () => {
    const { dni, dhi } = splitIrradiance(500, 45, 173);
    close(dni, 294.247, 0.3);
    close(dhi, 291.936, 0.3);
  });

  it("sends nothing at night", () => {
    assert.equal(clearSky(-3), 0);
    assert.deepEqual(splitIrradiance(0, -3, 10), { ghi: 0, dni: 0, dhi: 0 });
  });

  it("tells sunrise and sunset of the civil day, far east and far west too", () => {
    const places = [
      [44.93, 0.72, "Europe/Paris"],
      [-36.85, 174.76, "Pacific/Auckland"],
      [21.3, -157.86, "Pacific/Honolulu"],
      [1.87, -157.4, "Pacific/Kiritimati"],
    ] as const;
    for (const [latitude, longitude, zone] of places) {
      for (let hour = 0; hour < 48; hour += 5) {
        const at = Date.UTC(2026, 2, 28, hour);
        const { sunrise, sunset } = sunTimes(at, latitude, longitude, zone);
        assert.ok(sunrise !== null && sunset !== null, `${zone} has a day`);
        assert.equal(civil(sunrise, zone).date, civil(at, zone).date);
        assert.equal(civil(sunset, zone).date, civil(at, zone).date);
        assert.ok(sunrise < sunset);
        close(sunPosition(sunrise, latitude, longitude).elevation, -0.35, 0.15);
      }
    }
  });

  it("has a sunrise on the 23-hour and on the 25-hour day", () => {
    for (const day of ["2026-03-29T10:00Z", "2026-10-25T10:00Z"]) {
      const { sunrise, sunset } = sunTimes(Date.parse(day), 44.93, 0.72, "Europe/Paris");
      assert.ok(sunrise !== null && sunset !== null);
      assert.equal(civil(sunrise, "Europe/Paris").hour, 7);
    }
  });

  it("knows the polar day and the polar night", () => {
    for (const day of ["2026-06-21T12:00Z", "2026-12-21T12:00Z"]) {
      assert.deepEqual(sunTimes(Date.parse(day), 78.22, 15.65, "Arctic/Longyearbyen"), { sunrise: null, sunset: null });
    }
    for (const latitude of [90, -90]) {
      assert.ok(Number.isFinite(sunPosition(0, latitude, 0).elevation));
    }
  });
});
