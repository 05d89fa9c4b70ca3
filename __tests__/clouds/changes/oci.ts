import { ociContext } from "./oci-context";
import { ociWatchContext } from "./oci-watch-context";
import { ociNetworkContext } from "./oci-network-context";
import { ociKubernetes } from "./oci-kubernetes";
import { ociWebVariables } from "./oci-web-variables";
import { ociDatabaseVariables } from "./oci-database-variables";
import { ociCode } from "./oci-code";
import type { OciChange } from "./oci-bases";

/** What each option of OCI does to a stack that runs. */
export const ociChanges: readonly OciChange[] = [
  ...ociContext,
  ...ociWatchContext,
  ...ociNetworkContext,
  ...ociKubernetes,
  ...ociWebVariables,
  ...ociDatabaseVariables,
  ...ociCode,
];
