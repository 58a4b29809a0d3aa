import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A file system that never answers, as a network disk whose server is gone: one of FUSE whose other end was opened and is
 * not served. Mounted over a folder, so that everything below waits from then on.
 */

const MOUNT = `exec 3<>/dev/fuse || exit 1
mount -i -t fuse -o fd=3,rootmode=40000,user_id=0,group_id=0 hung "$1" || exit 1
echo up
cat > /dev/null
exec 3>&-
umount -l "$1"
`;

export class HungFolder implements AsyncDisposable {
  readonly #folder: string;
  readonly #keeper: ChildProcess;
  readonly #gone: Promise<unknown>;

  private constructor(folder: string, keeper: ChildProcess) {
    this.#folder = folder;
    this.#keeper = keeper;
    this.#gone = once(keeper, "close");
  }

  /** Whatever lies below this folder hangs from now on. @throws Error with the system's words where that cannot be */
  static async over(folder: string): Promise<HungFolder> {
    // what it reads from ends with this process: nothing stays mounted
    const keeper = spawn("/bin/sh", ["-c", MOUNT, "sh", folder], { stdio: ["pipe", "pipe", "pipe"] });
    let [said, complaint] = ["", ""];
    keeper.stdout.setEncoding("utf8").on("data", (words: string) => {
      said += words;
    });
    keeper.stderr.setEncoding("utf8").on("data", (words: string) => {
      complaint += words;
    });
    const hung = new HungFolder(folder, keeper);
    await Promise.race([once(keeper.stdout, "data"), hung.#gone]);
    if (!said.startsWith("up")) throw new Error(`no folder can be made to hang here: ${complaint.trim()}`);
    return hung;
  }

  /** Why no folder can be made to hang on this machine; `undefined`: it can. */
  static async why(): Promise<string | undefined> {
    const folder = mkdtempSync(join(tmpdir(), "gleaner-hung-"));
    try {
      await using _hung = await HungFolder.over(folder);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#keeper.stdin?.end();
    await this.#gone;
    // what hung over it could not be seen through: if the keeper was killed, the mount is left
    spawnSync("umount", ["-l", this.#folder], { stdio: "ignore" });
  }
}
