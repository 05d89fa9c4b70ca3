/** Colours of a picture in light and dark; what Graphviz writes as attributes gives way to them. */
export const style = `
svg { --ground: #fff; --ink: #1c1b29; --soft: #5b5970; --network: #f6f5f2; --tier: #fff; --line: #b9b5c9; --box: #eef0ff; --accent: #4338ca; }
@media (prefers-color-scheme: dark) {
  svg { --ground: #0d1117; --ink: #f1f0f7; --soft: #b5b2c8; --network: #15131f; --tier: #1d1a2b; --line: #524e6b; --box: #272463; --accent: #a5b4fc; }
}
text { fill: var(--ink); font-family: ui-sans-serif, Helvetica, Arial, sans-serif; }
.graph > polygon { fill: var(--ground); stroke: none; }
.cluster path, .cluster polygon { fill: var(--tier); stroke: var(--line); }
.cluster.network path, .cluster.network polygon { fill: var(--network); }
.cluster text { fill: var(--soft); }
.node path, .node polygon, .node ellipse { fill: var(--box); stroke: var(--accent); }
.node.outside ellipse { fill: var(--ground); stroke: var(--line); }
.edge path { stroke: var(--accent); stroke-width: 1.5; }
.edge polygon { fill: var(--accent); stroke: var(--accent); }
`;
