import type { Memory, RelayMemory } from "./relay-memory.ts";

/** Whether what the disk gave back reads as the brain's memory. */
type Kind = (value: unknown) => boolean;

const isNumber: Kind = Number.isFinite;
const isBoolean: Kind = (value) => typeof value === "boolean";
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isNow: Kind = (value) => isObject(value) && isNumber(value.at) && isNumber(value.mono);
const orNull =
  (kind: Kind): Kind =>
  (value) =>
    value === null || kind(value);

const isDay: Kind = (value) =>
  isObject(value) &&
  typeof value.day === "string" &&
  isNumber(value.on_today_ms) &&
  isNumber(value.starts_today) &&
  isBoolean(value.cycled_today);

const isDays: Kind = (value) => Array.isArray(value) && value.length <= 3 && value.every(isDay);

/** What must be right in a saved relay. */
const KINDS: Readonly<Partial<Record<keyof RelayMemory, Kind>>> = {
  commanded: isBoolean,
  ran: isBoolean,
  run_over: isBoolean,
  cycled_today: isBoolean,
  since_at: isNumber,
  on_mono: orNull(isNumber),
  off_mono: orNull(isNumber),
  last_on_at: orNull(isNumber),
  last_off_at: orNull(isNumber),
  last_auto_on_at: orNull(isNumber),
  mode: (value) => value === "off" || value === "auto" || value === "on",
  until: orNull(isNow),
  auto_want: orNull(isBoolean),
  base: orNull(isBoolean),
  day: (value) => typeof value === "string",
  set_back: orNull((value) => isObject(value) && typeof value.day === "string" && isNumber(value.mono)),
  ahead: orNull((value) => isObject(value) && isNumber(value.until_mono) && isDay(value.counters)),
  days: isDays,
  missed: isDays,
  on_today_ms: isNumber,
  starts_today: isNumber,
  starts_mono: (value) => Array.isArray(value) && value.length <= 60 && value.every(isNumber),
  run_before_ms: isNumber,
  resumed: isNumber,
  cut: orNull((value) => isObject(value) && isNumber(value.run_ms) && isNumber(value.mono)),
  left_off: orNull((value) => isObject(value) && isBoolean(value.asked) && orNull(isNumber)(value.quiet_mono)),
  undone_mono: (value) => Array.isArray(value) && value.length <= 60 && value.every(isNumber),
  fault: orNull((value) => isObject(value) && isObject(value.reason)),
};

/** The saved relay, with what an older version did not know as if new; `undefined` when it does not read as one. */
export function soundRelay(saved: unknown, fresh: RelayMemory): RelayMemory | undefined {
  if (!isObject(saved)) return undefined;
  const whole: Record<string, unknown> & RelayMemory = { ...fresh, ...saved };
  return Object.entries(KINDS).every(([name, kind]) => kind(whole[name])) ? whole : undefined;
}

/** Whether something reads as a memory; its relays are looked at one by one. */
export function looksLikeMemory(saved: unknown): saved is Memory {
  if (!isObject(saved) || saved.version !== 1 || !isObject(saved.relays)) return false;
  return (
    isNow(saved.saved) && [saved.last_start_mono, saved.last_stop_mono].every((mono) => orNull(isNumber)(mono ?? null))
  );
}
