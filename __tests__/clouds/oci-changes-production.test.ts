import { proveOciChanges } from "./changes/oci-proof";

proveOciChanges("production");
