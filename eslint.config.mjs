import eslint from "@eslint/js";
import jsdoc from "eslint-plugin-jsdoc";
import tseslint from "typescript-eslint";

/** Members of the contracts in `constructs/*.ts`: implementations inherit their documentation, and narrow the type at most. */
const documentedOnContract = "[key.name=/^(cidrBlock|connection|url|network|database|web)$/]";

/** What we ask of public code: a summary for everything exported, a `@default` for every optional prop. */
const documented = {
  files: ["constructs/**/*.ts", "stacks/**/*.ts", "webapp/src/**/*.ts"],
  plugins: { jsdoc },
  settings: { jsdoc: { mode: "typescript" } },
  rules: {
    "jsdoc/require-jsdoc": [
      "error",
      {
        publicOnly: true,
        require: { ClassDeclaration: true, FunctionDeclaration: true, MethodDefinition: true },
        contexts: [
          "TSInterfaceDeclaration",
          "TSTypeAliasDeclaration",
          `TSInterfaceDeclaration TSPropertySignature:not(${documentedOnContract})`,
          "TSInterfaceDeclaration TSMethodSignature",
          `PropertyDefinition:not([accessibility=private], ${documentedOnContract})`,
          "VariableDeclaration",
        ],
        checkConstructors: false,
        checkGetters: true,
      },
    ],
    "jsdoc/require-description": ["error", { contexts: ["any"] }],
    "jsdoc/no-restricted-syntax": [
      "error",
      {
        contexts: [
          {
            context: "TSPropertySignature[optional=true]",
            comment: "JsdocBlock:not(*:has(JsdocTag[tag=default]))",
            message: "an optional prop says its `@default`: a literal, or `- what happens`",
          },
        ],
      },
    ],
    "jsdoc/check-tag-names": ["error", { definedTags: ["default"] }],
  },
};

export default tseslint.config(
  {
    ignores: ["**/node_modules", "**/dist", "cdktf.out", ".data", "providers/oci/lib", "providers/oci/src"],
  },
  eslint.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["*.mjs"] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // Every line counts, comments too: a longer file is about more than one thing.
      "max-lines": ["error", 250],
      // A construct registers itself with its scope: `new` is the statement.
      "no-new": "off",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "no-restricted-imports": [
        "error",
        {
          paths: [
            {
              name: "@cdktf/provider-aws",
              message: "import lib/<resource>: the root takes 2.5 s and 577 MB",
            },
          ],
          patterns: [{ group: ["cdktf/*"], message: "import cdktf by its public API: docs/decisions/0003" }],
        },
      ],
      // Leaving a property out by destructuring is the plainest way to do it.
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
    },
  },
  {
    // Tests, proofs, rehearsals, pictures and questions read JSON whose shape is the provider's.
    files: [
      "**/__tests__/**",
      "**/test/**",
      "docs/generate/pictures/*.ts",
      "preflight/**",
      "proofs/**",
      "rehearsal/**",
    ],
    rules: {
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
  { files: ["**/*.mjs"], ...tseslint.configs.disableTypeChecked },
  {
    files: ["**/*.mjs"],
    languageOptions: { globals: { process: "readonly", console: "readonly" } },
  },
  documented,
);
