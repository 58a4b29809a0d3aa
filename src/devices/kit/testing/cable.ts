import { type ChildProcess, spawn } from "node:child_process";
import { lstatSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SerialPort } from "serialport";
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
  readonly #socat: ChildProcess;
  readonly #far: SerialPort;

  private constructor(near: string, socat: ChildProcess, far: SerialPort) {
    this.#near = near;
    this.#socat = socat;
    this.#far = far;
    far.on("error", () => undefined);
    far.on("data", (bytes: Buffer) => {
      const text = bytes.toString("latin1");
      this.sent += text;
      this.onSent(text);
    });
  }

  /** Plugs a cable in at this path. */
  static async plug(near: string): Promise<Cable> {
    const far = `${near}.far`;
    rmSync(near, { force: true });
    rmSync(far, { force: true });
    const socat = spawn("socat", [`pty,raw,echo=0,link=${near}`, `pty,raw,echo=0,link=${far}`], { stdio: "ignore" });
    let failure: Error | null = null;
    socat.on("error", (error) => {
      failure = new Error(`this test needs the program socat (apt install socat): ${error.message}`);
    });
    await until("socat makes two terminals", () => failure !== null || (exists(near) && exists(far)));
    if (failure) throw failure;
    const port = new SerialPort({ path: far, baudRate: 19_200, lock: false, autoOpen: false });
    await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
    return new Cable(near, socat, port);
  }

  /** The device speaks; resolves when the bytes are on their way. */
  async speak(bytes: Uint8Array | string): Promise<void> {
    const data = typeof bytes === "string" ? Buffer.from(bytes, "latin1") : Buffer.from(bytes);
    await new Promise<void>((resolve) => this.#far.write(data, () => resolve()));
  }

  /** Pulls the cable out; its path is gone too, as udev sees to for a real one. */
  async unplug(): Promise<void> {
    if (this.#socat.exitCode !== null || this.#socat.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#socat.once("exit", resolve));
    this.#socat.kill("SIGKILL");
    await gone;
    // A link left behind would lead to whoever is given this terminal's number next: another test's device.
    rmSync(this.#near, { force: true });
    rmSync(`${this.#near}.far`, { force: true });
    if (this.#far.isOpen) await new Promise<void>((resolve) => this.#far.close(() => resolve()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.unplug();
  }
}
