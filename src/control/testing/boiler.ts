import { Diary } from "./diary.ts";

/** A house with one relay, as the tests of what it remembers begin. */

export const boiler = (limits: object = {}): Diary => new Diary({ relays: { boiler: { limits } } });

/** It was on for ten minutes and is off for one. */
export function rested(limits: object): Diary {
  const house = boiler(limits);
  house.wish("boiler", "on");
  house.step();
  house.wish("boiler", "off");
  house.step("10 min");
  house.step();
  house.step("1 min");
  return house;
}

/** The first cycles after a start, until its first "off" was confirmed and its script has spoken. */
export function comeUp(house: Diary, want: "on" | "off" | "keep" = "on"): string[] {
  house.wish("boiler", want);
  return [house.step(), house.step()].flat();
}
