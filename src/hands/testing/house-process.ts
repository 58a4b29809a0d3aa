import { join } from "node:path";
import { ProcessHands } from "../process-hands.ts";

/** The hands' end of a house, in a process that can be killed: runs a program, and switches on when told to. */

const [home = "", folder = ""] = process.argv.slice(2);
const hands = new ProcessHands({ outputs: 1, home, onRestart: () => undefined, said: () => undefined });
// they are up, however busy the machine is
while (
  await hands.files.enter(folder).then(
    () => false,
    () => true,
  )
);
const command = ["sh", "-c", "echo $$ > program; exec sleep 60"];
hands.programs.start({ command, folder, env: {} }, () => undefined);
process.on("message", () => {
  void hands.files.replace(join(folder, "relay"), "on").catch(() => undefined);
  // the order has been given to the hands' own pipe
  setImmediate(() => process.send?.("ordered"));
});
process.send?.("up");
