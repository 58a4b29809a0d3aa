import type { Attack } from "../attack.ts";
import { deepBodies } from "./deep-bodies.ts";
import { deepJson } from "./deep-json.ts";
import { digitRows } from "./digit-rows.ts";
import { door } from "./door.ts";
import { endlessLines } from "./endless-lines.ts";
import { fifoModes } from "./fifo-modes.ts";
import { fifoOutputs } from "./fifo-outputs.ts";
import { fifoScripts } from "./fifo-scripts.ts";
import { fifoSecrets } from "./fifo-secrets.ts";
import { flapping } from "./flapping.ts";
import { floods } from "./floods.ts";
import { fullPool } from "./full-pool.ts";
import { hungCommands } from "./hung-commands.ts";
import { hungData } from "./hung-data.ts";
import { hungModes } from "./hung-modes.ts";
import { hungOutputs } from "./hung-outputs.ts";
import { hungPorts } from "./hung-ports.ts";
import { hungPrograms } from "./hung-programs.ts";
import { hungScripts } from "./hung-scripts.ts";
import { hungSecrets } from "./hung-secrets.ts";
import { importNames } from "./import-names.ts";
import { leftBehind } from "./left-behind.ts";
import { killedHands, shortHands, stoppedHands } from "./lost-hands.ts";
import { modeJunk } from "./mode-junk.ts";
import { modeStorm } from "./mode-storm.ts";
import { newNames } from "./new-names.ts";
import { pictures } from "./pictures.ts";
import { questions } from "./questions.ts";
import { scriptBombs } from "./script-bombs.ts";
import { serialGarbage } from "./serial-garbage.ts";
import { slowSockets } from "./slow-sockets.ts";

/** All attacks, in the order in which they are made. */
export const ATTACKS: readonly Attack[] = [
  digitRows,
  deepJson,
  endlessLines,
  floods,
  newNames,
  flapping,
  leftBehind,
  serialGarbage,
  hungCommands,
  fifoScripts,
  fifoSecrets,
  fifoOutputs,
  fifoModes,
  hungScripts,
  hungSecrets,
  hungOutputs,
  hungPrograms,
  hungModes,
  hungPorts,
  hungData,
  fullPool,
  scriptBombs,
  importNames,
  pictures,
  questions,
  deepBodies,
  modeStorm,
  slowSockets,
  door,
  modeJunk,
  killedHands,
  shortHands,
  stoppedHands,
];
