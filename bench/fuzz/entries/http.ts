import type { IncomingMessage, Server } from "node:http";
import { connect, type Socket } from "node:net";
import type { ModeCommand } from "../../../src/model/index.ts";
import { Problem, RelayMode } from "../../../src/web/api.ts";
import { LIMITS } from "../../../src/web/defence/limits.ts";
import { AT, bench, houseState } from "../../../src/web/testing/fakes.ts";
import type { MemoryHistory } from "../../../src/web/testing/memory-history.ts";
import { listen } from "../../../src/web/testing/sockets.ts";
import { demand, type MakeEntry, type Outcome } from "../entry.ts";
import { shown } from "../rules.ts";

/** What comes over a connection to the web: bytes on a real socket, to the real server with a house that grants all. */

const LOOK_EVERY_MS = 1;
/** An answer takes no longer than this, whatever the machine does. */
const ANSWER_MS = 20_000;
const MOST_ANSWER = 4 * 1024 * 1024;
/** Written where the port belongs: it is another one each time. */
const PORT = "PORT";

/** Every status that the interface says, and those that Node's own parser says. Not among them: 500. */
const STATUSES = new Set([
  ...[100, 200, 204, 206, 304, 400, 403, 404, 405, 406, 408, 409, 411, 413, 414, 415, 416, 417, 421, 426, 428, 429],
  ...[431, 501, 503, 504, 505],
]);

interface Answer {
  readonly head: string;
  readonly body: string;
}

/** Whether an answer is complete, as far as can be told from it. */
function isWhole(text: string): boolean {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const head = text.slice(0, end).toLowerCase();
  if (head.includes("text/event-stream")) return true;
  const length = /\r\ncontent-length: (\d+)/.exec(head)?.[1];
  if (length !== undefined) return text.length >= end + 4 + Number(length);
  return head.includes("transfer-encoding: chunked") ? text.endsWith("0\r\n\r\n") : false;
}

/** The server's end of the connections: what it still has to do with what came. */
class ServerEnd {
  #socket: Socket | undefined;
  readonly #requests = new Set<IncomingMessage>();

  constructor(server: Server) {
    server.on("connection", (socket) => {
      this.#socket = socket;
    });
    server.on("request", (request, response) => {
      this.#requests.add(request);
      response.on("close", () => this.#requests.delete(request));
    });
  }

  /** The next connection is the one that counts. */
  forget(): void {
    this.#socket = undefined;
    this.#requests.clear();
  }

  /** Whether it has read so many bytes, answered all that was asked, and can only wait for more. */
  hasDone(bytes: number): boolean {
    const open = [...this.#requests].some(({ complete }) => complete);
    return this.#socket !== undefined && this.#socket.bytesRead >= bytes && !open;
  }
}

/** Sends bytes and takes what comes back, as latin1. @throws Error when nothing comes and the server does not hang up */
function ask(port: number, bytes: Buffer, server: ServerEnd): Promise<string> {
  server.forget();
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    const late = setTimeout(() => over(new Error(`no answer, and no end, for ${ANSWER_MS} ms`)), ANSWER_MS);
    // what is half a request gets its answer once it is clear that no more comes
    const looks = setInterval(() => server.hasDone(bytes.length) && socket.end(), LOOK_EVERY_MS);
    const over = (error?: Error): void => {
      clearTimeout(late);
      clearInterval(looks);
      socket.destroy();
      if (error) reject(error);
      else resolve(text);
    };
    socket.setEncoding("latin1");
    socket.on("data", (part: string) => {
      text += part;
      if (text.length > MOST_ANSWER) over(new Error("an answer without end"));
      else if (isWhole(text)) over();
    });
    // a server that refuses hangs up while more is being sent
    socket.on("error", () => over());
    socket.on("close", () => over());
    socket.write(bytes);
  });
}

/** The first answer. */
function answerOf(text: string): Answer | null {
  const end = text.indexOf("\r\n\r\n");
  return end < 0 ? null : { head: text.slice(0, end), body: text.slice(end + 4) };
}

function isProblem(body: string): boolean {
  try {
    return Problem.safeParse(JSON.parse(body)).success;
  } catch {
    return false;
  }
}

function judgeAnswer(text: string, asksHead: boolean): string {
  const answer = answerOf(text);
  if (!answer) {
    demand(text === "", () => `half an answer: ${shown(text)}`);
    return "none";
  }
  const { head, body } = answer;
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]);
  demand(STATUSES.has(status), () => `status ${status}: ${shown(body)}`);
  const isJson = /\r\ncontent-type: application\/json/i.test(head);
  const whole = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (status >= 400 && isJson && !asksHead && body.length === Number(whole)) {
    demand(isProblem(body), () => `${status} says ${shown(body)}, which is no problem in words`);
  }
  if (status >= 400 && isJson) return `${status} ${/"error":"([a-z_]+)"/.exec(body)?.[1] ?? ""}`;
  return `${status} ${/\r\ncontent-type: ([^\r;]+)/i.exec(head)?.[1] ?? ""}`;
}

