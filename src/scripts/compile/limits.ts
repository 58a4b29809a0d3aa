/** The longest script, in bytes of UTF-8. */
export const MAX_SOURCE_BYTES = 64 * 1024;
