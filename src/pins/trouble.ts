/** Why the kernel refused: its own word (`EBUSY`, `EACCES` …), or one of these. */
export type PinProblem =
  /** This machine's kind has no library for calls of the kernel. */
  | "NO_LIBRARY"
  /** The kernel is older than 5.10 and knows only the first version of the interface. */
  | "OLD_KERNEL"
  | (string & {});

/** What a call of the kernel throws. */
export class PinTrouble extends Error {
  override readonly name = "PinTrouble";
  readonly code: PinProblem;

  constructor(code: PinProblem, doing: string) {
    super(`${doing}: ${code}`);
    this.code = code;
  }
}
