import { proveAwsChanges } from "./changes/aws-proof";

proveAwsChanges("lab with a cluster");
