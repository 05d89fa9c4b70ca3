import { type Answer, failure, ok, type Question } from "../question";
import type { OciAccount } from "./account";
import { chosen, type Deployment } from "./context";

/** Asks whether the vault and the key that were chosen are there, and can encrypt a secret. */
export function vault(deployment: Deployment): readonly Question<OciAccount>[] {
  const [vaultId, keyId] = [chosen(deployment, "vault_ocid"), chosen(deployment, "key_ocid")];
  if (vaultId === "" || keyId === "") return [];
  return [
    {
      id: "vault",
      asks: "Are the vault and its key there, and of use?",
      needs: ["inspect vaults", "inspect keys"],
      link: "https://docs.oracle.com/iaas/Content/KeyManagement/Tasks/managingkeys.htm",
      answer: (account) => verdictOf(vaultId, keyId, account),
    },
  ];
}

async function verdictOf(vaultId: string, keyId: string, account: OciAccount): Promise<Answer> {
  const { vault: found } = await account.vaults.getVault({ vaultId });
  if (String(found.lifecycleState) !== "ACTIVE")
    return failure(
      `the vault ${found.displayName} is ${found.lifecycleState}`,
      "set `TF_VAR_vault_ocid` to one that is active",
    );
  const { key } = await account.keysAt(found.managementEndpoint).getKey({ keyId });
  const other = "set `TF_VAR_key_ocid` to a symmetric key of this vault that is enabled";
  if (key.vaultId !== vaultId) return failure(`the key ${key.displayName} is of another vault`, other);
  if (String(key.lifecycleState) !== "ENABLED")
    return failure(`the key ${key.displayName} is ${key.lifecycleState}`, other);
  const { algorithm } = key.keyShape;
  if (String(algorithm) !== "AES")
    return failure(
      `the key ${key.displayName} is for ${algorithm}, and Vault encrypts secrets by AES`,
      other,
    );
  return ok(`the vault ${found.displayName} is active, and its key ${key.displayName} enabled`);
}
