/** What a picture says of a node of a network. */
export interface Label {
  /** What it is, in the cloud's words. */
  readonly title: string;
  /** What it is called, how large it is and whatever else the stack decides. */
  readonly lines: readonly string[];
}

/** What a picture says of a stack beside its nodes and the ways between them. */
export interface Labels {
  /** Title of the whole network, with its addresses. */
  readonly network: string;
  /** What stands in the box of each node, by the node's resource; nodes with the same title share a box. */
  readonly nodes: Readonly<Record<string, Label>>;
  /** Name of the tier that a block of addresses belongs to. */
  readonly tiers: Readonly<Record<string, string>>;
}
