import type { IncomingMessage, ServerResponse } from "node:http";
import type { Language } from "../../src/model/language.ts";
import type { ChannelList, EnergyUnit, JournalLine, Series } from "../../src/web/api.ts";
import type { InventedHouse } from "./house.ts";

/** The routes of the past, as the real server has them. */

type Send = (status: number, body: unknown) => void;

function number(url: URL, name: string, otherwise: number): number {
  const value = Number(url.searchParams.get(name) ?? otherwise);
  return Number.isFinite(value) ? value : otherwise;
}

function unknown(send: Send, channel: string): void {
  send(404, { error: "unknown_channel", message: `No channel is called ${channel}.`, hint: "See /api/channels." });
}

function series(house: InventedHouse, url: URL, send: Send): void {
  const [from, to] = [number(url, "from", 0), number(url, "to", Date.now())];
  const points = number(url, "points", 1_000);
  const found: Record<string, Series> = {};
  for (const channel of (url.searchParams.get("channels") ?? "").split(",")) {
    const read = house.past.series(channel, from, to, points);
    if (!read) {
      unknown(send, channel);
      return;
    }
    found[channel] = read;
  }
  send(200, { from, to, series: found });
}

/** Pages of so many channels, as the real server has them. */
const PAGE = 1_000;

function channels(house: InventedHouse, url: URL): ChannelList {
  const after = url.searchParams.get("after") ?? "";
  const rest = house.past.channels.filter(({ name }) => name > after).sort((a, b) => (a.name < b.name ? -1 : 1));
  const page = rest.slice(0, PAGE);
  const last = page.at(-1)?.name;
  return { channels: page, ...(rest.length > PAGE && last !== undefined && { next: last }) };
}

function energy(house: InventedHouse, url: URL, channel: string, send: Send): void {
  const by = (url.searchParams.get("by") ?? "day") as EnergyUnit;
  const sums = house.past.energy(channel, by, number(url, "from", 0), number(url, "to", Date.now()));
  if (sums) send(200, sums);
  else unknown(send, channel);
}

/** Lines by their instant, as `from`, `to`, `relay` and `kind` say. */
export function searched(lines: readonly JournalLine[], url: URL): JournalLine[] {
  const [from, to] = [number(url, "from", 0), number(url, "to", 8.64e15)];
  const relay = url.searchParams.get("relay");
  const kind = url.searchParams.get("kind");
  return lines
    .filter((line) => line.at >= from && line.at < to)
    .filter((line) => (relay === null || line.relay === relay) && (kind === null || line.kind === kind))
    .sort((a, b) => b.at - a.at)
    .slice(0, number(url, "limit", 50));
}

/** Answers what it knows. `false`: it is no question of the past. */
export function answerHistory(
  house: InventedHouse,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  language: Language,
): boolean {
  const send: Send = (status, body) => {
    if (response.destroyed) return;
    response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(JSON.stringify(body));
  };
  if (request.method !== "GET") return false;
  const [from, to] = [number(url, "from", 0), number(url, "to", 8.64e15)];
  const runs = /^\/api\/relays\/([^/]+)\/runs$/.exec(url.pathname)?.[1];
  const summed = /^\/api\/energy\/([^/]+)$/.exec(url.pathname)?.[1];
  if (url.pathname === "/api/channels") send(200, channels(house, url));
  else if (url.pathname === "/api/series") series(house, url, send);
  else if (url.pathname === "/api/gaps") {
    send(200, { gaps: house.past.gaps.filter((gap) => gap.since < to && gap.until > from) });
  } else if (summed !== undefined) energy(house, url, decodeURIComponent(summed), send);
  else if (runs !== undefined) {
    const relay = decodeURIComponent(runs);
    send(200, { runs: house.past.runs(house.switches(relay), relay, from, to) });
  } else if (url.pathname === "/api/journal" && url.searchParams.has("from")) {
    send(200, searched(house.lines(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, language), url));
  } else return false;
  return true;
}
