/** Takes the lock of a data folder, prints `held` or the name of the error and its message, and stays. */
import { lockFolder } from "../index.ts";

const [folder = ""] = process.argv.slice(2);
try {
  lockFolder(folder);
  console.log("held");
  setInterval(() => {}, 60_000);
} catch (error) {
  console.log(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  process.exitCode = 73;
}
