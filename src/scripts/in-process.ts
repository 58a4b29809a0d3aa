/** Scripts without threads, in a time of one's own. A door of its own: the house does not load the sandbox. */
export { InProcessScripts } from "./host/in-process.ts";
