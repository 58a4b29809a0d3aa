/** Opens a data folder, which brings it to the newest form, and closes it. Argument: the folder. */
import { Writer } from "../writing/writer.ts";

new Writer({ folder: process.argv[2] ?? "" }).close();
