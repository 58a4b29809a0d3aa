import { createServer } from "node:net";
import type { FastifyInstance } from "fastify";
import { portOf } from "./app.ts";

/** `localhost` is both. */
const LOOPBACK_4 = "127.0.0.1";
const LOOPBACK_6 = "::1";
/**
 * Connections that may wait to be taken. Those beyond it are dropped by the system, and tried again a second or more later:
 * a crowd that comes at once would keep a person waiting who comes after it.
 */
const BACKLOG = 4_096;

/** Has a second address lead to the same server, with the same bounds. Where there is none, the first is enough. */
async function alsoOn(app: FastifyInstance, host: string, port: number): Promise<void> {
  const other = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => app.server.emit("connection", socket));
  const bound = await new Promise<boolean>((resolve) => {
    other.once("error", () => resolve(false));
    other.listen({ host, port, ipv6Only: true, backlog: BACKLOG }, () => resolve(true));
  });
  if (bound) app.server.once("close", () => other.close());
}

/**
 * Listens on a loopback address, or on both when the host is `localhost`.
 * @param port 0 takes a free one @returns the port
 * @throws Error with the system's `code` when it cannot be had
 */
export async function listenOn(app: FastifyInstance, host: string, port: number): Promise<number> {
  const isBoth = host === "localhost";
  await app.listen({ host: isBoth ? LOOPBACK_4 : host, port, backlog: BACKLOG });
  const taken = portOf(app);
  if (isBoth) await alsoOn(app, LOOPBACK_6, taken);
  return taken;
}
