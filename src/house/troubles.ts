import {
  type DeviceHealth,
  type Reason,
  type RelayState,
  reason,
  type ScriptStatus,
  type Snapshot,
} from "../model/index.ts";
import type { Late } from "./outputs.ts";

/** Faults of relays, outputs, scripts and devices as the page and `/health` tell them: each names what it is of. */
export function troublesOf(
  relays: readonly RelayState[],
  late: readonly Late[],
  scripts: Readonly<Record<string, ScriptStatus>>,
  devices: Readonly<Record<string, DeviceHealth>>,
): Reason[] {
  const faults = relays.flatMap(({ id, fault }) => (fault ? [reason("relay_fault", { relay: id }, fault)] : []));
  const answering = late.filter(({ relay }) => !relays.some(({ id, fault }) => id === relay && fault));
  return [
    ...faults,
    ...answering.map(({ relay, age_ms }) => reason("output_late", { relay, age: age_ms })),
    ...Object.entries(scripts).flatMap(([relay, status]) => {
      if (!("problem" in status)) return [];
      const code = status.state === "old" ? "script_outdated" : "script_fault";
      return [reason(code, { relay, problem: status.why ?? status.problem })];
    }),
    ...Object.entries(devices).flatMap(([device, { behind_ms: age }]) =>
      age === undefined ? [] : [reason("device_behind", { device, age })],
    ),
  ];
}

/** Measured channels that are stuck, a few of them. */
const MOST_STUCK = 3;

/** Channels whose values do not change any more although they should. */
export function stuckOf({ channels }: Snapshot): Reason[] {
  const stuck = [...channels.values()].flatMap(({ name, stuck_ms }) => {
    return stuck_ms === undefined ? [] : [reason("channel_stuck", { channel: name, age: stuck_ms })];
  });
  return stuck.slice(0, MOST_STUCK);
}
