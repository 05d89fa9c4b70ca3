import { KmsKey } from "@cdktf/provider-oci/lib/kms-key";
import { KmsVault } from "@cdktf/provider-oci/lib/kms-vault";
import { Op, type Precondition, Token } from "cdktf";
import { Construct } from "constructs";
import { requireThat } from "../../shared";
import { attributeOfOne, createdIf, idOfCreated, isGiven } from "./optional-resource";
import { physicalName } from "./names";

/** A vault that exists already. */
export interface ExistingVault {
  /** OCID of the vault; a token that turns out to be empty at deploy time asks for a new vault. */
  readonly vaultId: string;
  /** OCID of a symmetric key in that vault; as empty as the vault's. */
  readonly keyId: string;
}

/** Properties of {@link SecretVault}. */
export interface SecretVaultProps {
  /** Compartment that holds the vault where it is new. */
  readonly compartmentId: string;
  /** Whether a new vault and its key refuse to be destroyed. */
  readonly deletionProtected: boolean;
  /**
   * Vault that is there already.
   *
   * @default - a new vault with a key in software
   */
  readonly existing?: ExistingVault;
}

/**
 * An OCI vault for secrets, and the key that encrypts them; or those that were there before.
 *
 * Vault deletes nothing at once: after `destroy` a vault waits seven days at least, at no charge.
 */
export class SecretVault extends Construct {
  /** OCID of the vault. */
  readonly vaultId: string;
  /** OCID of the key. */
  readonly keyId: string;

  /** The precondition of every secret: a vault comes with a key. No token tells at synthesis whether it does. */
  readonly requirement: { readonly precondition?: Precondition[] };

  constructor(
    scope: Construct,
    id: string,
    { compartmentId, deletionProtected, existing }: SecretVaultProps,
  ) {
    super(scope, id);
    if (existing) checkVault(this, existing);
    const isNew = existing === undefined || Token.isUnresolved(existing.vaultId);
    const created = isNew ? this.createVault(compartmentId, deletionProtected, existing) : undefined;
    this.vaultId = idOfCreated(created?.vault, existing?.vaultId);
    this.keyId = idOfCreated(created?.key, existing?.keyId);
    this.requirement = existing && isNew ? { precondition: [bothOrNeither(existing)] } : {};
  }

  private createVault(
    compartmentId: string,
    deletionProtected: boolean,
    existing: ExistingVault | undefined,
  ) {
    const displayName = physicalName(this);
    const common = {
      ...createdIf(existing && isGiven(existing.vaultId, false)),
      ...(deletionProtected && { lifecycle: { preventDestroy: true } }),
    };
    const vault = new KmsVault(this, "vault", {
      compartmentId,
      displayName,
      vaultType: "DEFAULT",
      ...common,
    });
    const key = new KmsKey(this, "key", {
      compartmentId,
      displayName,
      managementEndpoint: existing ? attributeOfOne(vault, "management_endpoint") : vault.managementEndpoint,
      keyShape: { algorithm: "AES", length: 32 },
      // Free of charge, unlike more than a few versions of a key in hardware.
      protectionMode: "SOFTWARE",
      ...common,
    });
    return { vault, key };
  }
}

function bothOrNeither({ vaultId, keyId }: ExistingVault): Precondition {
  return {
    condition: Op.eq(isGiven(vaultId), isGiven(keyId)),
    errorMessage: "A vault needs a key, and a key its vault: give both or neither.",
  };
}

function checkVault(scope: Construct, { vaultId, keyId }: ExistingVault): void {
  requireThat(
    scope,
    "vault.vaultId",
    vaultId,
    "be the OCID of a vault, such as ocid1.vault.oc1..aaaa",
    (ocid) => /^ocid1\.vault\.\S+$/.test(ocid),
  );
  requireThat(scope, "vault.keyId", keyId, "be the OCID of a key, such as ocid1.key.oc1..aaaa", (ocid) =>
    /^ocid1\.key\.\S+$/.test(ocid),
  );
}
