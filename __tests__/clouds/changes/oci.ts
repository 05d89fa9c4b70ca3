import { ociContext } from "./oci-context";
import { ociNetworkContext } from "./oci-network-context";
import { ociWebVariables } from "./oci-web-variables";
import { ociDatabaseVariables } from "./oci-database-variables";
import { ociCode } from "./oci-code";
import type { OciChange } from "./oci-bases";

/** What each option of OCI does to a stack that runs. */
export const ociChanges: readonly OciChange[] = [
  ...ociContext,
  ...ociNetworkContext,
  ...ociWebVariables,
  ...ociDatabaseVariables,
  ...ociCode,
];
