/** Pins of a Raspberry Pi by their other names ("GPIO pinout" of its documents; wiringPi 2.5). */

/** The chip to which the 40 pins of the header lead, Pi 5 first. Its lines have the BCM numbers. */
export const HEADER_CHIPS: readonly string[] = ["pinctrl-rp1", "pinctrl-bcm2711", "pinctrl-bcm2835"];

/**
 * The last line that leads to the header. Those after it work the board itself: its card, its radio, its lamps. Driven by
 * mistake they stop it, so that they are taken by their names only.
 */
export const HEADER_LAST = 27;

/** Pin of the header to BCM number. The others are 3.3 V, 5 V and ground. */
const HEADER: ReadonlyMap<number, number> = new Map([
  ...([
    [3, 2],
    [5, 3],
    [7, 4],
    [8, 14],
    [10, 15],
    [11, 17],
    [12, 18],
    [13, 27],
    [15, 22],
    [16, 23],
  ] as const),
  ...([
    [18, 24],
    [19, 10],
    [21, 9],
    [22, 25],
    [23, 11],
    [24, 8],
    [26, 7],
    [27, 0],
    [28, 1],
    [29, 5],
  ] as const),
  ...([
    [31, 6],
    [32, 12],
    [33, 13],
    [35, 19],
    [36, 16],
    [37, 26],
    [38, 20],
    [40, 21],
  ] as const),
]);

/** wiringPi's number to BCM number: its place in the list; boards with 40 pins, which lack 17 to 20. */
const WIRING_PI: readonly (number | undefined)[] = [
  ...[17, 18, 27, 22, 23, 24, 25, 4, 2, 3, 8, 7, 10, 9, 11, 14],
  ...[15, undefined, undefined, undefined, undefined, 5, 6, 13, 19, 26, 12, 16, 20, 21, 0, 1],
];

/** @returns BCM number; `undefined`: no such pin, or one that is no line */
export const bcmOfHeader = (pin: number): number | undefined => HEADER.get(pin);
/** @returns BCM number; `undefined`: no such number */
export const bcmOfWiringPi = (number: number): number | undefined => WIRING_PI[number];
