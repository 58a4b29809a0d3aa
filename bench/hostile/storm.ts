/** Asks a server for the same things again and again, many at once, until it is ended: `storm.ts URL MANY PATH …`. */

const [url = "", many = "1", ...paths] = process.argv.slice(2);
const ANSWER_MS = 20_000;
/** Before the next try, where there was no answer: a server that is gone is not asked without end. */
const REST_MS = 50;
/** JSON as deep as a body may be long. */
const DEEP = `${'{"mode":'.repeat(14_000)}1${"}".repeat(14_000)}`;

async function askOnce(path: string): Promise<void> {
  const put = path.startsWith("PUT ");
  const headers = { "content-type": "application/json" };
  const init = put ? { method: "PUT", headers, body: DEEP } : {};
  const address = `${url}${put ? path.slice(4) : path}`;
  const answer = await fetch(address, { ...init, signal: AbortSignal.timeout(ANSWER_MS) });
  for await (const _piece of answer.body ?? []);
}

async function askForEver(turn: number): Promise<never> {
  for (let next = turn; ; next++) {
    try {
      await askOnce(paths[next % paths.length] ?? "/");
    } catch {
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
    }
  }
}

await Promise.all(Array.from({ length: Number(many) }, (_, turn) => askForEver(turn)));
