import type { ChannelInfo, Kept } from "../model/index.ts";

/** Channels that are asked for at a time. */
const SOME_CHANNELS = 1_000;

/** Every channel of a history, by name; what is in memory does not depend on how many there are. */
export async function* everyChannel(history: Pick<Kept, "channels">): AsyncGenerator<ChannelInfo> {
  let after: string | undefined;
  for (;;) {
    const some = await history.channels(after, SOME_CHANNELS);
    yield* some;
    after = some.at(-1)?.name;
    if (some.length < SOME_CHANNELS) return;
  }
}
