import { type Order, text } from "../../../model/index.ts";

/** An order as the guard would make it; only tests may do so. */
export function order(on: boolean): Order {
  return { relay: "boiler", on, reason: text("test") } as Order;
}
