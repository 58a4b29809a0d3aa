/** How often a channel speaks: each so often, or only when its value changes. */
export type Reports = { readonly every_ms: number } | "on_change";
