import { firmwareText, type ProductKind, parsePid, pidText, productKind, productName } from "./products.ts";
import type { Fields } from "./text.ts";

/** What the device says of itself, collected from its blocks: only the first of two blocks may carry it. */
export class Identity {
  #texts = new Map<string, string>();

  /** Takes what a good block says. */
  learn(fields: Fields): void {
    for (const label of ["PID", "FW", "FWE", "SER#", "BMV", "MON"]) {
      const text = fields.get(label);
      if (text !== undefined) this.#texts.set(label, text.replace(/[^\x20-\x7e]/g, "?"));
    }
  }

  /** Another device may hang on the line now. */
  forget(): void {
    this.#texts.clear();
  }

  get pid(): number | null {
    return parsePid(this.#texts.get("PID") ?? "");
  }

  /** `other` as long as it is not known. */
  get kind(): ProductKind {
    return this.pid === null ? "other" : productKind(this.pid);
  }

  /**
   * Whether it meters a source or a load instead of a battery (`MON`): what it has produced and consumed is then no charge.
   * `null` as long as it has not said what it is.
   */
  get metersDc(): boolean | null {
    const mode = this.#texts.get("MON");
    if (mode !== undefined) return mode !== "0" && mode !== "---";
    return this.#texts.size > 0 ? false : null;
  }

  /** BMV-600 and its sisters speak text only; they name no product id. */
  get textOnly(): boolean {
    return this.pid === null ? /^60\d/.test(this.#texts.get("BMV") ?? "") : this.pid >= 0x200 && this.pid <= 0x202;
  }

  /** MPPT 75/15 and 100/15 up to firmware 1.14 report the converter's current as `I`. */
  get reportsConverterCurrent(): boolean {
    const firmware = /^\d+$/.test(this.#texts.get("FW") ?? "") ? Number(this.#texts.get("FW")) : Number.NaN;
    return (this.pid === 0xa042 || this.pid === 0xa043) && firmware <= 114;
  }

  /** For the device's health: product, pid, firmware, serial. */
  facts(): Record<string, string> {
    const facts: { product?: string; pid?: string; firmware?: string; serial?: string } = {};
    const { pid } = this;
    const model = this.#texts.get("BMV");
    const firmware = this.#texts.get("FWE") ?? this.#texts.get("FW");
    const serial = this.#texts.get("SER#");
    if (pid !== null) {
      facts.product = productName(pid);
      facts.pid = pidText(pid);
    } else if (model !== undefined) facts.product = /^\d/.test(model) ? `BMV-${model}` : model;
    if (firmware !== undefined) facts.firmware = firmwareText(firmware);
    if (serial !== undefined) facts.serial = serial;
    return facts;
  }
}
