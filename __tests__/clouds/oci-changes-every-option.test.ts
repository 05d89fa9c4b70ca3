import { proveOciChanges } from "./changes/oci-proof";

proveOciChanges("lab with every option");
