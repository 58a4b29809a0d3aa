import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { type HouseState, type ModeCommand, parseDuration, type RelayState } from "../../model/index.ts";
import { ModeRequest, Relay } from "../api.ts";
import type { Limits } from "../defence/limits.ts";
import { HttpProblem } from "../defence/problem.ts";
import { audienceOf, newestState } from "../http/context.ts";
import { LANG, Query, RELAY } from "../http/queries.ts";
import { relayCalled, unknownRelay } from "../http/relay-names.ts";
import { Routes, route } from "../http/route.ts";
import { relayView } from "../http/views.ts";

function relayOf(house: HouseState, id: string): RelayState {
  const relay = relayCalled(id, house.relays);
  if (relay) return relay;
  throw unknownRelay(
    id,
    house.relays.map((each) => each.id),
  );
}

/** @throws HttpProblem 400 when it does not read as a duration, or is out of range */
function overrideTime(words: string, limits: Limits): number {
  const for_ms = parseDuration(words);
  if (for_ms === undefined) {
    throw new HttpProblem(400, "bad_duration", `for: ${words} is not a duration`, "for: write 30 min, 1 h or 2.5 h");
  }
  if (for_ms < limits.override_min_ms || for_ms > limits.override_max_ms) {
    const hint = "for: write 30 min, 1 h or 2.5 h; leave it out for an override without an end";
    throw new HttpProblem(400, "bad_duration", `for: ${words} is not between 1 s and 31 d`, hint);
  }
  return for_ms;
}

/** Browsers name the site that a request comes from, other programs do not. */
function originOf(request: FastifyRequest): ModeCommand["origin"] {
  return request.headers["sec-fetch-site"] === undefined ? "api" : "page";
}

/** Whether this state already shows what was asked for. A lapse may differ by what the two clocks read apart. */
function shows(house: HouseState, command: ModeCommand): boolean {
  const relay = house.relays.find((each) => each.id === command.relay);
  if (!relay || relay.mode !== command.mode) return false;
  if (command.mode === "auto" || command.for_ms === undefined) return relay.until === null;
  return relay.until !== null && Math.abs(relay.until - house.now.at - command.for_ms) < 2_000;
}

/** `PUT /api/relays/:id/mode`: a person or a program sets the mode of a relay. */
export const routes = new Routes((context) => [
  route("PUT /api/relays/:id/mode", {
    who: "anybody_on_loopback",
    summary: "Set the mode of a relay",
    description:
      "`off` and `on` override the relay's script until changed, or until `for` has passed; `auto` gives it back. " +
      "The guard's limits stand: the answer is the relay's new state, with what is in the way.",
    tag: "relays",
    asks: { params: z.object({ id: RELAY.describe("name or number") }), body: ModeRequest, query: Query(LANG) },
    answer: Relay.describe("the relay's new state"),
    problems: {
      403: "asked for by another site",
      404: "no relay has this name",
      409: "the house refused",
      413: "the body is too large",
      415: "not JSON",
      503: "the house is starting or busy",
      504: "the house did not answer within 5 s",
    },
    handle: async ({ params, body: { mode, for: duration }, query }, reply) => {
      const { limits, live } = context;
      await live.until(() => true, limits.up_ms);
      const { id } = relayOf(newestState(context).house, params.id);
      const for_ms = duration === undefined ? undefined : overrideTime(duration, limits);
      if (mode === "auto" && for_ms !== undefined) {
        throw new HttpProblem(400, "bad_duration", "for: auto has no end", "leave `for` out, or choose off or on");
      }
      const command: ModeCommand = { relay: id, mode, for_ms, origin: originOf(reply.request) };
      const { from_mono = Number.NEGATIVE_INFINITY } = await context.ask("mode", command);
      // the states before the answer show the mode, but not yet what the relay made of it
      await live.until((house) => house.now.mono >= from_mono && shows(house, command), limits.confirm_ms);
      const { house } = newestState(context);
      return relayView(relayOf(house, id), house.scripts[id], audienceOf(query, context, reply));
    },
  }),
]);
