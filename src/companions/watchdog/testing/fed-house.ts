import { SystemHouse } from "./system-house.ts";

/** A house of its own process, whose cycle feeds the watchdog until somebody ends it. */
const house = new SystemHouse();
setInterval(() => house.cycle(), 200);
console.log("up");
