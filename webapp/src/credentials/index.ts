import type { CredentialsConfig } from "../config/database-config";
import { hedged } from "../counting/hedge";
import { StoreError } from "../store/store";
import { giveUpMs, type ReadCredentials } from "./credentials";
import { sources } from "./sources";

export type { Credentials, ReadCredentials } from "./credentials";

/** A visitor waits for two seconds at most, so a question that got lost must be noticed sooner. */
const againMs = 1_000;

/** Makes the question for the credentials that are valid now. */
export function openCredentials(config: CredentialsConfig): ReadCredentials {
  let opened: Promise<ReadCredentials> | undefined;
  const ask = async (attempt: number) => {
    // Whoever hangs may hang on something that it keeps, such as a connection.
    if (attempt > 0) opened = undefined;
    const source = (opened ??= openSource(config));
    try {
      return await (
        await source
      )();
    } catch (error) {
      // An instance's identity may not be ready yet when the app starts; the next question opens the source anew.
      if (opened === source) opened = undefined;
      throw error;
    }
  };
  return async () => {
    try {
      return await hedged(ask, { againMs, giveUpMs });
    } catch (error) {
      throw new StoreError("unavailable", `the source of credentials "${config.source}" failed`, {
        cause: error,
      });
    }
  };
}

async function openSource(config: CredentialsConfig): Promise<ReadCredentials> {
  switch (config.source) {
    case "env":
      return (await sources.env()).open(config);
    case "aws-secrets-manager":
      return (await sources["aws-secrets-manager"]()).open(config);
    case "aws-iam":
      return (await sources["aws-iam"]()).open(config);
    case "oci-vault":
      return (await sources["oci-vault"]()).open(config);
  }
}
