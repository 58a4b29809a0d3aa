import { type Checker, parted, typeOf } from "./checker.ts";

/** Names that would stand for two things, or that people take for one. */

/** A channel that bears the name of a device's value would hold both. */
function checkBorrowed(checker: Checker): void {
  for (const [name, { from }] of Object.entries(checker.config.channels)) {
    const { device, value } = parted(name);
    const type = typeOf(checker, device);
    if (!type || from === name) continue;
    if (type.quantities && !type.quantities.some((quantity) => quantity.name === value)) continue;
    const why = type.quantities ? "is" : "may be";
    checker.complain(["channels", name], `${name} ${why} a value of device ${device}: choose another name`, {
      key: true,
    });
  }
}

/** Complains of names that differ only in small and capital letters. */
function checkCase(checker: Checker, names: Iterable<readonly [name: string, path: readonly PropertyKey[]]>): void {
  const seen = new Map<string, string>();
  for (const [name, path] of names) {
    const other = seen.get(name.toLowerCase());
    if (other !== undefined && other !== name)
      checker.complain(path, `${name} and ${other} differ only in small and capital letters: choose another name`);
    seen.set(name.toLowerCase(), name);
  }
}

export function checkNames(checker: Checker): void {
  const { channels, relays } = checker.config;
  checkBorrowed(checker);
  checkCase(
    checker,
    Object.entries(channels).flatMap(([name, { alias }]) =>
      alias === undefined ? [] : [[alias, ["channels", name, "alias"]] as const],
    ),
  );
  for (const [id, { settings }] of Object.entries(relays))
    checkCase(
      checker,
      Object.keys(settings).map((name) => [name, ["relays", id, "settings", name]] as const),
    );
}
