/** A painter for tests: does what it is told instead of painting. */
process.on("disconnect", () => process.exit());
process.on("message", (svg: string) => {
  if (svg === "die") process.kill(process.pid, "SIGSEGV");
  else if (svg === "refuse") process.send?.({ problem: "cannot be read" });
  else if (svg !== "hang") process.send?.({ png: new TextEncoder().encode(`${process.pid} ${svg}`) });
});
