import type { Handlers } from "../thread/requests.ts";

/** A house that grants whatever it is asked, and does nothing. */
export const HANDLERS: Handlers = { mode: async () => ({ ok: true }) };
