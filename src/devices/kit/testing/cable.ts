import { type ChildProcessByStdio, spawn } from "node:child_process";
import { lstatSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { until } from "./until.ts";

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** A folder that is gone when the test is over. */
export class Scratch {
  readonly folder = mkdtempSync(join(tmpdir(), "gleaner-serial-"));

  path(name: string): string {
    return join(this.folder, name);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A cable: the house opens `near`, the simulated device holds the far end. */
export class Cable {
  /** What the house sent, byte for byte. */
  sent = "";
  onSent: (text: string) => void = () => undefined;
  readonly #near: string;
  readonly #socat: ChildProcessByStdio<Writable, Readable, null>;

  private constructor(near: string, socat: ChildProcessByStdio<Writable, Readable, null>) {
    this.#near = near;
    this.#socat = socat;
    // what is still said when the cable is pulled out
    socat.stdin.on("error", () => undefined);
    socat.stdout.on("data", (bytes: Buffer) => {
      const text = bytes.toString("latin1");
      this.sent += text;
      this.onSent(text);
    });
  }

  /** Plugs a cable in at this path. */
  static async plug(near: string): Promise<Cable> {
    rmSync(near, { force: true });
    const socat = spawn("socat", [`pty,raw,echo=0,link=${near}`, "-"], { stdio: ["pipe", "pipe", "ignore"] });
    let failure: Error | null = null;
    socat.on("error", (error) => {
      failure = new Error(`this test needs the program socat (apt install socat): ${error.message}`);
    });
    await until("socat makes a terminal", () => failure !== null || exists(near));
    if (failure) throw failure;
    return new Cable(near, socat);
  }

  /** The device speaks; resolves when the bytes are on their way. */
  async speak(bytes: Uint8Array | string): Promise<void> {
    const data = typeof bytes === "string" ? Buffer.from(bytes, "latin1") : Buffer.from(bytes);
    await new Promise<void>((resolve) => this.#socat.stdin.write(data, () => resolve()));
  }

  /** Nobody takes what the house sends, until `false`. */
  jam(jammed: boolean): void {
    this.#socat.kill(jammed ? "SIGSTOP" : "SIGCONT");
  }

  /** Pulls the cable out; its path is gone too, as udev sees to for a real one. */
  async unplug(): Promise<void> {
    if (this.#socat.exitCode !== null || this.#socat.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#socat.once("exit", resolve));
    this.#socat.kill("SIGKILL");
    await gone;
    // A link left behind would lead to whoever is given this terminal's number next: another test's device.
    rmSync(this.#near, { force: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.unplug();
  }
}
