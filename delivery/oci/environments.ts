import type { StackJson } from "../aws/actions";
import { githubEnvironment, previews } from "../github/environment-name";
import { storedState, type StoredState } from "./state";

/** An environment of the stack on OCI. */
export interface OciEnvironment {
  /** Name of the environment on GitHub, such as `oci-production`. */
  readonly name: string;
  /** OCID of its compartment; of the one that has a compartment for each, where it stands for those of pull requests. */
  readonly compartmentOcid: string;
  /** Whether it stands for the environments of pull requests. */
  readonly isOfPullRequests: boolean;
  /** Prefix of its names in the tenancy. */
  readonly prefix: string;
  /** Terraform's types in the stack. */
  readonly types: readonly string[];
  /**
   * Where its state is.
   *
   * @default - in a file, which workflows refuse
   */
  readonly state?: StoredState | undefined;
}

/** An environment by its name in `delivery.json`, its compartment, and the stack's JSON in it. */
export function environmentOf(environment: string, compartmentOcid: string, json: StackJson): OciEnvironment {
  const { resource = {}, data = {} } = json;
  const isOfPullRequests = environment === previews;
  return {
    name: githubEnvironment("oci", environment),
    compartmentOcid,
    isOfPullRequests,
    prefix: isOfPullRequests
      ? environment.replace("*", "")
      : [environment, "oci-stack-"].filter(Boolean).join("-"),
    types: [...Object.keys(resource), ...Object.keys(data)].filter((type) => type.startsWith("oci_")),
    state: storedState(json),
  };
}
