import type { models } from "oci-vault";
import { failure, listed, ok, type Question } from "../question";
import type { OciAccount } from "./account";
import { chosen, type Deployment } from "./context";
import { textOf } from "./computed";
import { dateOf } from "./dates";

/** Asks whether the names of secrets are free: one that was deleted keeps its name until the vault forgets it, days later. */
export function secrets(deployment: Deployment): readonly Question<OciAccount>[] {
  const all = deployment.stack.all("oci_vault_secret");
  const vaultId = chosen(deployment, "vault_ocid");
  // A vault that is made anew has none.
  if (all.length === 0 || vaultId === "") return [];
  const names = all
    .map(({ secret_name }) => textOf(secret_name, deployment.variables))
    .filter((name) => name !== undefined);
  return [
    {
      id: "secret-names",
      asks: "Are the names of secrets free, also of such as wait for their deletion?",
      needs: ["inspect secrets"],
      link: "https://docs.oracle.com/iaas/Content/KeyManagement/Tasks/managingsecrets.htm",
      answer: async ({ secrets: client, place }) => {
        const { items } = await client.listSecrets({ compartmentId: place.compartmentId, vaultId });
        const waiting = items.filter(({ lifecycleState }) => isWaiting(lifecycleState));
        const taken = waiting.filter(({ secretName }) => names.includes(secretName));
        if (taken.length > 0)
          return failure(
            `${listed(taken.map(({ secretName, timeOfDeletion }) => `${secretName} (until ${dateOf(timeOfDeletion)?.toISOString().slice(0, 10)})`))} wait for their deletion and keep their names`,
            "`oci vault secret cancel-secret-deletion --secret-id <ocid>`, then import them; or take another vault",
          );
        if (names.length === 0)
          return ok(
            `names of secrets have the time of the deployment in them; ${waiting.length} of others wait for their deletion`,
          );
        return ok(`no secret that waits for its deletion is called ${listed(names)}`);
      },
    },
  ];
}

function isWaiting(state: models.SecretSummary.LifecycleState): boolean {
  return /DELETION/.test(String(state));
}
