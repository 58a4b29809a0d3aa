/**
 * Asks a server for the same things again and again, many at once, until it is ended: `storm.ts URL MANY REQUEST …`. A
 * request is a path, or `PUT PATH BODY`.
 */

const [url = "", many = "1", ...requests] = process.argv.slice(2);
const ANSWER_MS = 20_000;
/** Before the next try, where there was no answer: a server that is gone is not asked without end. */
const REST_MS = 50;
/** JSON that takes long to read, as long as any server might let it be, by its name. */
const BODIES: Readonly<Record<string, string>> = {
  DEEP: `${'{"mode":'.repeat(14_000)}1${"}".repeat(14_000)}`,
  LISTS: "[".repeat(250_000),
};

function initOf(body: string): RequestInit {
  return { method: "PUT", headers: { "content-type": "application/json" }, body: BODIES[body] ?? body };
}

async function askOnce(request: string): Promise<void> {
  const [, path = request, body] = /^PUT (\S+) (.+)$/.exec(request) ?? [];
  const init = body === undefined ? {} : initOf(body);
  const answer = await fetch(`${url}${path}`, { ...init, signal: AbortSignal.timeout(ANSWER_MS) });
  for await (const _piece of answer.body ?? []);
}

async function askForEver(turn: number): Promise<never> {
  for (let next = turn; ; next++) {
    try {
      await askOnce(requests[next % requests.length] ?? "/");
    } catch {
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
    }
  }
}

await Promise.all(Array.from({ length: Number(many) }, (_, turn) => askForEver(turn)));
