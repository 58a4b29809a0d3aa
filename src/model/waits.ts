/**
 * How long each waits when a person or a program sets a relay's mode, from the inside out. They lie within each other,
 * and each is longer than what happens inside it, so that whoever is nearest to the trouble is the one that tells of it:
 * were an outer one shorter, a relay that is merely slow would be shown as a server that does not answer.
 * The page imports no values of the model: the type holds its own two figures to these.
 */
export const MODE_CHANGE = {
  /** 1. An order, for its reason to be on the disk. The relay is what people wait for: a slow disk is not worth more. */
  reason_on_disk_ms: 100,

  /**
   * 2. The answer to the person, for the relay to follow and the act to be on the disk. It holds the first, and an output
   * that answers in some tenths of a second. An output that is slower may take ten seconds: then the answer says what is
   * under way.
   */
  follow_ms: 1_000,

  /**
   * 3. The web's supervisor, for the house. The house always answers after the second; what takes longer is a house that
   * hangs, and this is told.
   */
  house_ms: 4_000,

  /** 4. The web's thread, for the supervisor's reply. Longer, so that the house's own words arrive while it has any. */
  reply_ms: 5_000,

  /**
   * 5. The route, after the reply, for the state that shows the change: the house publishes it together with the reply,
   * but at most every 100 ms. Then the newest there is goes out.
   */
  confirm_ms: 1_000,

  /** Before 4: the route, for a house that is just starting, so that an "off" that comes then need not be said again. */
  up_ms: 1_500,

  /** 6. The page, for the whole answer. It holds the last three one after the other, so that the page shows the server's words. */
  page_ms: 8_000,

  /** 7. The server, for any route. After the page, since its words ("ask for a shorter span") would make no sense there. */
  handler_ms: 10_000,

  /** A socket without traffic is closed only when nothing can come any more. */
  idle_socket_ms: 15_000,

  /** Not around but after all that: so long the page shows the choice that was agreed to until the live stream does. */
  settle_ms: 2_000,
} as const;

/** For the page, which imports types only. */
export type ModeChangeWaits = typeof MODE_CHANGE;
