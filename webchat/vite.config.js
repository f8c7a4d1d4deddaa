import { defineConfig } from "vitest/config";

/** The indentation of templates would travel with them; what is left of it still is a space on the page. */
const outdented = {
  name: "outdent-templates",
  transform: (code, id) => (id.includes("/src/view/") ? code.replace(/\n\s+/g, "\n") : null),
};

export default defineConfig({
  plugins: [outdented],
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
    include: ["tests/**/*.test.{ts,js}"],
    setupFiles: ["tests/setup.ts"],
    restoreMocks: true,
  },
});
