import { propertyAccess, Token } from "cdktf";
import {
  AdministratorPassword,
  Exposure,
  Https,
  Iam,
  type PrivateDatabaseProps,
  type PublicWebTierProps,
  Shape,
  type TieredNetworkProps,
} from "../constructs/oci";
import type { OciVariables } from "./oci-inputs";
import type { Profile } from "./profiles";

/** Where the stack stands, as the inputs say. */
export function placeChoices(inputs: OciVariables) {
  return {
    compartmentId: inputs.compartment_ocid.stringValue,
    tenancyId: inputs.tenancy_ocid.stringValue,
    region: inputs.region.stringValue,
    alarmEmail: inputs.alarm_email.stringValue,
  } satisfies TieredNetworkProps;
}

/** What the inputs say of the database; the variables refuse what the casts would let through. */
export function databaseChoices(inputs: OciVariables) {
  return {
    version: inputs.database_version.stringValue as NonNullable<PrivateDatabaseProps["version"]>,
    licenseModel: inputs.license_model.stringValue as NonNullable<PrivateDatabaseProps["licenseModel"]>,
    capacity: {
      ecpus: inputs.database_ecpus.numberValue,
      storageGB: inputs.database_storage_gb.numberValue,
    },
    vault: { vaultId: inputs.vault_ocid.stringValue, keyId: inputs.key_ocid.stringValue },
    administratorPassword: AdministratorPassword.generatedUnless(inputs.administrator_password),
  } satisfies Partial<PrivateDatabaseProps>;
}

/** What the inputs say of the load balancer and the servers. */
export function webChoices(inputs: OciVariables, { plainHttpBecause }: Profile) {
  const { shape, image_ocid, availability_domain, create_identity } = inputs;
  const attribute = (name: string) => propertyAccess(shape.value, [name]);
  return {
    exposure: Exposure.loadBalancer({
      https: Https.chosen({
        certificateId: inputs.certificate_ocid.stringValue,
        certificate: inputs.certificate_pem.stringValue,
        privateKey: inputs.private_key_pem.stringValue,
        chain: inputs.chain_pem.stringValue,
        domainName: inputs.domain_name.stringValue,
        isRequired: plainHttpBecause === undefined,
      }),
    }),
    shape: Shape.chosen(Token.asString(attribute("instanceShape")), {
      ocpus: Token.asNumber(attribute("ocpus")),
      memoryGiB: Token.asNumber(attribute("memory")),
    }),
    imageId: image_ocid.stringValue,
    availabilityDomain: availability_domain.stringValue,
    iam: Iam.managedIf(create_identity),
  } satisfies Partial<PublicWebTierProps>;
}
