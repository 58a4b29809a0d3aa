import type { FastifyReply, FastifySchema, RouteOptions } from "fastify";
import { z } from "zod";
import { Problem } from "../api.ts";
import { fieldWords } from "../defence/field-words.ts";
import { invalid } from "../defence/problem.ts";
import type { Who } from "../defence/who.ts";
import type { RouteContext } from "./context.ts";

type Address = `${"GET" | "PUT" | "POST" | "DELETE"} /${string}`;

/** The parts of a request that are looked at, each with its schema; the first that is wrong is the one that is told. */
type Parts = { readonly params?: z.ZodType; readonly body?: z.ZodType; readonly query?: z.ZodType };

/** Gives the answer, or sends it by the reply and gives that back. @throws HttpProblem */
type Handle<Asked extends Parts, Answer> = (
  asked: z.output<z.ZodObject<Asked>>,
  reply: FastifyReply,
) => Answer | FastifyReply | Promise<Answer | FastifyReply>;

/** What every route says, be it shown in the description or not. */
interface PageSpec<Asked extends Parts, Answer> {
  readonly who: Who;
  readonly asks: Asked;
  readonly handle: Handle<Asked, NoInfer<Answer>>;
}

/** An answer that is not JSON, or not JSON only: its forms by media type. */
interface Forms<Answer> {
  readonly description: string;
  readonly json?: z.ZodType<Answer>;
  readonly others: Readonly<Record<string, z.ZodType>>;
}

interface RouteSpec<Asked extends Parts, Answer> extends PageSpec<Asked, Answer> {
  readonly summary: string;
  readonly description?: string;
  /** The chapter of the description. */
  readonly tag: "state" | "relays" | "journal" | "history" | "health" | "description";
  /** False: a GET without a HEAD beside it. */
  readonly head?: false;
  readonly answer: z.ZodType<Answer> | Forms<Answer>;
  /** Answers of another status that are no problems, or more than one. */
  readonly others?: Readonly<Record<number, z.ZodType>>;
  /** When which problem is answered, by status. A wrong field is 400 wherever fields are asked for. */
  readonly problems?: Readonly<Record<number, string>>;
}

/** A route as Fastify takes it, and who may use it. */
export type Route = RouteOptions & { readonly config: { readonly who: Who } };

/** The routes of a file in `routes/`: it ends with `export const routes = new Routes(…)`, and is found by that. */
export class Routes {
  readonly make: (context: RouteContext) => readonly Route[];

  /** @param make called once for each server, with what every route is handed */
  constructor(make: (context: RouteContext) => readonly Route[]) {
    this.make = make;
  }
}

function madeOf<Asked extends Parts, Answer>(
  address: Address,
  { who, asks, handle }: PageSpec<Asked, Answer>,
  schema: FastifySchema,
): Route {
  const [method = "", url = ""] = address.split(" ", 2);
  const parts = z.object(asks);
  return {
    method,
    url,
    config: { who },
    schema,
    handler: (request, reply) => {
      const { params, body, query } = request;
      const asked = parts.safeParse({ params, body, query }, { error: fieldWords });
      if (!asked.success) throw invalid(asked.error.issues[0]);
      return handle(asked.data, reply);
    },
  };
}

function answerOf<Answer>(answer: z.ZodType<Answer> | Forms<Answer>): unknown {
  if (answer instanceof z.ZodType) return answer;
  const { description, json, others } = answer;
  const forms = { ...(json && { "application/json": json }), ...others };
  const content = Object.fromEntries(Object.entries(forms).map(([type, schema]) => [type, { schema }]));
  return { description, content };
}

function problemsOf(asks: Parts, problems: Readonly<Record<number, string>> = {}): Record<string, z.ZodType> {
  const told = asks.query || asks.body ? { 400: "a field is wrong", ...problems } : problems;
  return Object.fromEntries(Object.entries(told).map(([status, when]) => [status, Problem.describe(when)]));
}

/** A route of the interface: `GET /api/gaps`, what it asks for, what it answers, who may use it. */
export function route<Asked extends Parts, Answer>(address: Address, spec: RouteSpec<Asked, Answer>): Route {
  const { who, asks, summary, description, tag, answer, others, problems, head } = spec;
  const schema = {
    ...{ summary, tags: [tag], "x-who": who },
    ...(description !== undefined && { description }),
    ...(asks.params && { params: asks.params }),
    ...(asks.query && { querystring: asks.query }),
    ...(asks.body && { body: asks.body }),
    response: { 200: answerOf(answer), ...others, ...problemsOf(asks, problems) },
  };
  return { ...madeOf(address, spec, schema), ...(head === false && { exposeHeadRoute: false }) };
}

/** A page: no part of the interface, and left out of its description. */
export function page<Asked extends Parts>(address: Address, spec: PageSpec<Asked, FastifyReply>): Route {
  return madeOf(address, spec, { hide: true });
}
