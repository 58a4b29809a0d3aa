import type { Entry } from "../entry.ts";

interface Listed {
  /** How many of a hundred inputs it is given. */
  readonly share: number;
  /** Makes it ready; only the thread that fuzzes it loads what it needs. */
  make(): Promise<Entry>;
}

/** Every way in from outside. */
export const ENTRIES = {
  output: { share: 22, make: async () => (await import("./output.ts")).make() },
  vedirect: { share: 15, make: async () => (await import("./vedirect.ts")).make() },
  mode_file: { share: 12, make: async () => (await import("./mode-file.ts")).make() },
  csv: { share: 12, make: async () => (await import("./import.ts")).importEntry("csv") },
  jsonl: { share: 12, make: async () => (await import("./import.ts")).importEntry("jsonl") },
  influx: { share: 12, make: async () => (await import("./import.ts")).importEntry("influx") },
  door: { share: 7, make: async () => (await import("./door.ts")).make() },
  config: { share: 3, make: async () => (await import("./config.ts")).make() },
  http: { share: 3, make: async () => (await import("./http.ts")).make() },
  script: { share: 2, make: async () => (await import("./script.ts")).make() },
} as const satisfies Readonly<Record<string, Listed>>;

export type EntryName = keyof typeof ENTRIES;

export function isEntryName(name: string): name is EntryName {
  return Object.hasOwn(ENTRIES, name);
}
