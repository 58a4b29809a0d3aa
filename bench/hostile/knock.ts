/** Calls at a house's door and says what is no chore, or half of one, again and again: `knock.ts SOCKET`. */
import { connect } from "node:net";

const [path = ""] = process.argv.slice(2);
const CALLERS = 6;
const AGAIN_MS = 10;

function frame(words: string, columns: Uint8Array = new Uint8Array()): Buffer {
  const text = Buffer.from(words);
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32LE(text.length, 0);
  lengths.writeUInt32LE(columns.length, 4);
  return Buffer.concat([lengths, text, columns]);
}

const SAID: readonly Buffer[] = [
  Buffer.alloc(100_000, 0xff),
  frame("[".repeat(1_000_000)),
  frame('{"do":"load","name":"x","unit":"W","count":200000}', new Uint8Array(3_200_000)),
  frame('{"do":"load","name":"x","unit":null,"count":1,"states":[null]}', new Uint8Array(24)),
  frame('{"do":"correct"}'),
  frame('{"do":"prune","channel":{},"before":null}'),
  frame('{"do":"mark","mark":null}'),
  // half of a frame, and no more
  frame('{"do":"undo","id":1}').subarray(0, 10),
];

function call(n: number): void {
  const socket = connect(path);
  socket.on("error", () => undefined);
  socket.on("close", () => setTimeout(() => call(n + 1), AGAIN_MS));
  socket.write(SAID[n % SAID.length] ?? "", () =>
    setTimeout(() => socket.destroy(), n % SAID.length === 7 ? 2_000 : AGAIN_MS),
  );
}

for (let n = 0; n < CALLERS; n++) call(n);
