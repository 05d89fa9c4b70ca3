import { CoreInstanceConfiguration } from "@cdktf/provider-oci/lib/core-instance-configuration";
import { type TerraformStack } from "cdktf";
import { synth, theResource } from "../../../support/synth";

/** Launch details of an instance of the pool. */
export const launchOf = (stack: TerraformStack) =>
  theResource(stack, CoreInstanceConfiguration).instance_details.launch_details as Record<string, unknown>;

/** Query for the newest image. */
export const imageFilterOf = (stack: TerraformStack) =>
  Object.values(synth(stack).data!.oci_core_images!)[0] as { filter: { values: string[] }[] };

/** Names of images that Oracle offers. */
export const images = [
  "Oracle-Linux-9.7-2026.06.15-0",
  "Oracle-Linux-9.7-aarch64-2026.06.15-0",
  "Oracle-Linux-9.7-Gen2-GPU-2026.06.15-0",
  "Oracle-Linux-9.7-Minimal-2026.06.15-0",
  "Oracle-Linux-8.10-2026.06.15-0",
  "Oracle-Autonomous-Linux-9.7-2026.06.15-0",
];
