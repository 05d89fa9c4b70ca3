import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { DefaultTokenResolver, StringConcat, TerraformStack, Testing, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";
import type { Synthesized, SynthesizedStack } from "../../proofs/synthesized";

export type { Synthesized, SynthesizedStack };

/** A class of resources. */
export interface TerraformClass {
  readonly tfResourceType: string;
}

/** Synthesizes a stack and reads the JSON back. */
export function synth(stack: TerraformStack): SynthesizedStack {
  // Without `true` validations do not run.
  return JSON.parse(Testing.synth(stack, true)) as SynthesizedStack;
}

/** All resources of a class, in the order of their names. */
export function resources(stack: TerraformStack, { tfResourceType }: TerraformClass): Synthesized[] {
  return named(synth(stack).resource[tfResourceType]);
}

/** The only resource of a class. */
export function theResource(stack: TerraformStack, type: TerraformClass): Synthesized {
  const all = resources(stack, type);
  if (all.length !== 1) throw new Error(`expected one ${type.tfResourceType}, got ${all.length}`);
  return all[0]!;
}

/** Value of a token in the JSON, such as `${aws_vpc.network_vpc_4E8F0223.id}`. */
export function resolve(scope: IConstruct, token: string): string {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return Tokenization.resolve(token, { scope, resolver, preparing: false }) as string;
}

/** Number of resources and data sources of each type in a stack, data sources as `data.<type>`; a count of 0 makes none. */
export function inventory(stack: TerraformStack): Record<string, number> {
  const { resource, data = {} } = synth(stack);
  const count = (prefix: string, types: object) =>
    Object.entries(types)
      .map(([type, byName]) => [prefix + type, Object.values(byName as object).filter(isMade).length])
      .filter(([, made]) => made !== 0);
  return Object.fromEntries([...count("", resource), ...count("data.", data)]) as Record<string, number>;
}

const isMade = ({ count }: { count?: unknown }) => count !== 0;

/** An empty stack on AWS. */
export function awsTestStack(region = "eu-west-1", id = "test"): TerraformStack {
  const stack = new TerraformStack(Testing.app(), id);
  new AwsProvider(stack, "aws", { region });
  return stack;
}

function named(byName: Record<string, Omit<Synthesized, "logicalId">> = {}): Synthesized[] {
  return Object.entries(byName)
    .map(([logicalId, rest]) => ({ logicalId, ...rest }))
    .sort((a, b) => (a.logicalId < b.logicalId ? -1 : 1));
}
