import type { FastifyReply } from "fastify";

/**
 * Takes the response out of Fastify's hands, its time limit included, and writes its head with the headers that the
 * reply has so far.
 */
export function writeHead(reply: FastifyReply, headers: Readonly<Record<string, string>>): void {
  reply.hijack();
  for (const [name, value] of Object.entries({ ...reply.getHeaders(), ...headers })) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  reply.raw.writeHead(200);
}
