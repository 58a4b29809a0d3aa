import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

/** Everything that the pages need lies in `dist` and comes from the same origin: the server's policy allows nothing else. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [svelte({ configFile: false })],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: true,
    // what a slow machine takes longest for is nothing that whoever starts Gleaner can change
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
});
