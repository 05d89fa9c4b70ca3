import { awsVersion } from "./terraform";

/** The bindings ask for the provider that they were made from; the one at hand may be older. */
export function withInstalledProvider(json: object): object {
  const text = JSON.stringify(json).replace(/("source":"aws","version":)"[^"]*"/, `$1"${awsVersion()}"`);
  return JSON.parse(text) as object;
}

/** A provider that asks nobody who it is. */
export function offline(json: object): object {
  const { provider } = json as { provider: { aws: object[] } };
  const silent = {
    access_key: "mock",
    secret_key: "mock",
    skip_credentials_validation: true,
    skip_requesting_account_id: true,
    skip_metadata_api_check: "true",
  };
  return { ...json, provider: { aws: provider.aws.map((given) => ({ ...given, ...silent })) } };
}
