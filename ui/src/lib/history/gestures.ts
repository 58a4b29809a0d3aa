/** Mouse, fingers and keys on the graphs, as positions from 0 (left edge of the plot) to 1. */

export interface Gestures {
  /** Left edge and width of the plotting area within the element, CSS pixels. */
  area(): { readonly left: number; readonly width: number };
  /** The pointer is there, or has left. */
  hover(at: number | undefined): void;
  /** A span is being marked; `undefined`: not any more. */
  marking(span: readonly [number, number] | undefined): void;
  /** A span was marked. */
  marked(from: number, to: number): void;
  /** A hand takes hold of the picture at these points: what it grasped stays below them until the next `grasp`. */
  grasp(points: readonly number[]): void;
  drag(points: readonly number[]): void;
  tap(at: number, event: PointerEvent): void;
  wheel(at: number, event: WheelEvent): void;
  key(event: KeyboardEvent): void;
  back(): void;
}

/** A press that moved less is a click, CSS pixels. */
const STILL_PX = 5;

type Mode = "none" | "press" | "mark" | "move";

class Hands {
  readonly #node: HTMLElement;
  readonly #do: Gestures;
  readonly #down = new Map<number, number>();
  #mode: Mode = "none";
  #start = 0;
  #shift = false;

  constructor(node: HTMLElement, gestures: Gestures) {
    this.#node = node;
    this.#do = gestures;
  }

  at(event: MouseEvent): number {
    const { left, width } = this.#do.area();
    const x = event.clientX - this.#node.getBoundingClientRect().left - left;
    return x / Math.max(1, width);
  }

  #fromStart(at: number): number {
    return Math.abs(at - this.#start) * this.#do.area().width;
  }

  pressed(event: PointerEvent): void {
    if (event.button !== 0) return;
    const at = this.at(event);
    this.#down.set(event.pointerId, at);
    if (event.pointerType === "touch" && this.#down.size > 1) {
      this.#begin("move", event);
      this.#do.grasp([...this.#down.values()]);
      return;
    }
    this.#mode = "press";
    this.#start = at;
    this.#shift = event.shiftKey;
  }

  #begin(mode: Mode, event: PointerEvent): void {
    this.#mode = mode;
    // From here on a release outside belongs to this gesture as well.
    this.#node.setPointerCapture(event.pointerId);
  }

  moved(event: PointerEvent): void {
    const at = this.at(event);
    if (event.pointerType !== "touch") this.#do.hover(at);
    if (!this.#down.has(event.pointerId)) return;
    this.#down.set(event.pointerId, at);
    if (this.#mode === "press" && this.#fromStart(at) >= STILL_PX) {
      const moves = event.pointerType === "touch" || this.#shift;
      this.#begin(moves ? "move" : "mark", event);
      if (moves) this.#do.grasp([this.#start]);
    }
    if (this.#mode === "mark") this.#do.marking([this.#start, at]);
    else if (this.#mode === "move") this.#do.drag([...this.#down.values()]);
  }

  released(event: PointerEvent): void {
    const at = this.at(event);
    if (!this.#down.delete(event.pointerId)) return;
    const mode = this.#mode;
    if (mode === "move" && this.#down.size > 0) {
      this.#do.grasp([...this.#down.values()]);
      return;
    }
    this.#mode = "none";
    this.#do.marking(undefined);
    if (mode === "mark") this.#do.marked(Math.min(this.#start, at), Math.max(this.#start, at));
    else if (mode === "press") this.#do.tap(at, event);
  }

  cancelled(event: PointerEvent): void {
    this.#down.delete(event.pointerId);
    if (this.#down.size > 0) return;
    this.#mode = "none";
    this.#do.marking(undefined);
  }

  left(event: PointerEvent): void {
    if (event.pointerType !== "touch" && this.#mode !== "mark") this.#do.hover(undefined);
  }
}

/** Svelte's `use:`: listens on the element, makes it reachable by Tab. */
export function handle(node: HTMLElement, gestures: Gestures): { destroy(): void } {
  const hands = new Hands(node, gestures);
  const ended = new AbortController();
  const { signal } = ended;
  node.tabIndex = 0;
  node.addEventListener("pointerdown", (event) => hands.pressed(event), { signal });
  node.addEventListener("pointermove", (event) => hands.moved(event), { signal });
  node.addEventListener("pointerup", (event) => hands.released(event), { signal });
  node.addEventListener("pointercancel", (event) => hands.cancelled(event), { signal });
  node.addEventListener("pointerleave", (event) => hands.left(event), { signal });
  node.addEventListener("dblclick", () => gestures.back(), { signal });
  node.addEventListener("keydown", (event) => gestures.key(event), { signal });
  // Without Ctrl the wheel scrolls the page.
  const wheel = (event: WheelEvent): void => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    gestures.wheel(hands.at(event), event);
  };
  node.addEventListener("wheel", wheel, { signal, passive: false });
  return { destroy: () => ended.abort() };
}
