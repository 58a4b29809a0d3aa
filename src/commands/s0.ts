import { Command } from "commander";
import { command } from "./s0/calibrate.ts";

export const verb = new Command("s0")
  .description("work on meters that are counted by their pulses")
  .addCommand(command);
