import { Testing } from "cdktf";
import { awsPods } from "../../../rehearsal/simulation/aws-pods";
import { type Assumptions, defaultAssumptions, type Fleet } from "../../../rehearsal/simulation/fleet";
import { ociPods } from "../../../rehearsal/simulation/oci-pods";
import { type Profile, profiles } from "../../../stacks/context/profiles";
import { OciStack } from "../../../stacks/oci-stack";
import { awsStack, kubernetes } from "../../support/aws-stacks";
import { synth } from "../../support/synth";

/** Least and greatest number of pods. */
interface Size {
  readonly min: number;
  readonly max: number;
}

const free = { ...defaultAssumptions, freeBandwidth: true };

const profileWith = (servers: Size): Profile => ({
  ...profiles.lab,
  web: { ...profiles.lab.web, servers },
});

/** JSON of a lab on AWS with a cluster and so many pods. */
export function awsCluster(size: Size) {
  return synth(awsStack(profileWith(size), { kubernetes: { access: kubernetes.access } }));
}

/** The pods of a lab on AWS. */
export function podsOnAws(size: Size): Fleet {
  return awsPods(awsCluster(size));
}

/** The same on OCI, whose balancer has all the bandwidth that it needs unless `assumed` says otherwise. */
export function podsOnOci(size: Size, assumed: Assumptions = free): Fleet {
  const options = { network: {}, database: {}, web: {}, kubernetes: { access: {} } };
  const stack = new OciStack(Testing.app(), "oci-stack", { profile: profileWith(size), options });
  return ociPods(synth(stack), assumed);
}
