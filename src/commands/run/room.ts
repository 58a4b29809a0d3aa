/** Descriptors: what a process may have open at once. */

/** What the house has open by itself: threads, the store, the history, its hands, and their restart. */
const OWN = 88;
/** A device has a connection, or a port that is open twice. */
const EACH_DEVICE = 2;
/** While a socket closes, another may have taken its place. */
const EACH_SOCKET = 2;
const MOST_SOCKETS = 256;
const LEAST_SOCKETS = 12;

/** Sockets that the page may have open, so that there is room for all else. */
export function socketsFor(descriptors: number, devices: number): number {
  const sockets = Math.floor((descriptors - OWN - EACH_DEVICE * devices) / EACH_SOCKET);
  return Math.min(MOST_SOCKETS, Math.max(LEAST_SOCKETS, sockets));
}

/** What to do where there is too little room; `undefined`: there is enough. */
export function scarcity(descriptors: number, devices: number): string | undefined {
  const needed = OWN + EACH_DEVICE * devices + EACH_SOCKET * LEAST_SOCKETS;
  if (descriptors >= needed) return undefined;
  return `Only ${descriptors} files and connections may be open at once, ${needed} may be needed: raise it (ulimit -n, LimitNOFILE= of systemd)`;
}
