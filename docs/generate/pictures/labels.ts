/** Label of a node of a network. */
export interface Label {
  /** Kind of the node, in the cloud's words. */
  readonly title: string;
  /** Name, size and whatever else the stack decides. */
  readonly lines: readonly string[];
}

/** Labels of a picture beside those of its nodes and edges. */
export interface Labels {
  /** Title of the whole network, with its addresses. */
  readonly network: string;
  /** Boxes of the nodes, by the node's resource; nodes with the same title share a box. */
  readonly nodes: Readonly<Record<string, Label>>;
  /** Name of the tier that a block of addresses belongs to. */
  readonly tiers: Readonly<Record<string, string>>;
}
