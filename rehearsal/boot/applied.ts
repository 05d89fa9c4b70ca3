import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Testing } from "cdktf";
import type { SynthesizedStack } from "../../proofs/synthesized";
import { AwsStack } from "../../stacks/aws-stack";
import type { AwsStackProps } from "../../stacks/aws/stack-props";
import { profiles } from "../../stacks/context/profiles";
import { AwsDeployment } from "../aws/deployment";
import { AwsEmulator } from "../aws/emulator";
import { OciDeployment } from "../oci/deployment";

/** User data that a launch template has once the provider applied a lab, of which it makes only what the template refers to. */
export async function appliedOnAws(region: string): Promise<string> {
  const aws = await AwsEmulator.start();
  const deployment = new AwsDeployment(aws);
  try {
    const lab: AwsStackProps = { region, profile: profiles.lab };
    const stack = new AwsStack(Testing.app(), "aws-stack", lab);
    const { resource } = JSON.parse(Testing.synth(stack, true)) as SynthesizedStack;
    const [template] = Object.keys(resource.aws_launch_template!);
    await deployment.apply(lab, `-target=aws_launch_template.${template}`);
    const { user_data: userData } = only(deployment.statePath, "aws_launch_template");
    return decoded(userData);
  } finally {
    deployment.delete();
    await aws.stop();
  }
}

/** User data that an instance configuration has once the provider applied a lab. */
export async function appliedOnOci(region: string): Promise<string> {
  const deployment = await OciDeployment.begin();
  try {
    await deployment.apply({ profile: profiles.lab }, { region });
    const state = join(deployment.folder, "terraform.tfstate");
    const { instance_details: details } = only(state, "oci_core_instance_configuration");
    const [{ launch_details: launches }] = details as [{ launch_details: [{ metadata: object }] }];
    return decoded((launches[0].metadata as { user_data: string }).user_data);
  } finally {
    await deployment.end();
  }
}

/** Attributes of a state's only resource of a type. */
function only(file: string, type: string): Readonly<Record<string, unknown>> {
  const { resources } = JSON.parse(readFileSync(file, "utf8")) as State;
  const instances = resources
    .filter((resource) => resource.type === type)
    .flatMap(({ instances }) => instances);
  if (instances.length !== 1) throw new Error(`expected one ${type}, got ${instances.length}`);
  return instances[0]!.attributes;
}

function decoded(userData: unknown): string {
  return Buffer.from(String(userData), "base64").toString();
}

interface State {
  readonly resources: readonly {
    readonly type: string;
    readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> }[];
  }[];
}
