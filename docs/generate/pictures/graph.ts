import type { Graph } from "@viz-js/viz";
import { type Node, waysOf } from "../../../proofs/ways";
import type { Label, Labels } from "./labels";

type Edge = { readonly tail: string; readonly head: string; readonly ports: readonly string[] };

/** A network as Graphviz draws it: tiers in the network, in each its nodes, and the ways that firewalls and routes leave open. */
export function graphOf(nodes: readonly Node[], labels: Labels): Graph {
  const boxOf = new Map(nodes.map((node) => [node.name, labels.nodes[node.host]!.title]));
  const edges = edgesOf(nodes, boxOf);
  const inside = new Set(boxOf.values());
  const outside = new Set(
    edges.flatMap(({ tail, head }) => [tail, head]).filter((name) => !inside.has(name)),
  );
  return {
    directed: true,
    graphAttributes: {
      fontname: font,
      fontsize: 15,
      nodesep: 0.3,
      ranksep: 0.45,
      bgcolor: "white",
      pad: 0.15,
    },
    nodeAttributes: {
      fontname: font,
      fontsize: 15,
      shape: "box",
      style: "rounded,filled",
      margin: "0.16,0.09",
    },
    edgeAttributes: { fontname: font, fontsize: 15, arrowsize: 0.8 },
    nodes: [...outside].map((name) => ({
      name,
      attributes: { label: name, class: "outside", shape: "ellipse" },
    })),
    edges: edges.map(({ tail, head, ports }) => ({
      tail,
      head,
      attributes: { label: ` ${ports.join(", ")} ` },
    })),
    subgraphs: [{ ...clusterOf("network", [labels.network]), subgraphs: tiersOf(nodes, labels, boxOf) }],
  };
}

const font = "Helvetica";

/** Ways between the same two boxes are one arrow. */
function edgesOf(nodes: readonly Node[], boxOf: ReadonlyMap<string, string>): Edge[] {
  const byEnds = new Map<string, Edge>();
  for (const { from, to, ports } of waysOf(nodes)) {
    const [tail, head] = [boxOf.get(from) ?? from, boxOf.get(to) ?? to];
    const known = byEnds.get(`${tail} ${head}`)?.ports ?? [];
    byEnds.set(`${tail} ${head}`, { tail, head, ports: [...new Set([...known, ports])].sort(byNumber) });
  }
  return [...byEnds.values()];
}

const byNumber = (one: string, other: string) => Number(one) - Number(other);

function tiersOf(nodes: readonly Node[], labels: Labels, boxOf: ReadonlyMap<string, string>) {
  return ["public", "web", "data"].map((tier) => {
    const blocks = Object.keys(labels.tiers).filter((block) => labels.tiers[block] === tier);
    const boxes = new Map(
      nodes
        .filter((node) => node.blocks.some((block) => blocks.includes(block)))
        .map((node) => [boxOf.get(node.name)!, labels.nodes[node.host]!]),
    );
    const inTier = [...boxes].map(([name, label]) => boxFor(name, label, tier));
    return { ...clusterOf(tier, [`${tier} tier`, ...blocks]), nodes: inTier };
  });
}

/** A cluster with its title at the side where no arrow crosses it: to the data tier they come from the left. */
function clusterOf(id: string, lines: readonly string[]) {
  const side = id === "data" ? "r" : "l";
  const label = lines.map((line) => `${line}\\${side}`).join("");
  const graphAttributes = {
    label,
    class: id,
    style: "rounded,filled",
    labeljust: side,
    fontsize: 13,
    margin: 14,
  };
  return { name: `cluster_${id}`, graphAttributes };
}

function boxFor(name: string, { title, lines }: Label, tier: string) {
  const html = [`<b>${title}</b>`, ...lines].join("<br/>");
  return { name, attributes: { label: { html }, class: tier } };
}
