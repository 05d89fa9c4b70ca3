import { proveOciChanges } from "./changes/oci-proof";

proveOciChanges("lab with a cluster");
