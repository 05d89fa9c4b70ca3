import type { OciOptions } from "./options";
import type { Profile } from "../context/profiles";

/** Properties of {@link OciStack}. */
export interface OciStackProps {
  /** Profile: redundancy and protection of each tier. */
  readonly profile: Profile;
  /**
   * Paths of stacks that may stop being production.
   *
   * @default - none
   */
  readonly leaveProduction?: readonly string[];
  /**
   * Further options that synthesis decides.
   *
   * @default - as the profile and the deployment's inputs say
   */
  readonly options?: OciOptions;
}
