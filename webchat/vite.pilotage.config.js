import { defineConfig } from "vite";

// The charts of the steering pages: a module of its own, which no citizen's browser loads.
export default defineConfig({
  publicDir: false,
  build: {
    target: "es2022",
    outDir: "dist/pilotage",
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: "pilotage/charts.ts",
      output: { entryFileNames: "charts.js", codeSplitting: false },
    },
  },
});
