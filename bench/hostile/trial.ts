import { FOLLOWER, Follower } from "../../test/support/edges.ts";
import { Gleaner } from "../../test/support/gleaner.ts";
import { script } from "../../test/support/houses.ts";
import { Place } from "../../test/support/place.ts";
import { pause } from "../../test/support/until.ts";
import type { Yardstick } from "../judge.ts";
import { loop } from "../yardsticks/loop.ts";
import { type Attack, all, GO, type Ground } from "./attack.ts";
import { CommandOutputs, FileOutputs, type Kind, VedirectOutputs } from "./outputs.ts";
import { allOn, NEVER_MS, offs } from "./person.ts";
import { MemoryWatcher, untilNamed } from "./watcher.ts";

/** One house, and what is done to it. */

export interface TrialOptions {
  /** Relays of each kind of output. */
  readonly relays: number;
  /** How long a person switches while the attack goes on, ms. */
  readonly for_ms: number;
}

/** What was seen; times in ms. */
export interface Trial {
  readonly name: string;
  /** By the kind of output: each Off, from the request until the output followed. */
  readonly offs: Readonly<Record<string, readonly number[]>>;
  /** Each edge of the panels' power until its relay followed, through the whole house. */
  readonly edges: readonly number[];
  /** Until `/health` named the cause; `null`: there is none to name. */
  readonly named_ms: number | null;
  /** Relays that could not be switched on again before the stop. */
  readonly stuck: readonly string[];
  /** From SIGTERM to the end of the process, and how it ended; `null`: it had to be killed. */
  readonly stop_ms: number;
  readonly ended: string | null;
  /** Relays that were on after the end. */
  readonly left_on: readonly string[];
  readonly highest_mb: number;
  /** Measured while the attack went on. */
  readonly plain: Yardstick;
}

const EDGE_EVERY_MS = 150;
/** A house with so many devices may take its time on a busy machine: that is not what is judged. */
const UP_WITHIN_MS = 90_000;
const STOPPED_WITHIN_MS = 30_000;
/** The last bytes on a cable are on their way when the house has ended. */
const UNDER_WAY_MS = 300;

function configOf(grounds: readonly Ground[]): string {
  const lines = (of: (ground: Ground) => string | undefined): string => grounds.map((one) => of(one) ?? "").join("");
  // a house has one mode file: the first attack on it has it
  const more = grounds.find((ground) => ground.more !== undefined)?.more ?? "";
  return `data: ./data
web: { port: 0 }
devices:
${FOLLOWER.devices}${lines(({ devices }) => devices)}relays:
${FOLLOWER.relays}${lines(({ relays }) => relays)}guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
${more}`;
}

/** Edges at a steady pace until `over` says so. */
async function edges(follower: Follower, over: () => boolean): Promise<number[]> {
  const times: number[] = [];
  while (!over()) {
    const began = performance.now();
    const took = await follower.edge().catch(() => NEVER_MS);
    times.push(took);
    if (took >= NEVER_MS) break;
    await pause(Math.max(0, EDGE_EVERY_MS - (performance.now() - began)));
  }
  return times;
}

/** @returns how the process ended; `null`: it had to be killed */
async function stopped(gleaner: Gleaner): Promise<string | null> {
  try {
    const { code, signal } = await gleaner.stop("SIGTERM", STOPPED_WITHIN_MS);
    return signal === null ? `exit ${code}` : String(signal);
  } catch {
    return null;
  }
}

async function measure(
  attacks: readonly Attack[],
  gleaner: Gleaner,
  follower: Follower,
  kinds: readonly Kind[],
  for_ms: number,
): Promise<Pick<Trial, "offs" | "edges" | "named_ms">> {
  const { api } = gleaner;
  let over = false;
  const causes = attacks.flatMap(({ cause }) => cause ?? []);
  const naming = Promise.all(causes.map((cause) => untilNamed(api, cause, NEVER_MS)));
  const following = edges(follower, () => over);
  const switched = await Promise.all(kinds.map(async (kind) => [kind.name, await offs(api, kind, for_ms)] as const));
  over = true;
  const named = await naming;
  return {
    offs: Object.fromEntries(switched),
    edges: await following,
    named_ms: named.length > 0 ? Math.max(...named) : null,
  };
}

/** Makes attacks on a house of their own, all at once, and stops it while they go on. */
export async function tryAttacks(
  name: string,
  attacks: readonly Attack[],
  { relays, for_ms }: TrialOptions,
): Promise<Trial> {
  using place = new Place();
  await using ends = new AsyncDisposableStack();
  const kinds = [
    ends.use(new FileOutputs(place, relays)),
    ends.use(new CommandOutputs(place, relays)),
    ends.use(await VedirectOutputs.plug(place, relays)),
  ];
  const grounds: Ground[] = kinds.map(({ ground }) => ground);
  for (const attack of attacks) {
    const ground = (await attack.prepare?.(place)) ?? {};
    if (ground.end) ends.use(ground.end);
    grounds.push(ground);
  }
  place.write("gleaner.yaml", configOf(grounds));
  place.write("good.ts", script(FOLLOWER.script));
  await using follower = await Follower.plug(place);
  await using gleaner = Gleaner.launch(place);
  const api = await gleaner.up(UP_WITHIN_MS);
  await follower.ready(gleaner);
  const early = (await Promise.all(kinds.map((kind) => allOn(api, kind)))).flat();
  if (early.length > 0) throw new Error(`${early} did not go on before the attack: ${gleaner.output}`);

  using memory = new MemoryWatcher(gleaner.pid);
  const begun: AsyncDisposable[] = [];
  place.write(GO, "");
  for (const attack of attacks) if (attack.begin) begun.push(await attack.begin({ place, api, house: gleaner.pid }));
  await using _begun = await all(begun);
  const measured = await measure(attacks, gleaner, follower, kinds, for_ms);
  const plain = await loop();
  const stuck = (await Promise.all(kinds.map((kind) => allOn(api, kind)))).flat();
  const began = performance.now();
  const ended = await stopped(gleaner);
  const stop_ms = performance.now() - began;
  await pause(UNDER_WAY_MS);
  const left_on = kinds.flatMap((kind) => kind.relays.filter((relay) => kind.isOn(relay) !== false));
  return { name, ...measured, stuck, stop_ms, ended, left_on, highest_mb: memory.highest_bytes / 1e6, plain };
}
