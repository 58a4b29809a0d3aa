import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Machine } from "../machine.ts";

/** A machine that a test makes up: what its kernel would show. */
export class MadeUp implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), "gleaner-machine-"));
  readonly machine = new Machine(this.root);

  /** Files by path. What begins with `-> ` is a link, seen from the machine's own root. */
  add(files: Readonly<Record<string, string>>): this {
    for (const [path, content] of Object.entries(files)) {
      const full = join(this.root, path);
      mkdirSync(dirname(full), { recursive: true });
      if (!content.startsWith("-> ")) writeFileSync(full, content);
      else {
        const target = content.slice(3);
        // a descriptor's link is only read; others are followed
        symlinkSync(path.includes("/fd/") ? target : join(this.root, target), full);
      }
    }
    return this;
  }

  /** A USB cable with a serial port. @param open how many ports of its driver are open */
  cable(
    name: string,
    usb: Readonly<Record<string, string>> = {},
    { by_id, driver = "ftdi_sio", open = 0 }: CableSettings = {},
  ): this {
    const device = `/sys/devices/usb1/${name}-cable`;
    const product = Object.entries({ idVendor: "0403", idProduct: "6015", ...usb });
    return this.add({
      ...Object.fromEntries(product.map(([what, words]) => [`${device}/${what}`, `${words}\n`])),
      [`/sys/module/${driver}/refcnt`]: `${open}\n`,
      [`/sys/drivers/${driver}-${name}/module`]: `-> /sys/module/${driver}`,
      [`${device}/1-1:1.0/${name}/driver`]: `-> /sys/drivers/${driver}-${name}`,
      [`/sys/class/tty/${name}/device`]: `-> ${device}/1-1:1.0/${name}`,
      [`/dev/${name}`]: "",
      ...(by_id === undefined ? {} : { [`/dev/serial/by-id/${by_id}`]: `-> /dev/${name}` }),
    });
  }

  /** A process that has a file open. */
  process(pid: number, command: readonly string[], ...open: readonly string[]): this {
    const fds = open.map((path, index) => [`/proc/${pid}/fd/${index + 3}`, `-> ${path}`]);
    return this.add({ [`/proc/${pid}/cmdline`]: command.join("\0"), ...Object.fromEntries(fds) });
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

interface CableSettings {
  readonly by_id?: string;
  readonly driver?: string;
  readonly open?: number;
}
