import { resolve } from "node:path";
import type { UsbFound } from "./findings.ts";
import type { Machine } from "./machine.ts";

/** The serial ports of a machine, without opening one. */

export interface Port {
  /** The name to be written: by-id, else by-path, else the port's own. */
  readonly path: string;
  /** `/dev/ttyUSB0` */
  readonly tty: string;
  readonly usb: UsbFound | null;
  /** The system speaks to people there. */
  readonly console: boolean;
}

const LINKS = ["/dev/serial/by-id", "/dev/serial/by-path"];
/** From a port's device up to the one that was plugged in. */
const MOST_STEPS = 8;

/** Port to its best lasting name. */
function lasting(machine: Machine): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const folder of LINKS) {
    for (const name of machine.names(folder)) {
      const tty = machine.real(`${folder}/${name}`);
      if (!names.has(tty)) names.set(tty, `${folder}/${name}`);
    }
  }
  return names;
}

function usbOf(machine: Machine, name: string): UsbFound | null {
  let place = machine.real(`/sys/class/tty/${name}/device`);
  for (let step = 0; step < MOST_STEPS && place.length > 1; step += 1) {
    const vendor_id = machine.says(`${place}/idVendor`);
    if (vendor_id !== undefined) {
      const own = (what: string): string | null => machine.says(`${place}/${what}`) ?? null;
      const product_id = own("idProduct") ?? "";
      return {
        vendor_id,
        product_id,
        manufacturer: own("manufacturer"),
        product: own("product"),
        serial: own("serial"),
      };
    }
    place = place.slice(0, place.lastIndexOf("/"));
  }
  return null;
}

/** A place on the board where a port might have been: `type` 0, no chip. */
const isEmpty = (machine: Machine, name: string): boolean => machine.says(`/sys/class/tty/${name}/type`) === "0";

/** @param more paths that a person named */
export function portsOf(machine: Machine, more: readonly string[] = []): Port[] {
  const names = lasting(machine);
  const consoles = new Set((machine.says("/sys/class/tty/console/active") ?? "").split(" "));
  const own = machine
    .names("/sys/class/tty")
    .filter((name) => machine.has(`/sys/class/tty/${name}/device`) && !isEmpty(machine, name));
  const found = own.map((name): Port => {
    const tty = `/dev/${name}`;
    return { path: names.get(tty) ?? tty, tty, usb: usbOf(machine, name), console: consoles.has(name) };
  });
  const named = more
    .map((path): Port => ({ path, tty: machine.real(resolve(path)), usb: null, console: false }))
    .filter(({ tty }) => !found.some((port) => port.tty === tty));
  return [...found, ...named].sort((a, b) => a.path.localeCompare(b.path, "en", { numeric: true }));
}
