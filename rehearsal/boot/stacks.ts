import { Testing } from "cdktf";
import { AwsStack } from "../../stacks/aws-stack";
import { profiles } from "../../stacks/context/profiles";
import { OciStack } from "../../stacks/oci-stack";
import { whyNoAwsEmulator } from "../aws/emulator";
import { ociKeeper, whyNoOciStack } from "../machine/providers";
import { appliedOnAws, appliedOnOci } from "./applied";
import type { BootProps } from "./boot";
import { bootScriptOf, completed } from "./user-data";

/** A server to boot, and where its user data is from. */
interface Server extends BootProps {
  /** `applied`, and by whom: out of the state that a provider left; else why it has values in the place of references. */
  readonly from: string;
}

/**
 * A lab's server on AWS.
 *
 * @param why reason not to apply the stack, for which its user data has values in the place of references
 */
export async function awsServer(why: string | undefined = whyNoAwsEmulator()): Promise<Server> {
  const region = "us-east-1";
  const userData = why === undefined ? await appliedOnAws(region) : awsCompleted(region);
  return { cloud: "aws", userData, store: `s3.${region}.amazonaws.com`, from: why ?? "applied" };
}

/**
 * A lab's server on OCI.
 *
 * @param why reason not to apply the stack, for which its user data has values in the place of references
 */
export async function ociServer(why: string | undefined = whyNoOciStack()): Promise<Server> {
  const region = "eu-frankfurt-1";
  const store = `objectstorage.${region}.oraclecloud.com`;
  const userData = why === undefined ? await appliedOnOci(region) : ociCompleted(region, store);
  return { cloud: "oci", userData, store, from: why ?? `applied by ${ociKeeper()}` };
}

function awsCompleted(region: string): string {
  const script = bootScriptOf(new AwsStack(Testing.app(), "aws-stack", { region, profile: profiles.lab }));
  return completed(script, {
    ".bucket": "aws-stack-artifacts",
    ".key": "counter.tar.gz",
    ".version_id": "1",
    ".address": `counter.example.${region}.rds.amazonaws.com`,
    ".db_name": "app",
    ".secret_arn": `arn:aws:secretsmanager:${region}:123456789012:secret:rds!db-1-AbCdEf`,
  });
}

function ociCompleted(region: string, store: string): string {
  const secret = (name: string) => `ocid1.vaultsecret.oc1.${region}.${name}`;
  const script = bootScriptOf(new OciStack(Testing.app(), "oci-stack", { profile: profiles.lab }));
  return completed(script, {
    "local.web_artifact_host": store,
    ".access_uri": "/p/token/n/namespace/b/artifacts/o/counter.tar.gz",
    "oci_vault_secret.database_application": secret("application"),
    "oci_vault_secret.database_administrator": secret("administrator"),
    "local.database_connect": `(description=(address=(protocol=tcps)(port=1522)(host=127.0.0.1))(connect_data=(service_name=counter)))`,
    "var.region": region,
  });
}
