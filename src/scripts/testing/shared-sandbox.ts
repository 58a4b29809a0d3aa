import { openSandbox } from "../host/in-process.ts";
import { readGuest, type Sandbox } from "../sandbox/sandbox.ts";

let shared: { readonly guest: string; readonly sandbox: Promise<Sandbox> } | undefined;

/**
 * The one sandbox of all tests of this process, as making one takes longer than many runs; another once it is broken,
 * and where `npm run mutants` has changed what is inside.
 */
export async function sharedSandbox(): Promise<Sandbox> {
  const guest = JSON.stringify(readGuest());
  if (shared?.guest !== guest || (await shared.sandbox).broken) shared = { guest, sandbox: openSandbox() };
  return shared.sandbox;
}
