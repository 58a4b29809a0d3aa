/** Of a file or folder of the machine: whose it is, and its permissions as the system gives them. */
export interface Owned {
  readonly uid: number;
  readonly mode: number;
}

const ROOT = 0;
const OTHERS_WRITE = 0o022;
/** In a folder with this bit nobody but their owner may exchange what lies there, as in /tmp. */
const STICKY = 0o1000;

/**
 * Whether nobody but root and one user can have laid a link, or can exchange it while it is used.
 * @param link the link itself @param folder the folder that it lies in
 * @param user who uses it: the process's effective user; `undefined` where the system has none
 */
export function isOwnLink(link: Owned, folder: Owned, user: number | undefined): boolean {
  if ([link, folder].some(({ uid }) => uid !== ROOT && uid !== user)) return false;
  return (folder.mode & OTHERS_WRITE) === 0 || (folder.mode & STICKY) !== 0;
}
