/**
 * Opens connections to a server and keeps them, without a word, a byte at a time, or listening and never reading:
 * `crowd.ts PORT MANY`. Those that the server ends are opened anew.
 */
import { connect } from "node:net";

const [port = "0", many = "1"] = process.argv.slice(2);
const AGAIN_MS = 20;
const BYTE_EVERY_MS = 1_000;
const HEAD = `GET /api/live HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n`;

/** The n-th guest: every fourth trickles a head, every eighth listens to the live stream and takes nothing. */
function come(n: number): void {
  const socket = connect(Number(port), "127.0.0.1");
  let sent = 0;
  const timer = setInterval(() => {
    if (n % 4 === 1) socket.write(HEAD[sent++ % HEAD.length] ?? "");
  }, BYTE_EVERY_MS);
  if (n % 8 === 2) socket.write(`${HEAD}\r\n`);
  socket.pause();
  socket.on("error", () => undefined);
  socket.on("close", () => {
    clearInterval(timer);
    setTimeout(() => come(n), AGAIN_MS);
  });
}

for (let n = 0; n < Number(many); n++) come(n);
