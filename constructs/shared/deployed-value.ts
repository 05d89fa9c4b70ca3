/** A postcondition of a resource, in Terraform's expression language. */
export interface Postcondition {
  /** The expression that must be true. */
  readonly condition: string;
  /** The error message of Terraform where it is false. */
  readonly errorMessage: string;
}

/** A choice that cannot change once it was deployed. */
export interface DeployedValue {
  /** Name of the prop or option, as its user wrote it. */
  readonly option: string;
  /**
   * Key in `cdktf.json` that becomes the prop, where that has another name.
   *
   * @default - none
   */
  readonly key?: string;
  /** The value at the last deployment: an expression on `self`, the resource that remembers it. */
  readonly deployed: string;
  /** The value of this deployment: an expression. */
  readonly wanted: string;
  /**
   * Whether the two are the same choice: an expression.
   *
   * @default - whether both are equal
   */
  readonly same?: string;
}

/**
 * Refuses, in the plan and so before anything is touched, another value than a stack was deployed with.
 *
 * The resource must ignore changes of what `deployed` reads: a plan then shows it as it is, and not as it would be.
 *
 * @see docs/changes.md
 */
export function refuseOther({ option, key, deployed, wanted, same }: DeployedValue): Postcondition {
  const show = (expression: string) => `\${jsonencode(${expression})}`;
  return {
    condition: `\${${same ?? `${deployed} == ${wanted}`}}`,
    errorMessage: `\`${option}\`${key ? ` (in cdktf.json \`${key}\`)` : ""} must stay ${show(deployed)}, which the stack was deployed with, got ${show(wanted)}: a running stack cannot take another value. Set it back; or deploy a second stack, move the data, and destroy this one.`,
  };
}
