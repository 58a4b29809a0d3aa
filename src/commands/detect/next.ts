import type { Findings } from "./findings.ts";

/** What to do next, of all that was found. */

type Found = Omit<Findings, "next">;

const forbids = (problem: string | null): boolean => problem?.includes("usermod") === true;

const NEW_FILE =
  "Put the lines above into a file gleaner.yaml, and give each device the name that you like; then: gleaner check-config gleaner.yaml, and gleaner run";

/** A console is nothing to use. */
const isEmpty = ({ serial, gpio, i2c, buttons, hid }: Found): boolean =>
  serial.every(({ state }) => state === "spared") && [gpio, i2c, buttons, hid].every((each) => each.length === 0);

function* steps(found: Found, probe: boolean): Generator<string> {
  const { serial, gpio, i2c, yaml, configuration } = found;
  const { file, problem } = configuration;
  if (problem !== null) yield `Mend the configuration, then look again: ${problem}`;
  if (isEmpty(found)) {
    yield "Nothing that Gleaner can use is here: no serial port, no pins, no bus. Plug in a VE.Direct cable or another adapter, or set Gleaner up on a Raspberry Pi; to look around without any hardware: npm start";
    return;
  }
  if ([...serial, ...gpio, ...i2c].some(({ problem }) => forbids(problem)))
    yield "Give yourself the rights, once: sudo usermod -aG dialout,gpio,i2c $USER, then log in again; where a group is missing, install packaging/udev/60-gleaner.rules";
  if (yaml !== null)
    yield file === null ? NEW_FILE : `Add the devices above to those of ${file}, then: gleaner check-config ${file}`;
  if (serial.some(({ state }) => state === "silent"))
    yield "A port that says nothing: check that the device is on and the cable sits; meters that are asked for their values (D0, Modbus) say nothing by themselves";
  if (serial.some(({ state }) => state === "held"))
    yield "A port that is held was left alone: stop the program that has it, then look again";
  if (gpio.some(({ header }) => header))
    yield "Relays, S0 meters and panels cannot be seen from here: docs/wiring.md says how they are wired";
  if (!probe && i2c.length > 0)
    yield "To ask the I2C buses which addresses answer: gleaner detect --probe (it reads from each address)";
}

export function nextSteps(found: Found, probe: boolean): string[] {
  return [...steps(found, probe)];
}
