import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { App } from "../http/context.ts";
import { listenOn } from "../server/listen.ts";

/** Gives the server a free loopback port. */
export function listen(app: App, host = "127.0.0.1"): Promise<number> {
  return listenOn(app, host, 0);
}

/** A client that writes bytes as they are and keeps what comes back. */
export class RawClient {
  readonly socket: Socket;
  text = "";
  closed = false;

  constructor(port: number, host = "127.0.0.1") {
    this.socket = connect(port, host);
    this.socket.setEncoding("utf8");
    this.socket.on("data", (part: string) => {
      this.text += part;
    });
    this.socket.on("error", () => {});
    this.socket.on("close", () => {
      this.closed = true;
    });
  }

  /** Asks for a path as a plain program does. */
  get(path: string, port: number, headers = ""): void {
    this.socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${headers}\r\n`);
  }

  /** The states that arrived on a live stream, as text. */
  get states(): string[] {
    return [...this.text.matchAll(/event: state\ndata: (.*)\n\n/g)].map(([, data]) => data ?? "");
  }

  async end(): Promise<void> {
    if (this.closed) return;
    this.socket.destroy();
    await once(this.socket, "close");
  }
}
