import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Limits } from "../defence/limits.ts";

/** A socket, since when nothing is done for it, and what it asks. */
interface Caller {
  idle_since: number;
  asking: IncomingMessage | undefined;
}

/** Whether a question that has come in full is being answered. */
function isServed({ asking }: Caller): boolean {
  return asking?.complete === true;
}

/**
 * Keeps sockets from being held for nothing. One without a byte is closed early, and when there are as many as there may
 * be, a new one takes the place of the one for which nothing has been done the longest: who only holds sockets shuts
 * nobody out. Those whose question is being answered stay.
 * @param now milliseconds of a clock that never goes back
 */
export function guardSockets(server: Server, limits: Limits, now = (): number => performance.now()): void {
  const callers = new Map<Socket, Caller>();
  // what is being closed is still counted there
  server.maxConnections = 2 * limits.sockets;

  const oldestIdle = (): Socket | undefined => {
    let oldest: readonly [socket: Socket, since: number] | undefined;
    for (const [socket, caller] of callers) {
      if (isServed(caller) || (oldest && oldest[1] <= caller.idle_since)) continue;
      oldest = [socket, caller.idle_since];
    }
    return oldest?.[0];
  };

  server.on("connection", (socket: Socket) => {
    if (callers.size >= limits.sockets) {
      const gone = oldestIdle() ?? socket;
      callers.delete(gone);
      gone.destroy();
      if (gone === socket) return;
    }
    callers.set(socket, { idle_since: now(), asking: undefined });
    const early = setTimeout(() => {
      if (socket.bytesRead === 0) socket.destroy();
    }, limits.first_byte_ms);
    socket.once("close", () => {
      clearTimeout(early);
      callers.delete(socket);
    });
  });

  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const caller = callers.get(request.socket);
    if (!caller) return;
    caller.asking = request;
    response.once("close", () => {
      if (caller.asking === request) caller.asking = undefined;
      caller.idle_since = now();
    });
  });
}
