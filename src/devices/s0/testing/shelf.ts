import { type FilePart, type Files, FileTrouble, type Hands } from "../../../model/index.ts";

/** Files that a program writes, at the level of the port: each has its inode, which goes with it when it is renamed. */
export class Shelf {
  readonly files = new Map<string, { inode: string; text: string }>();
  /** So many pieces were read. */
  reads = 0;
  /** Called before each. */
  onRead: () => void = () => undefined;
  #inodes = 0;

  write(path: string, text: string): void {
    this.#inodes += 1;
    this.files.set(path, { inode: `1:${this.#inodes}`, text });
  }

  append(path: string, text: string): void {
    const file = this.files.get(path);
    if (file) file.text += text;
    else this.write(path, text);
  }

  rename(from: string, to: string): void {
    const file = this.files.get(from);
    if (!file) return;
    this.files.delete(from);
    this.files.set(to, file);
  }

  /** These hands, whose files lie here. */
  hands(others: Hands): Hands {
    const files: Files = { ...others.files, part: (...asked) => this.#part(...asked) };
    return {
      files,
      programs: others.programs,
      invite: (...asked) => others.invite(...asked),
      inviteProcess: (...asked) => others.inviteProcess(...asked),
    };
  }

  async #part(path: string, from: number, most_bytes: number): Promise<FilePart> {
    this.reads += 1;
    this.onRead();
    const file = this.files.get(path);
    if (!file) throw new FileTrouble("ENOENT", path);
    const bytes = Buffer.from(file.text, "latin1");
    return { bytes: bytes.subarray(from, from + most_bytes), inode: file.inode, size: bytes.length };
  }
}
