import type { OciOptions } from "./options";
import type { Profile } from "../context/profiles";

/** What the OCI stack must be told. The rest is asked at deploy time, by variables or by Resource Manager's form. */
export interface OciStackProps {
  /** How much redundancy and protection. */
  readonly profile: Profile;
  /**
   * What else is decided at synthesis.
   *
   * @default - as the profile and the deployment's inputs say
   */
  readonly options?: OciOptions;
}
