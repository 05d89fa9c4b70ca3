import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { has } from "./programs";

/** A configuration that keeps no state: cdktf's own names a folder of the machine that synthesized. */
export function withoutBackend(configuration: object & { readonly terraform?: object }): object {
  return { ...configuration, terraform: { ...configuration.terraform, backend: undefined } };
}

/** Reason why tests with the AWS provider cannot run on this machine; undefined where they can. */
export function whyNoAwsProvider(): string | undefined {
  if (!has("terraform")) return "needs terraform";
  return awsVersion() ? undefined : "needs a filesystem mirror of hashicorp/aws";
}

/** Reason why tests with Oracle's own provider cannot run on this machine; undefined where they can. */
export function whyNoOciProvider(): string | undefined {
  if (!has("terraform")) return "needs terraform";
  if (process.env.OCI_STAND_IN) return "is told to take the stand-in, by OCI_STAND_IN";
  return mirrorFolder(ociProvider) ? undefined : "needs a filesystem mirror of oracle/oci";
}

/** Reason why no stack on OCI can be kept on this machine, with Oracle's provider or its stand-in; undefined where it can. */
export function whyNoOciStack(): string | undefined {
  return has("terraform") ? undefined : "needs terraform";
}

/** Who keeps stacks on OCI on this machine: Oracle's own provider, or where there is none its stand-in. */
export function ociKeeper(): string {
  return whyNoOciProvider() === undefined
    ? `Oracle's provider ${versionOf(ociProvider)}`
    : "the stand-in of Oracle's provider";
}

/** The version of the AWS provider that this machine's mirror has. */
export function awsVersion(): string | undefined {
  return versionOf(awsProvider);
}

/** The folder that holds this machine's AWS provider itself. */
export function awsProviderFolder(): string {
  const systems: Partial<Record<string, string>> = { win32: "windows" };
  const architectures: Partial<Record<string, string>> = { x64: "amd64" };
  const { platform, arch } = process;
  const system = `${systems[platform] ?? platform}_${architectures[arch] ?? arch}`;
  return join(mirrorFolder(awsProvider)!, awsProvider, awsVersion()!, system);
}

/** Address of the AWS provider. */
export const awsProvider = "registry.terraform.io/hashicorp/aws";
/** Address of Oracle's provider. */
export const ociProvider = "registry.terraform.io/oracle/oci";

/** A filesystem mirror that has a provider: where Terraform itself looks, and one level below /opt. */
export function mirrorFolder(provider: string): string | undefined {
  const { TF_PROVIDER_MIRROR } = process.env;
  const places = [
    ...(TF_PROVIDER_MIRROR ? [TF_PROVIDER_MIRROR] : []),
    join(homedir(), ".terraform.d/plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
    ...(existsSync("/opt") ? readdirSync("/opt").map((entry) => join("/opt", entry)) : []),
  ];
  return places.find((place) => existsSync(join(place, provider)));
}

function versionOf(provider: string): string | undefined {
  const mirror = mirrorFolder(provider);
  return mirror && readdirSync(join(mirror, provider)).find((entry) => /^\d+\.\d+\.\d+$/.test(entry));
}
