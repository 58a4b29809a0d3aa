import { civil, HOUR, type ScriptWorld, zoneOffset } from "../../model/index.ts";

/** Decimal hours of local time of an instant (UTC ms), 0 ≤ h < 24. */
function localHours(at: number, zone: string): number {
  const local = at + zoneOffset(at, zone);
  return (((local / HOUR) % 24) + 24) % 24;
}

function now(world: ScriptWorld, zone: string): unknown {
  const { at } = world.snapshot.now;
  const { sunrise, sunset } = world.sun;
  const time = civil(at, zone);
  const two = (n: number): string => String(n).padStart(2, "0");
  return {
    ...time,
    time: `${two(time.hour)}:${two(time.minute)}`,
    ms: at,
    sunrise: sunrise === null ? null : localHours(sunrise, zone),
    sunset: sunset === null ? null : localHours(sunset, zone),
    isDay: sunrise === null || sunset === null ? null : at >= sunrise && at < sunset,
  };
}

/**
 * The world as text, made once for all the scripts of a call: one line per thing, `kind"name"<tab>JSON`, so that a
 * script parses only what it reads. Kinds: `c` channel, `a` alias, `r` relay, `n` relay number, `w` the rest.
 * The sun's instants are UTC ms.
 */
export function worldText(world: ScriptWorld, zone: string): string {
  const lines: string[] = [""];
  const put = (kind: string, name: string, value: unknown): void => {
    lines.push(`${kind}${JSON.stringify(name)}\t${JSON.stringify(value)}`);
  };
  put("w", "mono", world.snapshot.now.mono);
  put("w", "now", now(world, zone));
  put(
    "w",
    "relays",
    world.relays.map(({ id }) => id),
  );
  for (const one of world.snapshot.channels.values()) {
    // where its words are not declared, one that said on or off may say another
    const saysWords = one.says_words || one.is_switch || typeof one.value === "string";
    put("c", one.name, [one.value, one.unit, one.at, one.age_ms, one.fresh ? 1 : 0, saysWords ? 1 : 0]);
  }
  for (const [alias, name] of world.snapshot.aliases) put("a", alias, name);
  for (const one of world.relays) {
    if (one.number !== null) put("n", String(one.number), one.id);
    put("r", one.id, [
      one.number,
      one.mode,
      one.mode_number,
      one.on,
      one.on_for_ms,
      one.off_for_ms,
      one.on_today_ms,
      one.starts_today,
      one.last_on,
      one.last_off,
      one.last_auto_on,
      one.cycled_today,
    ]);
  }
  lines.push("");
  return lines.join("\n");
}
