import type { Handlers } from "../asking/requests.ts";

/** A house that grants whatever it is asked, and does nothing. */
export const HANDLERS: Handlers = { mode: async () => ({ ok: true }) };
