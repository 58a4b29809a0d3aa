import { chmod, mkdir, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { dirname, join } from "node:path";
import type { Cable } from "../../src/devices/kit/testing/cable.ts";
import type { DeviceEnd } from "../../src/model/index.ts";
import { Board } from "../../src/pins/testing/board.ts";
import { Latch } from "../../src/pins/testing/wire-chips.ts";

/**
 * What stands at a device's end of the wire, put up for real: files, an HTTP server, pseudo-terminals; and a chip that
 * is made up. */
export class StandIn {
  readonly #end: DeviceEnd;
  readonly #folder: string;
  /** The chips of its machine: none until `up`. */
  readonly pins: Board;
  readonly #cables = new Map<Cable, string>();
  #server: Server | undefined;
  #isUp = false;

  /** @param folder the configuration's, empty */
  constructor(end: DeviceEnd, folder: string) {
    this.#end = end;
    this.#folder = folder;
    this.pins = new Board(end.pins ? [end.pins.chip] : []);
    this.pins.isGone = true;
  }

  /** Makes the host known: until `up` it hangs up on everybody. */
  async reserve(): Promise<void> {
    const answers = this.#end.http;
    if (!answers) return;
    const server = createServer((request, response) => {
      const body = this.#isUp ? answers[request.url ?? ""] : undefined;
      if (!this.#isUp) request.socket.destroy();
      else response.writeHead(body === undefined ? 404 : 200, { connection: "close" }).end(body);
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  }

  /** The options with the host that stands in for theirs. */
  options(written: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const address = this.#server?.address();
    if (typeof address !== "object" || address === null) return written;
    const host = `127.0.0.1:${address.port}`;
    return Object.fromEntries(
      Object.entries(written).map(([key, value]) => {
        const isHost = typeof value === "string" && value.endsWith(".invalid");
        return [key, isHost ? host : value];
      }),
    );
  }

  async up(): Promise<void> {
    for (const [path, content] of Object.entries(this.#end.files ?? {})) {
      const place = join(this.#folder, path);
      await mkdir(dirname(place), { recursive: true });
      await writeFile(place, content);
      if (content.startsWith("#!")) await chmod(place, 0o755);
    }
    for (const [path, said] of Object.entries(this.#end.serial ?? {})) {
      // needs socat: loaded for those that ask for it
      const { Cable } = await import("../../src/devices/kit/testing/cable.ts");
      this.#cables.set(await Cable.plug(join(this.#folder, path)), said);
    }
    for (const offset of this.#end.pins?.low ?? []) this.pins.levels.set(offset, false);
    for (const [address, { latch, low }] of Object.entries(this.#end.i2c ?? {})) {
      this.pins.i2c.chips.set(Number(address), new Latch(latch, low));
    }
    this.pins.isGone = false;
    this.#isUp = true;
  }

  /** Serial lines say once more what they have to say. */
  async speak(): Promise<void> {
    for (const [cable, said] of this.#cables) await cable.speak(said);
  }

  async down(): Promise<void> {
    const server = this.#server;
    if (server) {
      server.closeAllConnections();
      await new Promise<unknown>((resolve) => server.close(resolve));
    }
    for (const cable of this.#cables.keys()) await cable.unplug();
  }
}
