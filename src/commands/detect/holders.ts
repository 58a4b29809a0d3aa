import { basename, extname } from "node:path";
import { ROOT } from "../package.ts";
import type { Holder } from "./findings.ts";
import type { Machine } from "./machine.ts";

/** Who has a serial port open. To open it as well would take bytes from him. */

const MOST_WORDS = 3;
/** Of what a program was told only files are named: anything else may be a password. */
const SCRIPTS = [".py", ".js", ".mjs", ".cjs", ".ts", ".php", ".pl", ".rb", ".sh", ".jar"];
const LOCKS = ["/run/lock", "/var/lock"];
const SOMEBODY = "a program of another user";

/** Gleaner's program, as it is run and as it is written. */
const MAINS = ["/build/main.js", "/src/main.ts"];

const isNumber = (name: string): boolean => name !== "" && [...name].every((sign) => sign >= "0" && sign <= "9");

/** `python3 vedirect.py`, or Gleaner itself. */
function programOf(machine: Machine, pid: string): string {
  const words = (machine.says(`/proc/${pid}/cmdline`) ?? "").split(" ").filter((word) => word !== "");
  const isGleaner = words.some((word) =>
    MAINS.some((main) => word === ROOT + main || word.endsWith(`/gleaner${main}`)),
  );
  if (isGleaner) return "Gleaner";
  const isFile = (word: string): boolean => word.startsWith("/") || SCRIPTS.includes(extname(word));
  const named = words.filter((word, index) => index === 0 || isFile(word)).slice(0, MOST_WORDS);
  if (named.length === 0) return machine.says(`/proc/${pid}/comm`) ?? "a program";
  return named.map((word) => basename(word)).join(" ");
}

/** Whoever makes a pseudo-terminal keeps both of its ends: that is no use of it. */
const MAKERS = ["/dev/ptmx", "/dev/pts/ptmx"];

interface Open {
  readonly holders: readonly Holder[];
  /** How often it is open. */
  readonly files: number;
}

const NOBODY: Open = { holders: [], files: 0 };

/** Devices that processes have open, by the path that they opened. Those of other users are not seen. */
function openDevices(machine: Machine): ReadonlyMap<string, Open> {
  const found = new Map<string, Open>();
  for (const pid of machine.names("/proc").filter(isNumber)) {
    if (Number(pid) === process.pid) continue;
    const open = machine.names(`/proc/${pid}/fd`).flatMap((fd) => machine.link(`/proc/${pid}/fd/${fd}`) ?? []);
    const makes = open.some((path) => MAKERS.includes(path));
    for (const path of new Set(open)) {
      if (!path.startsWith("/dev/") || (makes && path.startsWith("/dev/pts/"))) continue;
      const { holders, files } = found.get(path) ?? NOBODY;
      const holder = { pid: Number(pid), program: programOf(machine, pid) };
      const own = open.filter((other) => other === path).length;
      found.set(path, { holders: [...holders, holder], files: files + own });
    }
  }
  return found;
}

/** Whom a lock file names (UUCP's, as minicom and old programs leave it); one that is left by a program that ended says nothing. */
function byLock(machine: Machine, tty: string): Holder[] {
  for (const folder of LOCKS) {
    const pid = machine.says(`${folder}/LCK..${basename(tty)}`)?.split(" ")[0] ?? "";
    if (isNumber(pid) && machine.has(`/proc/${pid}`)) return [{ pid: Number(pid), program: programOf(machine, pid) }];
  }
  return [];
}

/** The module that drives a port, and how often it is in use, whoever does; `undefined`: it does not say. */
function driverOf(machine: Machine, name: string): { readonly module: string; readonly count: number } | undefined {
  const module = `/sys/class/tty/${name}/device/driver/module`;
  const count = machine.says(`${module}/refcnt`);
  return count === undefined ? undefined : { module: machine.real(module), count: Number(count) };
}

/** A driver counts the ports that are open; the one of USB modems, to which Arduinos belong, each opening of them as well. */
function countedFor({ files }: Open, name: string): number {
  return name.startsWith("ttyACM") && files > 0 ? 1 + files : Math.min(files, 1);
}

/**
 * Who has each of these ports. What other users' programs have open nobody may see; but drivers of USB cables count how many
 * of their ports are open, and so it shows that there is somebody.
 * @param ttys the ports' own paths
 */
export function holdersOf(machine: Machine, ttys: readonly string[]): ReadonlyMap<string, readonly Holder[]> {
  const devices = openDevices(machine);
  const ports = ttys.map((tty) => {
    const open = devices.get(tty) ?? NOBODY;
    const holders = open.holders.length > 0 ? open.holders : byLock(machine, tty);
    const name = basename(tty);
    return { tty, holders, counted: countedFor(open, name), driver: driverOf(machine, name) };
  });
  const heldBy = ({ holders, driver }: (typeof ports)[number]): readonly Holder[] => {
    if (holders.length > 0 || driver === undefined) return holders;
    const alike = ports.filter((other) => other.driver?.module === driver.module);
    if (driver.count <= alike.reduce((sum, { counted }) => sum + counted, 0)) return [];
    const isOnly = alike.filter((other) => other.holders.length === 0).length === 1;
    return [{ pid: null, program: isOnly ? SOMEBODY : `${SOMEBODY}, or another port of this kind is` }];
  };
  return new Map(ports.map((port) => [port.tty, heldBy(port)]));
}
