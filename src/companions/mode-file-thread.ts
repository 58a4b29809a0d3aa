/** The thread of the mode file: whatever disk it lies on may hang, and then only this thread does. */

import { parentPort, workerData } from "node:worker_threads";
import type { FromModeFile, ModeFileSetup, ToModeFile } from "./hosted-mode-file.ts";
import { ModeFile } from "./mode-file.ts";

if (!parentPort) throw new Error("mode-file-thread.ts runs as a worker thread: start Gleaner with npm start");
const port = parentPort;
const { modes, states, relays, adopted }: ModeFileSetup = workerData;

function say(message: FromModeFile): void {
  port.postMessage(message);
}

const file = new ModeFile({ modes, states, relays });

port.on("message", (message: ToModeFile) => {
  if (message.do === "show") {
    file.shown({ relays: message.relays });
    say({ did: "show", trouble: file.trouble() });
  } else {
    file.stop();
    say({ did: "stop" });
  }
});

file.start(
  {
    command: (command) => {
      say({ did: "command", command });
      return true;
    },
    note: (_kind, why) => say({ did: "note", why }),
  },
  adopted,
);
