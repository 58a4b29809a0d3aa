export * from "./formula.ts";
export * from "./nearest.ts";
export * from "./ports.ts";
export * from "./quantities.ts";
export * from "./reading.ts";
export * from "./reasons.ts";
export * from "./relay.ts";
export * from "./time.ts";
