export { ModelHouseDevice, modelHouse, wakeHouse } from "./device.ts";
export { LOADS, type Load, type LoadKind } from "./loads.ts";
export { FLOOR, ModelHouse, type ModelHouseOptions } from "./model-house.ts";
export { ModelState } from "./model-state.ts";
export { loadState, saveState, saveWhole } from "./state-file.ts";
