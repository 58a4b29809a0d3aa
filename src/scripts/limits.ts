/** The bounds of a script; all times in ms. */

/** Memory of one script's runtime, bytes. */
export const MEMORY_BYTES = 16 * 1024 * 1024;
/** Stack of one script's runtime, bytes. */
export const STACK_BYTES = 256 * 1024;
/** Processor time of one run. */
export const RUN_CPU_MS = 100;
/** Wall time after which a run is interrupted even though the machine was busy with other work. */
export const RUN_WALL_MS = 800;
/** What may come out of a sandbox, characters. */
export const MAX_ANSWER = 64 * 1024;
/** A run that has not answered after so long no longer holds up the scripts behind it. */
export const STUCK_AFTER_MS = 60;
/** A thread whose run has not answered after so long is ended: native loops ignore interrupts. */
export const KILL_AFTER_MS = 900;
/** Rest before a script that was ended for cause is tried again: doubles from the first to the last. */
export const FIRST_REST_MS = 10_000;
export const LONGEST_REST_MS = 600_000;
/** At most one note of failure per relay in so long. */
export const NOTE_EVERY_MS = 60_000;

/** The longest script, in bytes of UTF-8. */
export const MAX_SOURCE_BYTES = 64 * 1024;
