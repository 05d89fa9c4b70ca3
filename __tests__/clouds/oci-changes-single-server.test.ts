import { proveOciChanges } from "./changes/oci-proof";

proveOciChanges("single public server");
