import { type DeviceHealth, type Reason, type RelayState, reason, type ScriptStatus } from "../model/index.ts";
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
      const fails = status.state === "failing" || status.state === "broken";
      return fails ? [reason("script_fault", { relay, problem: status.problem })] : [];
    }),
    ...Object.entries(devices).flatMap(([device, { behind_ms: age }]) =>
      age === undefined ? [] : [reason("device_behind", { device, age })],
    ),
  ];
}
