/** The bounds of a run; all times in ms. */

/** What a run may take of memory, bytes. */
export const MEMORY_BYTES = 16 * 1024 * 1024;
/** What QuickJS needs beside that, with its stack and the inside of the sandbox, bytes. */
export const INSIDE_BYTES = 6 * 1024 * 1024;
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
