import type { Channel, State } from "../../../src/web/api.ts";

export type FlowRole = "solar" | "battery" | "house" | "grid";

export interface FlowNode {
  readonly role: FlowRole;
  /** Power in W as the channel says it, `null` when unknown. */
  readonly power_w: number | null;
  /** Charge of the battery, %. */
  readonly soc: number | null;
  /** What the charger does (`float`), beside the sun. */
  readonly state: string | null;
  readonly fresh: boolean;
  readonly age_ms: number | null;
  readonly x: number;
  readonly y: number;
}

export interface FlowLine {
  readonly role: FlowRole;
  /** From the node to the hub. */
  readonly path: string;
  /** Line width, 2 to 14 units of the picture. */
  readonly width: number;
  /** +1: from the node to the hub, −1: from the hub to the node, 0: nothing flows or nothing is known. */
  readonly direction: -1 | 0 | 1;
  readonly fresh: boolean;
  /** Where the arrow head stands, and its angle in degrees (0: to the right). */
  readonly arrow: { readonly x: number; readonly y: number; readonly angle: number };
}

export interface FlowPicture {
  readonly width: number;
  readonly height: number;
  readonly hub: { readonly x: number; readonly y: number };
  readonly nodes: readonly FlowNode[];
  readonly lines: readonly FlowLine[];
}

const WIDTH = 400;
const LEFT = 68;
const RIGHT = 332;
const ROW = 140;
/** Centre of a node's circle from the top of its row; radius of the circle. */
const CENTRE = 46;
export const RADIUS = 38;
/** Below this the flow counts as nothing: meters tremble around zero. */
const NOTHING_W = 5;

/** The charge as a whole per cent that never promises a full battery too early: 99.6 shows as 99. */
export function wholePercent(soc: number): number {
  return soc > 99 ? Math.floor(soc) : Math.round(soc);
}

type Channels = State["channels"];

function numberOf(channel: Channel | undefined): number | null {
  return typeof channel?.value === "number" ? channel.value : null;
}

/** Width of the line: grows with the power, logarithmically, so that 50 W shows and 10 kW still fits. */
export function lineWidth(power_w: number | null): number {
  if (power_w === null || Math.abs(power_w) < NOTHING_W) return 2;
  const share = Math.log10(Math.abs(power_w) / NOTHING_W) / Math.log10(10_000 / NOTHING_W);
  return Math.round((2 + 12 * Math.min(1, share)) * 10) / 10;
}

/** Towards the hub (+1) or away from it (−1). Signs: grid > 0 imports, battery > 0 charges, sun and house ≥ 0. */
export function flowDirection(role: FlowRole, power_w: number | null): -1 | 0 | 1 {
  if (power_w === null || Math.abs(power_w) < NOTHING_W) return 0;
  const gives = role === "solar" || role === "grid" ? power_w > 0 : power_w < 0;
  return gives ? 1 : -1;
}

interface Drawn extends Omit<FlowNode, "x" | "y"> {
  readonly left: boolean;
}

function battery(channels: Channels): Drawn | undefined {
  const power = channels["battery.power"];
  const soc = channels["battery.soc"];
  const first = power ?? soc;
  if (!first) return undefined;
  const fresh = first.fresh && (soc?.fresh ?? true);
  const older = power && !power.fresh ? power : soc && !soc.fresh ? soc : first;
  return {
    role: "battery",
    left: false,
    power_w: numberOf(power),
    soc: numberOf(soc),
    state: null,
    fresh,
    age_ms: oldness(older),
  };
}

/** How long ago it said something new: one that is stuck says the same again and again. */
function oldness({ stuck_ms, age_ms }: Channel): number | null {
  return stuck_ms ?? age_ms;
}

function simple(
  role: FlowRole,
  left: boolean,
  channel: Channel | undefined,
  state: Channel | undefined,
): Drawn | undefined {
  if (!channel) return undefined;
  const word = state?.fresh && typeof state.value === "string" ? state.value : null;
  return {
    role,
    left,
    power_w: numberOf(channel),
    soc: null,
    state: word,
    fresh: channel.fresh,
    age_ms: oldness(channel),
  };
}

function place(drawn: readonly Drawn[], height: number): FlowNode[] {
  const start = (height - drawn.length * ROW) / 2;
  return drawn.map(({ left, ...node }, row) => ({
    ...node,
    x: left ? LEFT : RIGHT,
    y: start + row * ROW + CENTRE,
  }));
}

function line(node: FlowNode, hub: { x: number; y: number }): FlowLine {
  const side = node.x < hub.x ? 1 : -1;
  const startX = node.x + side * (RADIUS + 6);
  const endX = hub.x - side * 9;
  const bend = (startX + endX) / 2;
  // The middle of this curve, where the two control points are symmetrical.
  const slope = Math.atan2((hub.y - node.y) * 1.5, (endX - startX) * 0.75);
  const direction = flowDirection(node.role, node.power_w);
  const towards = (slope * 180) / Math.PI;
  return {
    role: node.role,
    path: `M ${startX} ${node.y} C ${bend} ${node.y} ${bend} ${hub.y} ${endX} ${hub.y}`,
    width: lineWidth(node.power_w),
    direction: node.fresh ? direction : 0,
    fresh: node.fresh,
    arrow: {
      x: (startX + endX) / 2,
      y: (node.y + hub.y) / 2,
      angle: Math.round(direction < 0 ? towards + 180 : towards),
    },
  };
}

/**
 * The picture of where energy comes from and goes to, from the well-known channels that exist.
 * `undefined` when fewer than two of them are there: nothing would flow.
 */
export function flowPicture(channels: Channels): FlowPicture | undefined {
  const drawn = [
    simple("solar", true, channels["solar.power"], channels["charger.state"]),
    simple("grid", true, channels["grid.power"], undefined),
    simple("house", false, channels["house.power"], undefined),
    battery(channels),
  ].filter((node) => node !== undefined);
  if (drawn.length < 2) return undefined;
  const left = drawn.filter((node) => node.left);
  const right = drawn.filter((node) => !node.left);
  const height = Math.max(left.length, right.length) * ROW;
  const nodes = [...place(left, height), ...place(right, height)];
  const hub = { x: WIDTH / 2, y: height / 2 - ROW / 2 + CENTRE };
  return { width: WIDTH, height, hub, nodes, lines: nodes.map((node) => line(node, hub)) };
}
