import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.all,
  {
    languageOptions: { ecmaVersion: 2022, sourceType: "script", globals: globals.browser },
    rules: {
      // Matters of taste, in which the script agrees with itself.
      "capitalized-comments": "off",
      "id-length": "off",
      "max-lines-per-function": "off",
      "max-statements": "off",
      "no-console": ["error", { allow: ["info"] }],
      "no-magic-numbers": "off",
      "no-ternary": "off",
      "no-undefined": "off",
      "one-var": "off",
      "prefer-destructuring": "off",
      "prefer-template": "off",
      "require-unicode-regexp": "off",
      "sort-keys": "off",
      strict: ["error", "function"],
      // Nothing may make HTML of text.
      "no-restricted-properties": [
        "error",
        { property: "innerHTML" },
        { property: "outerHTML" },
        { property: "insertAdjacentHTML" },
        { object: "document", property: "write" },
      ],
    },
  },
];
