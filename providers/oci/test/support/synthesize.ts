import { TerraformStack, Testing } from "cdktf";

/** A block of synthesized Terraform JSON. */
type Block = Readonly<Record<string, unknown>>;

/** What a stack synthesizes to, in the parts that these tests read. */
export interface Synthesized {
  /** The `terraform` block. */
  readonly terraform: { readonly required_providers: Readonly<Record<string, Block>> };
  /** Provider configurations by provider. */
  readonly provider: Readonly<Record<string, readonly Block[]>>;
  /** Resources by type and id. */
  readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  /** Data sources by type and id. */
  readonly data: Readonly<Record<string, Readonly<Record<string, Block>>>>;
}

/** Synthesizes a stack that holds what `fill` puts into it. */
export function synthesize(fill: (stack: TerraformStack) => void): Synthesized {
  const stack = new TerraformStack(Testing.app(), "stack");
  fill(stack);
  return JSON.parse(Testing.synth(stack)) as Synthesized;
}
