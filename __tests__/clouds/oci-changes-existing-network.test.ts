import { proveOciChanges } from "./changes/oci-proof";

proveOciChanges("lab in a network that was there before");
