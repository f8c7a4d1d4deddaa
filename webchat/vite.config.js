import { defineConfig } from "vitest/config";

export default defineConfig({
  // Copied as they are beside the module: the page needs no transformation.
  publicDir: "demonstration",
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: "src/econtacts-chat.ts",
      preserveEntrySignatures: "allow-extension",
      // One file for a conversation; what a form needs comes with the first form.
      output: { entryFileNames: "econtacts-chat.js", chunkFileNames: "econtacts-[name].js" },
    },
  },
  // the tests replay ../contracts/examples
  server: { fs: { allow: [".."] } },
  test: {
    environment: "jsdom",
    include: ["tests/**/*.test.ts"],
    setupFiles: ["tests/setup.ts"],
    restoreMocks: true,
  },
});
