/** A program that prints readings, as many a second as its argument says, on sixty channels. */

const CHANNELS = 60;
const EVERY_MS = 100;
const lines = (Number(process.argv[2] ?? 600) * EVERY_MS) / 1_000;
let turn = 0;
setInterval(() => {
  let text = "";
  for (let i = 0; i < lines; i++) {
    const value = Math.round(1_000 + 500 * Math.sin(turn / 97) + ((turn * 7_919) % 83));
    text += `p${turn++ % CHANNELS} ${value} W\n`;
  }
  process.stdout.write(text);
}, EVERY_MS);
process.stdout.on("error", () => process.exit());
