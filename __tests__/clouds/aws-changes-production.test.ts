import { proveAwsChanges } from "./changes/aws-proof";

proveAwsChanges("production");
