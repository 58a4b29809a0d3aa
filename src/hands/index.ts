/** The hands of the house: files of users and their programs, in a process of their own. */
export { mostDescriptors, programsFor } from "./descriptors.ts";
export { inProcess } from "./guest.ts";
export { type HandsOptions, ProcessHands } from "./process-hands.ts";
export { readNow } from "./read-now.ts";
