import js from "@eslint/js";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";
import tseslint from "typescript-eslint";

const CHINESE = "/[\\u4e00-\\u9fff]/";
const IN_CATALOGUE = "Texts that a person reads live in src/messages/zh.";

export default tseslint.config(
  { ignores: ["dist", "src/api/schema.d.ts"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  reactHooks.configs.flat.recommended,
  {
    languageOptions: { globals: globals.browser },
    rules: {
      complexity: ["error", 12],
      "max-lines-per-function": ["error", { max: 150, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["src/**/*.{ts,tsx}"],
    ignores: ["src/messages/**", "src/**/*.test.{ts,tsx}", "src/test/**"],
    rules: {
      "no-restricted-syntax": [
        "error",
        { selector: `Literal[value=${CHINESE}]`, message: IN_CATALOGUE },
        { selector: `TemplateElement[value.raw=${CHINESE}]`, message: IN_CATALOGUE },
        { selector: `JSXText[value=${CHINESE}]`, message: IN_CATALOGUE },
      ],
    },
  },
  { files: ["src/**/*.test.{ts,tsx}"], rules: { "max-lines-per-function": "off" } },
);
