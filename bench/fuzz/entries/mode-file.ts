import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ModeFile } from "../../../src/companions/mode-file.ts";
import type { Companionship, ModeCommand } from "../../../src/model/index.ts";
import { relay } from "../../../src/scripts/testing/world.ts";
import { memoryFolder } from "../../../test/support/place.ts";
import { demand, type MakeEntry, type Outcome } from "../entry.ts";
import { demandWords, kindOf, shown } from "../rules.ts";

/** The modes file that other programs write: a real file, looked at as the house does. */

const RELAYS = new Map([
  [1, "boiler"],
  [2, "pump"],
  [8, "fan"],
  [99, "last"],
]);
const LOOKS = 4;
const LONGEST_NOTE = 300;

/** The relays as the last run left them: all on auto, off. */
const ADOPTED = [...RELAYS].map(([number, id]) => relay(id, number));

interface Told {
  readonly commands: readonly ModeCommand[];
  readonly notes: readonly string[];
}

/** What the text means, read as plainly as can be; `undefined`: it is to be refused. */
function meant(text: string): ReadonlyMap<string, number> | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
  if (typeof data !== "object" || data === null || Array.isArray(data)) return undefined;
  const entries = Object.entries(data);
  if (entries.some(([key, mode]) => !/^[1-9][0-9]?$/.test(key) || ![0, 1, 2, 3].includes(mode))) return undefined;
  return new Map(entries.flatMap(([key, mode]) => [[RELAYS.get(Number(key)) ?? "", mode]] as const));
}

/** What a relay is told when the file names this mode where it was on auto, off. */
function commandOf(relay: string, mode: number): ModeCommand {
  if (mode === 0) return { relay, mode: "off", origin: "file" };
  if (mode === 3) return { relay, mode: "on", origin: "file" };
  return { relay, mode: "auto", auto_state: mode === 2, origin: "file" };
}

function judge({ commands, notes }: Told, input: Buffer): Outcome {
  const text = input.toString("utf8");
  const modes = input.length <= 65_536 ? meant(text) : undefined;
  const expected = [...(modes ?? [])].flatMap(([relay, mode]) =>
    relay === "" || mode === 1 ? [] : [commandOf(relay, mode)],
  );
  const said = JSON.stringify(commands);
  // an independent reading knows no bound of depth or length: where the file is refused, nothing is done at all
  const isRefused = notes.length > 0;
  demand(said === JSON.stringify(isRefused ? [] : expected), () => `${said} was done for ${shown(text)}`);
  demand(modes !== undefined || isRefused, () => `${shown(text)} was not refused in words`);
  demand(notes.length <= 1, () => `${notes.length} notes for one file`);
  for (const note of notes) demandWords(note, LONGEST_NOTE);
  return { kind: notes[0] === undefined ? said : kindOf(notes[0]), taken: JSON.stringify([commands, notes]) };
}

export const make: MakeEntry = () => {
  const folder = mkdtempSync(join(memoryFolder(), "gleaner-fuzz-"));
  const modes = join(folder, "modes.json");
  const beside = join(folder, "new.json");
  /** Looks at a file with this content. */
  const look = (input: Buffer): Told => {
    const commands: ModeCommand[] = [];
    const notes: string[] = [];
    const file = new ModeFile({ modes, states: join(folder, "states.json"), relays: RELAYS });
    const house: Companionship = {
      command: (command) => commands.push(command) > 0,
      note: (_kind, { values }) => {
        notes.push(String(values?.problem));
      },
    };
    rmSync(modes, { force: true });
    file.start(house, ADOPTED);
    // a new file in its place, as careful programs do
    writeFileSync(beside, input);
    renameSync(beside, modes);
    notes.length = 0;
    for (let looks = 0; looks < LOOKS; looks++) file.look();
    file.stop();
    return { commands, notes };
  };
  return {
    seeds: [
      '{"1":0,"2":1,"8":3,"99":2}',
      '{"1":3}',
      "{}",
      '{"1":1,"2":2}\n',
      '{ "8" : 0 , "7" : 3 }',
      '{"1":2,"1":0}',
    ].map((text) => Buffer.from(text)),
    words: ['"1":', '"2":3', '"8":0', ",", ":", "{", "}", "0", "1", "2", "3", "4", '"', "null", "1.0", "3e0", '"99":2'],
    longest: 66_000,
    most_ms: 5,
    take: (input) => {
      const told = look(input);
      return () => judge(told, input);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
};
