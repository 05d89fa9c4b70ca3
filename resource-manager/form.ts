import { inputGroups } from "../stacks/oci/input-groups";
import { ociInputs } from "../stacks/oci/inputs";
import { isSingleServer } from "../stacks/oci/options";
import type { OciStackProps } from "../stacks/oci/stack-props";
import { ociOutputs, outputGroups } from "../stacks/oci/outputs";
import type { FormDefinition } from "./schema-document";

/** The form in which Resource Manager asks for the OCI stack's inputs and shows its outputs. */
export function form(props: Partial<OciStackProps> = {}): FormDefinition {
  const isSingle = isSingleServer(props.options);
  const servers = isSingle ? "One public server" : "A load balancer, a pool of servers";
  return {
    title: `Counterpart: a visit counter in ${isSingle ? "its smallest form" : "three tiers"}`,
    description: `${servers} and an Autonomous Database with a private endpoint, each in a tier of its own network.`,
    troubleshooting: troubleshooting.join("\n"),
    inputGroups,
    inputs: ociInputs(props),
    outputGroups,
    outputs: ociOutputs,
    button: "url",
  };
}

const troubleshooting = [
  "NotAuthorizedOrNotFound at a dynamic group or policy: answer no to Create dynamic group and policy, and hand the output Statements for an administrator to one.",
  "Out of host capacity, or a shape that was not found: choose another shape, or the availability domain that has it.",
  "LimitExceeded: the tenancy's service limits do not hold what was asked for; Governance has the limits and a form to raise them.",
  "The address does not answer, or with 502, for some minutes after the first job: servers install Node and wait for the database. Health shows when they are ready.",
  "Still so after ten minutes: look at /var/log/cloud-init-output.log on a server, and whether the policy for its secrets exists.",
  "New servers are not healthy, so the old ones stay: the job failed to protect what serves; find the cause on a new server and apply again.",
  "Creating the database from a secret fails: give an administrator password among the options for vault and passwords.",
];
