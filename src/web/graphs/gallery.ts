import { createHash } from "node:crypto";
import type { WebClock } from "../live/live.ts";

/** Pictures that were made, kept until there is newer data. */

export interface Picture {
  readonly body: Uint8Array;
  /** Strong: the same bytes, the same tag. */
  readonly etag: string;
}

interface Kept {
  readonly picture: Promise<Picture>;
  /** By the monotonic clock, ms. */
  readonly since: number;
  bytes: number;
}

export interface GalleryLimits {
  /** Bytes of all pictures kept. */
  readonly picture_cache_bytes: number;
  /** No picture is shown for longer: what was corrected or imported into the past becomes visible. */
  readonly picture_kept_ms: number;
}

/** What a picture costs beside its bytes: its key and its place. */
const OVERHEAD_BYTES = 1_000;

export class Gallery {
  readonly #limits: GalleryLimits;
  readonly #clock: WebClock;
  /** The one shown longest ago comes first. */
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  constructor(limits: GalleryLimits, clock: WebClock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /**
   * The picture of that key; whoever asks while it is being made waits for the same one. One that fails is not kept.
   * @param key everything that the picture depends on
   */
  async show(key: string, make: () => Promise<Uint8Array>): Promise<Picture> {
    const now = this.#clock.mono();
    const known = this.#kept.get(key);
    if (known && now - known.since < this.#limits.picture_kept_ms) {
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return known.picture;
    }
    this.#forget(key);
    const picture = make().then((body) => ({
      body,
      etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`,
    }));
    const kept: Kept = { picture, since: now, bytes: OVERHEAD_BYTES };
    this.#kept.set(key, kept);
    this.#bytes += kept.bytes;
    try {
      const { body } = await picture;
      this.#grow(key, kept, body.byteLength);
    } catch (error) {
      if (this.#kept.get(key) === kept) this.#forget(key);
      throw error;
    }
    return picture;
  }

  #grow(key: string, kept: Kept, bytes: number): void {
    if (this.#kept.get(key) !== kept) return;
    kept.bytes += bytes;
    this.#bytes += bytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#limits.picture_cache_bytes) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#bytes -= this.#kept.get(key)?.bytes ?? 0;
    this.#kept.delete(key);
  }
}
