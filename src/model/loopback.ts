/** What leads from a machine to itself. Without a sign-in nothing else may be served. */

/** The names and addresses that a browser on this machine opens. */
export const LOOPBACK: readonly string[] = ["127.0.0.1", "localhost", "::1"];

const IN_127 = /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/;

/** Whether a name or address is this machine's own, whichever of 127.0.0.0/8 it is. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.includes(host) || IN_127.test(host);
}
