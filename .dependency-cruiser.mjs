/** Who may import whom: `npm run check` refuses the rest. */
export default {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Two files that need each other share a third; types count, and so does what is loaded later.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "one-cloud",
      comment: "What is about one cloud knows nothing of the other.",
      severity: "error",
      from: {
        path: "^(?:constructs|stacks|preflight)/(?!shared/|server/|kubernetes/|context/|report/|test/)([^/]+)/",
      },
      to: {
        path: "^(?:constructs|stacks|preflight)/(?!shared/|server/|kubernetes/|context/|report/|test/)[^/]+/",
        pathNot: "^(?:constructs|stacks|preflight)/$1/",
      },
    },
    {
      name: "by-the-index",
      comment: "A folder of constructs is imported by its index.ts, which says what others may use.",
      severity: "error",
      from: {
        path: "^(constructs/(?!shared/|server/|kubernetes/)[^/]+/[^/]+|constructs/shared|constructs/server|constructs/kubernetes)/",
      },
      to: {
        path: "^constructs/(?:(?!shared/|server/|kubernetes/)[^/]+/[^/]+|shared|server|kubernetes)/[^/]+$",
        pathNot: ["^$1/", "/index[.]ts$"],
      },
    },
    {
      name: "by-the-index-from-elsewhere",
      comment: "A folder of constructs is imported by its index.ts, which says what others may use.",
      severity: "error",
      from: {
        path: "^(?:stacks|resource-manager|local|commands|delivery|preflight|proofs|state)/|^main[.]ts$|^constructs/[^/]+[.]ts$",
      },
      to: {
        path: "^constructs/(?:(?!shared/|server/|kubernetes/)[^/]+/[^/]+|shared|server|kubernetes)/[^/]+$",
        pathNot: "/index[.]ts$",
      },
    },
    {
      name: "stacks-know-no-package",
      comment: "Resource Manager's package is made from the stacks.",
      severity: "error",
      from: { path: "^(?:stacks|constructs)/" },
      to: { path: "^resource-manager/" },
    },
    {
      name: "constructs-know-no-stack",
      comment: "Constructs are for any stack.",
      severity: "error",
      from: { path: "^constructs/" },
      to: { path: "^stacks/" },
    },
    {
      name: "the-app-knows-no-cloud",
      comment: "The web app is built and run without the stacks.",
      severity: "error",
      from: { path: "^webapp/" },
      to: { path: "^(?:constructs|stacks|resource-manager|commands|delivery|preflight|proofs)/" },
    },
    {
      name: "nothing-needs-tests",
      comment: "What is deployed or run by a user imports no test.",
      severity: "error",
      from: {
        path: "^(?:constructs|stacks|resource-manager|local|commands|delivery|preflight(?!/test)|webapp/src|webapp/build|proofs|state)/",
      },
      to: { path: "(?:^__tests__|^webapp/test|^preflight/test)/" },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^providers/oci/|node_modules" },
  },
};
