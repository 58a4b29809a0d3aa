import { existsSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type OpenPort, systemPorts } from "../../kit/serial-port.ts";
import { until } from "../../kit/testing/until.ts";

/** A serial cable that the kernel makes up: `dummy_hcd` is the socket, `g_serial` the device at the far end. */

const UNPLUGGED = "/sys/bus/usb/devices/usb1/1-0:1.0/usb1-port1/disable";
const TTYS = "/sys/class/tty";
const FAR = "/dev/ttyGS0";
const PATIENCE_MS = 20_000;
const NOBODY = { received: () => undefined, closed: () => undefined };

/** The terminals that the cable has on the house's side. */
const nearEnds = (): string[] => readdirSync(TTYS).filter((name) => name.startsWith("ttyACM"));

export class UsbCable {
  readonly #link: string;
  readonly #baud: number;
  #far: OpenPort | undefined;
  /** When the link was there last, as `performance.now()` counts. */
  there_ms = 0;

  /** @param folder where it has its link, as udev makes it below /dev/serial/by-id */
  constructor(folder: string, baud: number) {
    this.#link = join(folder, "by-id");
    this.#baud = baud;
  }

  get path(): string {
    return this.#link;
  }

  /** The terminal that the link leads to. */
  async plug(): Promise<string> {
    const tty = await this.#near();
    symlinkSync(tty, this.#link);
    this.there_ms = performance.now();
    this.#far = await systemPorts.open(FAR, this.#baud, NOBODY);
    return tty;
  }

  /** Pulls it out, whatever is on its way. */
  async unplug(): Promise<void> {
    writeFileSync(UNPLUGGED, "1");
    await until("the cable is gone", () => nearEnds().length === 0, PATIENCE_MS);
    rmSync(this.#link, { force: true });
    await this.fallsDumb();
  }

  /** The device speaks. @throws Error when it is not plugged in, or nobody takes it */
  speak(bytes: Uint8Array | string): void {
    const text = typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("latin1");
    if (!this.#far?.write(text)) throw new Error("the far end does not take it");
  }

  /** The device takes nothing any more. */
  async fallsDumb(): Promise<void> {
    await this.#far?.close();
    this.#far = undefined;
  }

  async #near(): Promise<string> {
    writeFileSync(UNPLUGGED, "0");
    const near = () => nearEnds().find((name) => existsSync(`/dev/${name}`));
    await until("the cable is there", () => near() !== undefined, PATIENCE_MS);
    return `/dev/${near()}`;
  }

  /** It is plugged in anew, behind the first terminal again, for whoever comes next. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.unplug();
    await this.#near();
  }
}
