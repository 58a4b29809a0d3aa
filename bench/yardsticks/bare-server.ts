import { spawn } from "node:child_process";
import { once } from "node:events";
import { median } from "../figures.ts";
import type { Yardstick } from "../judge.ts";

const TRIES = 5;

/** A server with one route, which says its port. */
const SERVER = `import Fastify from "fastify";
const app = Fastify();
app.get("/", async () => "here");
await app.listen({ host: "127.0.0.1", port: 0 });
console.log(app.server.address().port);`;

async function firstAnswer(): Promise<number> {
  const began = performance.now();
  const server = spawn(process.execPath, ["--input-type=module", "-e", SERVER], {
    cwd: import.meta.dirname,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [port] = await once(server.stdout, "data");
    await (await fetch(`http://127.0.0.1:${Number(String(port))}/`)).text();
    return performance.now() - began;
  } finally {
    server.kill();
  }
}

/** From the start of a bare Fastify server's process to its first answer; the middle of some. */
export async function bareServer(): Promise<Yardstick> {
  const took: number[] = [];
  for (let i = 0; i < TRIES; i++) took.push(await firstAnswer());
  return { name: "a bare Fastify server", value: median(took), unit: "ms" };
}
