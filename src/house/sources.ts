import { type Device, type DeviceHealth, type RawReading, type Reason, reason, wordsOf } from "../model/index.ts";

export interface SourcesOptions {
  readonly devices: ReadonlyMap<string, Device>;
  readonly onReadings: (device: string, readings: readonly RawReading[]) => void;
  readonly onNote: (why: Reason) => void;
  /** Of a quantity that a device counts, nobody knows what came in the last `for_ms`. */
  readonly onMissed: (device: string, quantity: string, for_ms: number) => void;
}

/** The devices of a house: one that fails to start or to stop takes nothing else along. */
export class Sources {
  readonly #options: SourcesOptions;
  #stopped = false;

  constructor(options: SourcesOptions) {
    this.#options = options;
  }

  start(): void {
    for (const [id, device] of this.#options.devices) this.#start(id, device);
  }

  #start(id: string, device: Device): void {
    const { onReadings, onNote, onMissed } = this.#options;
    const put = (readings: readonly RawReading[]): void => {
      if (!this.#stopped) onReadings(id, readings);
    };
    const missed = (quantity: string, for_ms: number): void => onMissed(id, quantity, for_ms);
    try {
      Promise.resolve(device.start({ put, note: onNote, missed })).catch((error: unknown) => this.#lost(id, error));
    } catch (error) {
      this.#lost(id, error);
    }
  }

  #lost(id: string, error: unknown): void {
    this.#options.onNote(reason("device_lost", { device: id, problem: wordsOf(error) }));
  }

  health(): Record<string, DeviceHealth> {
    return Object.fromEntries([...this.#options.devices].map(([id, device]) => [id, device.health()]));
  }

  /** What is read from now on is not taken any more. @returns the ends of all devices; none rejects */
  stop(): Promise<void>[] {
    this.#stopped = true;
    return [...this.#options.devices].map(async ([id, device]) => {
      try {
        await device.stop();
      } catch (error) {
        this.#lost(id, error);
      }
    });
  }
}
