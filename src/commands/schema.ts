import { Command } from "commander";
import { editorSchema } from "../config/index.ts";
import { allDeviceTypes } from "./run/device-types.ts";
import { log } from "./terminal/log.ts";

export const verb = new Command("schema")
  .description("print the JSON Schema of the configuration, for editors")
  .action(() => log(JSON.stringify(editorSchema(allDeviceTypes), null, 2)));
