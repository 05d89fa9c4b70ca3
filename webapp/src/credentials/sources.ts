/** Every source of credentials; a cloud's SDK is loaded only where its source is chosen. */
export const sources = {
  env: () => import("./env"),
  "aws-secrets-manager": () => import("./aws"),
  "aws-iam": () => import("./aws-iam"),
  "oci-vault": () => import("./oci"),
};

/** Name of a source: what `DB_CREDENTIALS` may say. */
export type CredentialSourceName = keyof typeof sources;

/** Every source's name. */
export const credentialSourceNames = Object.keys(sources) as CredentialSourceName[];
