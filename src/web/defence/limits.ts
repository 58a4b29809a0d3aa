import { DAY, MINUTE, MODE_CHANGE, SECOND } from "../../model/index.ts";

/** Every bound of the HTTP server in one place. Tests hand in smaller ones. */
export const LIMITS = {
  /**
   * A request body, bytes. The largest honest one is a mode with a duration. JSON within JSON takes time by the square of
   * its depth: a crowd with a hundred times as much each would keep a person's Off waiting.
   */
  body_bytes: 4 * 1024,
  header_bytes: 16 * 1024,
  /** Open sockets. All come from this machine, so a limit per address would be the same limit. */
  sockets: 256,
  /** Time for a client to send anything at all. */
  first_byte_ms: 2 * SECOND,
  /** Time for a client to send its headers, its whole request. */
  headers_ms: 5 * SECOND,
  request_ms: 10 * SECOND,
  /** A socket without any traffic is closed after so long; the live stream's heartbeat is shorter. */
  idle_ms: MODE_CHANGE.idle_socket_ms,
  /** Time for the answer of any route. */
  handler_ms: MODE_CHANGE.handler_ms,

  /** Open live streams. */
  live_clients: 32,
  /** At least so long between two states to the same client. */
  live_gap_ms: 250,
  live_heartbeat_ms: 5 * SECOND,
  /** A live client that has so much waiting is cut when the next state comes. */
  live_buffer_bytes: 1024 * 1024,
  /** A live client that took nothing for so long is cut. */
  live_stalled_ms: 15 * SECOND,

  /** The house counts as silent when it has not published for so long. */
  silent_ms: 5 * SECOND,
  /** Time for a house that starts to be up, to reply to what it is asked, and then to publish the state that shows it. */
  up_ms: MODE_CHANGE.up_ms,
  reply_ms: MODE_CHANGE.reply_ms,
  confirm_ms: MODE_CHANGE.confirm_ms,
  /** Requests to the house under way at once. */
  asks: 32,

  /** Readings of a raw series, and buckets of a condensed one. */
  raw_readings: 200_000,
  points: 10_000,
  /** Readings taken at one go, before other clients have their turn, and the time for a whole answer as JSON. */
  chunk_readings: 5_000,
  series_ms: 8 * SECOND,
  /** Channels of one answer. */
  series_channels: 16,
  /** Civil hours, days … of one answer. */
  energy_units: 2_000,
  gaps: 10_000,
  channels: 1_000,
  journal_lines: 500,

  /** Answers of any size under way at once, and the time for each. */
  downloads: 8,
  download_ms: 30 * MINUTE,

  /** Pictures that wait to be painted, the time for each, and how long the painting process stays without work. */
  picture_queue: 16,
  picture_ms: 5 * SECOND,
  picture_idle_ms: 10 * SECOND,
  /** Pictures kept until there is newer data, and for how long at most. */
  picture_cache_bytes: 4 * 1024 * 1024,
  picture_kept_ms: 10 * MINUTE,

  /** An override by hand. */
  override_min_ms: 1 * SECOND,
  override_max_ms: 31 * DAY,
};

export type Limits = Readonly<Record<keyof typeof LIMITS, number>>;
