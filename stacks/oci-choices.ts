import { propertyAccess, Token } from "cdktf";
import {
  AdministratorPassword,
  Iam,
  type PrivateDatabaseProps,
  type PublicWebTierProps,
  Shape,
  type TieredNetworkProps,
} from "../constructs/oci";
import type { OciVariables } from "./oci-inputs";

/** Where the stack stands, as the inputs say. */
export function placeChoices({ compartment_ocid, tenancy_ocid, region }: OciVariables) {
  return {
    compartmentId: compartment_ocid.stringValue,
    tenancyId: tenancy_ocid.stringValue,
    region: region.stringValue,
  } satisfies TieredNetworkProps;
}

/** What the inputs say of the database. */
export function databaseChoices(inputs: OciVariables) {
  return {
    capacity: {
      ecpus: inputs.database_ecpus.numberValue,
      storageGB: inputs.database_storage_gb.numberValue,
    },
    vault: { vaultId: inputs.vault_ocid.stringValue, keyId: inputs.key_ocid.stringValue },
    administratorPassword: AdministratorPassword.generatedUnless(inputs.administrator_password),
  } satisfies Partial<PrivateDatabaseProps>;
}

/** What the inputs say of the servers. */
export function webChoices({ shape, image_ocid, availability_domain, create_identity }: OciVariables) {
  const attribute = (name: string) => propertyAccess(shape.value, [name]);
  return {
    shape: Shape.chosen(Token.asString(attribute("instanceShape")), {
      ocpus: Token.asNumber(attribute("ocpus")),
      memoryGiB: Token.asNumber(attribute("memory")),
    }),
    imageId: image_ocid.stringValue,
    availabilityDomain: availability_domain.stringValue,
    iam: Iam.managedIf(create_identity),
  } satisfies Partial<PublicWebTierProps>;
}
