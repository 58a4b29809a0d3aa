import {
  type Language,
  type LoadPictures,
  PaintingFailed,
  type PictureSpec,
  type SpanName,
  type Theme,
} from "../../model/index.ts";
import { HttpProblem } from "../defence/problem.ts";
import type { FoundChannel } from "../history/channels.ts";
import type { RouteContext } from "../http/context.ts";
import { dataOf, kindOf, newestBefore, planOf } from "./collect.ts";
import { Gallery, type Picture } from "./gallery.ts";
import { nightsOf, type Plan } from "./plan.ts";

/** The part of a picture's width in which something is drawn. */
const PLOT = 0.9;

export type PictureFormat = "png" | "svg";

export interface Wanted {
  readonly format: PictureFormat;
  readonly span: SpanName;
  readonly to: number | undefined;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly language: Language;
}

/** Turns what a picture can fail of into what the client shall see. */
function unpainted(error: unknown): never {
  if (!(error instanceof PaintingFailed)) throw error;
  const [word, hint] = error.busy
    ? ["busy", "try again in a few seconds, or ask for .svg: it is not painted"]
    : ["unpainted", "try again, or ask for .svg: it is not painted"];
  throw new HttpProblem(503, word, error.message, hint, error.busy ? 5 : 1);
}

/** Collects what graphs of channels show, has it drawn and painted, and keeps what is asked for again. */
export class Graphs {
  readonly #context: RouteContext;
  readonly #gallery: Gallery;
  #pictures: ReturnType<LoadPictures> | undefined;

  constructor(context: RouteContext) {
    this.#context = context;
    this.#gallery = new Gallery(context.limits, context.clock);
  }

  /** @throws HttpProblem */
  async picture(found: FoundChannel, wanted: Wanted): Promise<{ picture: Picture; step_ms: number }> {
    const { clock, site, history } = this.#context;
    const { format, span, width, height, theme, language } = wanted;
    const now = clock.at();
    // what lies in the future is empty: nobody needs a picture of it
    const until = Math.min(wanted.to ?? now, now);
    const plan = planOf(kindOf(found), span, until, width * PLOT, site.time_zone);
    const { step_ms } = plan;
    const [newest] = await history.latestOf([found.channel]);
    const latest = newest?.at ?? 0;
    const key = JSON.stringify([
      ...[found.channel, found.unit, format, span, width, height, theme, language],
      ...[plan.from, plan.to, Math.floor(Math.min(latest, plan.to) / step_ms)],
    ]);
    const picture = await this.#gallery
      .show(key, async () => {
        this.#pictures ??= this.#context.loadPictures(this.#context.limits);
        const pictures = await this.#pictures;
        const svg = pictures.draw(await this.#specOf(found, wanted, plan, { now, until }));
        return format === "svg" ? Buffer.from(svg) : await pictures.paint(svg);
      })
      .catch(unpainted);
    return { picture, step_ms };
  }

  async #specOf(
    found: FoundChannel,
    { span, width, height, theme, language }: Wanted,
    plan: Plan,
    { now, until }: { readonly now: number; readonly until: number },
  ): Promise<PictureSpec> {
    const { sun, site, naming } = this.#context;
    const newest = await newestBefore(this.#context, found.channel, plan.from, plan.to);
    return {
      ...{ from: plan.from, to: plan.to, now, span, width, height, theme, language, newest },
      time_zone: site.time_zone,
      channel: found.channel,
      name: naming("channel", found.channel, language),
      data: await dataOf(this.#context, found, plan, until, newest),
      nights: nightsOf(plan, sun, site.time_zone),
    };
  }

  /** Ends the painter, if there is one. */
  async close(): Promise<void> {
    (await this.#pictures)?.close();
  }
}
