import js from "@eslint/js";
import { configs as lit } from "eslint-plugin-lit";
import { defineConfig } from "eslint/config";
import typescript from "typescript-eslint";

const noMarkupFromText = [
  {
    selector: "MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]",
    message: "Server text never becomes markup.",
  },
];

const page = ["document", "window", "customElements", "HTMLElement"];
const network = ["fetch", "XMLHttpRequest", "EventSource", "WebSocket"];

export default defineConfig(
  { ignores: ["dist/"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [typescript.configs.strictTypeChecked, typescript.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
    },
  },
  {
    files: ["browsers/*.js"],
    languageOptions: { globals: { clearTimeout: "readonly", document: "readonly", process: "readonly", setTimeout: "readonly", URL: "readonly" } },
  },
  {
    files: ["demonstration/*.js"],
    languageOptions: { globals: { document: "readonly", matchMedia: "readonly" } },
  },
  {
    files: ["src/**/*.ts"],
    extends: [lit["flat/recommended"]],
    rules: {
      "max-lines": ["error", 200],
      "no-restricted-syntax": ["error", ...noMarkupFromText],
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: ["**/unsafe-html*", "**/unsafe-svg*"], message: "Server text never becomes markup." }] },
      ],
    },
  },
  {
    // every word of the interface in one place, in two languages
    files: ["src/texts.ts"],
    rules: { "max-lines": "off" },
  },
  {
    files: ["src/transport/**"],
    rules: { "no-restricted-globals": ["error", ...page] },
  },
  {
    files: ["src/conversation/**", "src/wording/**"],
    rules: { "no-restricted-globals": ["error", ...page, ...network] },
  },
  {
    files: ["src/element/**", "src/view/**", "src/voice/**"],
    rules: { "no-restricted-globals": ["error", ...network] },
  },
);
