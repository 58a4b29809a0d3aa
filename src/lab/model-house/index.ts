export { modelHouse, wakeHouse } from "./device.ts";
export { LOADS, type Load, type LoadKind } from "./loads.ts";
export { loadMemory, saveMemory } from "./memory-file.ts";
export { FLOOR, ModelHouse, type ModelHouseOptions } from "./model-house.ts";
export { HouseMemory } from "./state.ts";
