import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import manifest from "../package.json";

/** What `npm pack` would put into the package, without building it anew. */
function packed() {
  const told = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { encoding: "utf8" });
  return JSON.parse(told)[0].files.map(({ path }) => path);
}

it("packs the built modules, what they are and nothing else", () => {
  // `prepack` adds the licence.
  const files = packed().filter((path) => path !== "dist/LICENSE");
  expect(files.sort()).toEqual(["README.md", "dist/econtacts-chat.js", "dist/econtacts-request.js", "package.json"]);
});

it("leads to the module that it packs, and needs no other package", () => {
  expect(manifest.exports).toBe("./dist/econtacts-chat.js");
  expect(manifest).not.toHaveProperty("dependencies");
});
