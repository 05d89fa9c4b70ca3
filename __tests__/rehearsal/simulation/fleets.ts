import { Testing } from "cdktf";
import type { Scaling } from "../../../constructs/oci";
import { awsFleet } from "../../../rehearsal/simulation/aws";
import { type Assumptions, defaultAssumptions, type Fleet } from "../../../rehearsal/simulation/fleet";
import { ociFleet } from "../../../rehearsal/simulation/oci";
import { type Profile, profiles } from "../../../stacks/context/profiles";
import { OciStack } from "../../../stacks/oci-stack";
import { awsStack } from "../../support/aws-stacks";
import { synth } from "../../support/synth";

interface Choices {
  readonly min: number;
  readonly max: number;
  readonly scaling?: Scaling;
}

const free = { ...defaultAssumptions, freeBandwidth: true };

const profileWith = ({ min, max }: Choices): Profile => ({
  ...profiles.lab,
  web: { ...profiles.lab.web, servers: { min, max } },
});

/** The servers of a lab on AWS with so many of them. */
export function awsServers(choices: Choices): Fleet {
  return awsFleet(synth(awsStack(profileWith(choices))));
}

/** The same on OCI, whose balancer has all the bandwidth that it needs unless `assumed` says otherwise. */
export function ociServers(choices: Choices, assumed: Assumptions = free): Fleet {
  const options = choices.scaling && { network: {}, database: {}, web: { scaling: choices.scaling } };
  const props = { profile: profileWith(choices), ...(options && { options }) };
  return ociFleet(synth(new OciStack(Testing.app(), "oci-stack", props)), assumed);
}
