import assert from "node:assert/strict";
import { test } from "node:test";
import { Gleaner } from "./support/gleaner.ts";
import { Place } from "./support/place.ts";
import { until } from "./support/until.ts";

/** What real programs get of the environment in which a real house was started. */

const OF_GLEANER = {
  PATH: process.env.PATH ?? "",
  HOME: "/nonexistent/home",
  LANG: "fr_FR.UTF-8",
  TZ: "Europe/Paris",
  LC_ALL: "C",
  USER: "somebody",
  API_TOKEN: "of-gleaner-alone",
  NODE_OPTIONS: "--no-deprecation",
  NODE_COMPILE_CACHE: "/nonexistent/cache",
  MALLOC_ARENA_MAX: "2",
  NOTIFY_SOCKET: "/nonexistent/notify",
  CREDENTIALS_DIRECTORY: "/nonexistent/credentials",
};

/** A program that copies the environment which it has. */
const copy = (file: string): string => `[cp, /proc/self/environ, ./${file}]`;

test("programs get PATH, HOME, LANG and TZ of Gleaner's environment, what the configuration says, whose they are, and nothing else", async () => {
  using place = new Place();
  place.write("key", "s3cret of two words\n");
  const env = "env: { PLAIN: as it is, KEY_file: ./key, TZ: UTC }";
  place.write(
    "gleaner.yaml",
    `data: ./data
web: { port: 0 }
devices:
  polled: { type: command, source: { run: ${copy("polled")}, every: 1 h }, ${env} }
  heard:  { type: command, source: { listen: ${copy("heard")} }, ${env} }
  plug:   { type: command, on: ${copy("on")}, off: ${copy("off")}, read: ${copy("read")} }
relays:
  pump: { output: plug }
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
`,
  );
  const gleaner = await Gleaner.run(place, "gleaner.yaml", { env: OF_GLEANER });
  try {
    await gleaner.api.setMode("pump", "on");
    const configured = [
      "HOME=/nonexistent/home",
      "KEY=s3cret of two words",
      "LANG=fr_FR.UTF-8",
      `PATH=${OF_GLEANER.PATH}`,
      "PLAIN=as it is",
      "TZ=UTC",
    ];
    const bare = ["HOME=/nonexistent/home", "LANG=fr_FR.UTF-8", `PATH=${OF_GLEANER.PATH}`, "TZ=Europe/Paris"];
    for (const [file, expected] of [
      ["polled", configured],
      ["heard", configured],
      ["on", bare],
      ["read", bare],
    ] as const) {
      const words = await until(`the environment of ${file}`, () => place.read(file) || undefined);
      const got = words.split("\0").filter((variable) => variable !== "");
      const [mark = "", ...others] = got.sort();
      assert.match(mark, /^GLEANER_PROGRAM=\d+:\d+:\/.*\/data$/);
      assert.deepEqual(others, expected, file);
    }
  } finally {
    await gleaner.stop();
  }
});
