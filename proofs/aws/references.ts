/** A reference such as `${aws_lb.web_F0.arn_suffix}`, taken apart. */
export interface Reference {
  /** Type of the resource, such as `aws_lb`. */
  readonly type: string;
  /** Its name in the JSON. */
  readonly name: string;
  /** The attribute. */
  readonly attribute: string;
}

/** Takes a reference apart; throws when the text is none, or more than one. */
export function readReference(text: string): Reference {
  const [, type, name, attribute] = /^\$\{([a-z]\w*)\.([\w-]+)\.([\w[\].]+)\}$/.exec(text) ?? [];
  if (!type || !name || !attribute) throw new Error(`no reference: ${text}`);
  return { type, name, attribute };
}
