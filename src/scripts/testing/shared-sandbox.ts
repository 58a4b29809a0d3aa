import { openSandbox } from "../host/in-process.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";

let shared: Promise<Sandbox> | undefined;

/** The one sandbox of all tests of this process, as making one takes longer than many runs; another once it is broken. */
export function sharedSandbox(): Promise<Sandbox> {
  const before = shared;
  shared = before === undefined ? openSandbox() : before.then((sandbox) => (sandbox.broken ? openSandbox() : sandbox));
  return shared;
}
