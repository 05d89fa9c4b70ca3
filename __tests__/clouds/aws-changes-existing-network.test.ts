import { proveAwsChanges } from "./changes/aws-proof";

proveAwsChanges("lab in a VPC of yours");
