import { Testing } from "cdktf";
import { AwsStack } from "../../stacks/aws-stack";
import { profiles } from "../../stacks/context/profiles";
import { OciStack } from "../../stacks/oci-stack";
import type { BootProps } from "./boot";
import { bootScriptOf, completed } from "./user-data";

/** User data of a lab on AWS, with what Terraform would know of its resources. */
export function awsServer(): BootProps {
  const region = "us-east-1";
  const script = bootScriptOf(new AwsStack(Testing.app(), "aws-stack", { region, profile: profiles.lab }));
  const userData = completed(script, {
    ".bucket": "aws-stack-artifacts",
    ".key": "counter.tar.gz",
    ".version_id": "1",
    ".address": `counter.example.${region}.rds.amazonaws.com`,
    ".db_name": "app",
    ".secret_arn": `arn:aws:secretsmanager:${region}:123456789012:secret:rds!db-1-AbCdEf`,
  });
  return { cloud: "aws", userData, store: `s3.${region}.amazonaws.com` };
}

/** User data of a lab on OCI, with what Terraform would know of its resources. */
export function ociServer(): BootProps {
  const region = "eu-frankfurt-1";
  const store = `objectstorage.${region}.oraclecloud.com`;
  const secret = (name: string) => `ocid1.vaultsecret.oc1.${region}.${name}`;
  const script = bootScriptOf(new OciStack(Testing.app(), "oci-stack", { profile: profiles.lab }));
  const userData = completed(script, {
    "local.web_artifact_host": store,
    ".access_uri": "/p/token/n/namespace/b/artifacts/o/counter.tar.gz",
    "oci_vault_secret.database_application": secret("application"),
    "oci_vault_secret.database_administrator": secret("administrator"),
    "local.database_connect": `(description=(address=(protocol=tcps)(port=1522)(host=127.0.0.1))(connect_data=(service_name=counter)))`,
    "var.region": region,
  });
  return { cloud: "oci", userData, store };
}