function judgeCommand({ relay, mode, for_ms, origin }: ModeCommand, relays: readonly string[]): void {
  demand(relays.includes(relay), () => `the house is asked for the relay ${shown(relay)}`);
  demand(RelayMode.safeParse(mode).success, () => `the house is asked for the mode ${shown(mode)}`);
  demand(origin === "api" || origin === "page", () => `the house is asked by ${shown(origin)}`);
  const { override_min_ms, override_max_ms } = LIMITS;
  const isSound = for_ms === undefined || (for_ms >= override_min_ms && for_ms <= override_max_ms && mode !== "auto");
  demand(isSound, () => `the house is asked for ${mode} for ${for_ms} ms`);
}

function fill(history: MemoryHistory): void {
  history.units.set("solar.power", "W").set("charger.state", null).set("relay.boiler", "");
  for (let minute = 0; minute < 50; minute++) {
    const at = AT - minute * 60_000;
    history.readings.unshift({ channel: "solar.power", at, value: 100 + minute });
    history.readings.unshift({ channel: "relay.boiler", at, value: minute % 2 });
    history.readings.unshift({ channel: "charger.state", at, value: minute % 3 === 0 ? "float" : "bulk" });
  }
}

const HOST = `Host: 127.0.0.1:${PORT}\r\n`;
const get = (path: string, more = ""): string => `GET ${path} HTTP/1.1\r\n${HOST}${more}\r\n`;
const put = (path: string, body: string, more = ""): string =>
  `PUT ${path} HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n${more}\r\n${body}`;

const SEEDS: readonly string[] = [
  get("/health"),
  get("/api/state?lang=fr"),
  get("/api/live?lang=de"),
  get("/api/channels"),
  get(`/api/series/solar.power?from=${AT - 3_600_000}&to=${AT}&points=20`),
  get(`/api/series?channels=solar.power,SOC&from=${AT - 3_600_000}&to=2026-11-20T10:00:00Z&points=10`),
  get(`/api/series/solar.power?from=0&format=csv`),
  get(`/api/energy/solar.power?by=hour&from=${AT - 7_200_000}&to=${AT}`),
  get(`/api/gaps?from=0&to=${AT}`),
  get("/api/journal?limit=5&before=100&lang=en&kind=switch&relay=boiler"),
  get(`/api/relays/boiler/runs?from=${AT - 3_600_000}&to=${AT}`),
  get("/graph/solar.power.svg?last=1h&width=400&height=200"),
  get("/graph/solar.power,SOC.png?last=1d"),
  get("/openapi.json"),
  get("/", "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: navigate\r\nOrigin: http://127.0.0.1:PORT\r\n"),
  get("/assets/../../etc/passwd", "If-None-Match: *\r\nRange: bytes=0-5\r\nConnection: keep-alive\r\n"),
  put("/api/relays/boiler/mode", '{"mode":"off"}'),
  put("/api/relays/pump/mode?lang=fr", '{"mode":"on","for":"1 h"}', "Connection: close\r\n"),
  put("/api/relays/boiler/mode", '{"mode":"auto"}', "Sec-Fetch-Site: same-origin\r\n"),
  `PUT /api/relays/boiler/mode HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n` +
    'E\r\n{"mode":"off"}\r\n0\r\n\r\n',
  `HEAD /api/state HTTP/1.1\r\n${HOST}\r\n`,
  `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`,
  get("/health") + get("/api/state"),
];

export const make: MakeEntry = async () => {
  const { app, commands, history } = await bench({ limits: { confirm_ms: 1, reply_ms: 1_000 } });
  fill(history);
  const port = await listen(app);
  const server = new ServerEnd(app.server);
  const relays = houseState().relays.map(({ id }) => id);
  return {
    seeds: SEEDS.map((text) => Buffer.from(text)),
    words: [
      ..."GET PUT POST DELETE HEAD OPTIONS TRACE CONNECT PATCH /health /api/state /api/live /api/channels".split(" "),
      ..."/api/series /api/energy /api/gaps /api/journal /api/relays /graph /openapi.json boiler pump SOC".split(" "),
      ..."from= to= points= by= lang= limit= before= last= width= height= & ? = %00 %2F %ff %zz .. # : ;".split(" "),
      ...[
        " HTTP/1.1\r\n",
        " HTTP/1.0\r\n",
        "\r\n",
        "\r\n\r\n",
        HOST,
        "Host: evil.example\r\n",
        "Content-Length: 5\r\n",
      ],
      ...["Content-Length: 99999999999\r\n", "Transfer-Encoding: chunked\r\n", "Expect: 100-continue\r\n", "0\r\n\r\n"],
      ...["Upgrade: websocket\r\nConnection: upgrade\r\n", "Origin: null\r\n", "Sec-Fetch-Site: cross-site\r\n"],
      ...['{"mode":"on"}', '"mode":', '"for":', '"31 d"', '"0 s"', '"1e9 h"', "application/json", "text/plain", "gzip"],
    ],
    longest: 70_000,
    most_ms: 50,
    take: async (input) => {
      commands.length = 0;
      const bytes = Buffer.from(input.toString("latin1").replaceAll(PORT, String(port)), "latin1");
      const text = await ask(port, bytes, server);
      const asked = [...commands];
      return (): Outcome => {
        const kind = judgeAnswer(text, bytes.subarray(0, 5).toString("latin1") === "HEAD ");
        for (const command of asked) judgeCommand(command, relays);
        return { kind: `${kind} ${asked.length}`, taken: JSON.stringify([kind, asked]) };
      };
    },
    close: async () => {
      await app.close();
    },
  };
};
