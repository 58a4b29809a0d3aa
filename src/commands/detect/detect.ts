import type { Ports } from "../../devices/kit/serial-port.ts";
import type { Clock, Pins } from "../../model/index.ts";
import { chipsFound } from "./boards.ts";
import type { BusFound, ChipFound, Findings, SerialFound } from "./findings.ts";
import { holdersOf } from "./holders.ts";
import { listen } from "./listen.ts";
import type { Machine } from "./machine.ts";
import { nextSteps } from "./next.ts";
import { type AskBus, busesFound, buttonsFound, hidFound, machineFound, watchdogsFound } from "./parts.ts";
import { pieceOf } from "./piece.ts";
import { type Port, portsOf } from "./ports.ts";
import { type Uses, usesOf } from "./uses.ts";

export interface Detecting {
  readonly machine: Machine;
  readonly pins: Pins;
  readonly ports: Ports;
  readonly clock: Pick<Clock, "now" | "after">;
  /** A configuration that a person named. */
  readonly config?: string | undefined;
  /** Serial ports that a person named, besides those of the machine. */
  readonly more?: readonly string[];
  /** Asks an I²C bus; only with `--probe`. */
  readonly ask?: AskBus | undefined;
}

/** Boards that begin anew when their port is opened. */
const RESTARTED: readonly string[] = ["2341", "2a03"];

/** Why a port is left alone; `undefined`: it may be listened at. */
function spared({ console, usb }: Port, probe: boolean): string | undefined {
  if (console)
    return "the system's console is here, so it is left alone; on a Raspberry Pi raspi-config switches it off";
  if (!probe && RESTARTED.includes(usb?.vendor_id ?? ""))
    return "an Arduino starts anew when its port is opened, so it is left alone: gleaner detect --probe listens to it";
  return undefined;
}

async function serialFound(detecting: Detecting, uses: Uses): Promise<SerialFound[]> {
  const { machine, ports, clock, more = [], ask } = detecting;
  const found = portsOf(machine, more);
  const holders = holdersOf(
    machine,
    found.map(({ tty }) => tty),
  );
  const each = found.map(async (port): Promise<SerialFound> => {
    const { path, tty, usb } = port;
    const held_by = holders.get(tty) ?? [];
    const nothing = { path, tty, usb, held_by, speaker: null, sample: null, problem: null, used_by: uses.ofPort(tty) };
    const why = spared(port, ask !== undefined);
    if (why !== undefined) return { ...nothing, state: "spared", problem: why };
    if (held_by.length > 0) return { ...nothing, state: "held" };
    return { ...nothing, ...(await listen(path, ports, clock)) };
  });
  return Promise.all(each);
}

function withUses(chips: readonly ChipFound[], uses: Uses): ChipFound[] {
  return chips.map((chip) => ({
    ...chip,
    lines: chip.lines.map((line) => ({ ...line, used_by: uses.ofLine(chip, line) })),
  }));
}

function addressesWithUses(buses: readonly BusFound[], uses: Uses): BusFound[] {
  return buses.map((bus) => ({
    ...bus,
    addresses: bus.addresses.map((found) => ({ ...found, used_by: uses.ofAddress(bus.path, found.address) })),
  }));
}

/**
 * Looks at what this machine has. Takes as long as the slowest serial port, 4 s where nothing comes and 12 s at most where something
 * unknown does. Never throws.
 */
export async function detect(detecting: Detecting): Promise<Findings> {
  const { machine, pins, ask, config } = detecting;
  const chips = chipsFound(pins);
  const uses = usesOf(config, chips.length);
  const parts = {
    version: 1,
    machine: machineFound(machine),
    configuration: uses.found,
    serial: await serialFound(detecting, uses),
    gpio: withUses(chips, uses),
    i2c: addressesWithUses(await busesFound(machine, ask), uses),
    buttons: buttonsFound(machine).map((buttons) => ({ ...buttons, used_by: uses.ofButtons(buttons) })),
    hid: hidFound(machine),
    watchdogs: watchdogsFound(machine),
  } as const;
  const found = { ...parts, yaml: pieceOf(parts, uses.names, uses.found.file === null) };
  return { ...found, next: nextSteps(found, ask !== undefined) };
}
