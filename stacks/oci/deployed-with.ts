import { DataOciDatabaseAutonomousDatabase } from "@cdktf/provider-oci/lib/data-oci-database-autonomous-database";
import { type TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import { type Postcondition as Condition, refuseOther, TerraformData } from "../../constructs/shared";
import type { PrivateDatabase } from "../../constructs/oci";
import { beforeChanges } from "../../constructs/oci/account";
import { whereSet } from "../context/declare";
import { environmentOf, refuseOtherEnvironment } from "../context/environment";
import { refuseOtherWebTier } from "../context/web-tier";
import type { OciChoices } from "./choices";

/**
 * Remembers what the stack was deployed with first and no resource tells later, and refuses anything else in the plan.
 *
 * A stack that was deployed before this was remembered remembers what its next deployment says.
 *
 * @param stack stack whose choices they are
 * @param choices what its tiers are told
 */
export function rememberChoices(
  stack: TerraformStack,
  { network, database, web, kubernetes }: OciChoices,
): void {
  const { vcnId = "", subnetIds = {} } = network.existing ?? {};
  const wanted: Readonly<Record<string, { readonly option: string; readonly value: string }>> = {
    region: { option: "region", value: network.region },
    tenancy: { option: "tenancy_ocid", value: network.tenancyId },
    compartment: { option: "compartment_ocid", value: network.compartmentId },
    vcn: { option: "ociExistingNetwork.vcnId", value: vcnId },
    subnets: { option: "ociExistingNetwork.subnetIds", value: Object.values(subnetIds).join(", ") },
    vault: { option: "vault_ocid", value: database.vault?.vaultId ?? "" },
    key: { option: "key_ocid", value: database.vault?.keyId ?? "" },
    exposure: { option: "ociSinglePublicServerBecause", value: exposures[web.exposure.choice.kind] },
  };
  const values = Object.entries(wanted);
  const webTier = kubernetes && "kubernetes";
  new TerraformData(stack, "deployed-with", {
    input: {
      ...Object.fromEntries(values.map(([name, { value }]) => [name, value])),
      ...whereSet({ environment: environmentOf(stack), webTier }),
    },
    lifecycle: {
      ignoreChanges: ["input"],
      postcondition: [
        ...values.map(([name, { option, value }]) =>
          refuseOther({ option, deployed: `self.input.${name}`, wanted: expressionOf(value) }),
        ),
        refuseOtherEnvironment(stack),
        refuseOtherWebTier(webTier),
      ],
    },
  });
}

/**
 * Refuses, in the plan, a release of Oracle Database before the one that runs. A later one is an upgrade.
 *
 * Releases change by upgrades, so none is remembered: the database is asked for its own.
 *
 * @param scope stack that the database belongs to
 * @param database the one that runs
 * @param version release that it is to have
 */
export function refuseDowngrade(scope: Construct, { database }: PrivateDatabase, version: string): void {
  const running = beforeChanges(
    scope,
    "running-database",
    database.id,
    (autonomousDatabaseId) =>
      new DataOciDatabaseAutonomousDatabase(scope, "running-database", { autonomousDatabaseId }),
  );
  new TerraformData(scope, "release", {
    lifecycle: { precondition: [isNoDowngrade(`${running}.db_version`, version)] },
  });
}

// OCI names the release by its number alone, or with letters or more numbers behind it.
function isNoDowngrade(deployed: string, version: string): Condition {
  const wanted = expressionOf(version);
  const number = (release: string) => `tonumber(regex("^[0-9]+", ${release}))`;
  return refuseOther({
    option: "database_version",
    deployed,
    wanted,
    same: `!can(regex("^[0-9]+", ${deployed})) || ${number(deployed)} <= ${number(wanted)}`,
  });
}

const exposures = { "load-balancer": "not set", "single-public-server": "set" } as const;

/** A text as Terraform's language has it within an expression. */
function expressionOf(value: string): string {
  return Token.isUnresolved(value) ? value : JSON.stringify(value);
}
