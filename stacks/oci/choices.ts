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
} from "../../constructs/oci";
import type { HttpsInputName } from "./inputs";
import { pemLines } from "./pem";
import type { OciStackProps } from "./stack-props";
import type { OciVariables } from "./variables";

/** Properties of each tier: from the inputs of a deployment, then the profile, then the options of the synthesis. */
export function ociChoices(inputs: OciVariables, { profile, options }: OciStackProps) {
  return {
    network: {
      ...placeOf(inputs),
      deletionProtected: profile.database.deletionProtected ?? true,
      ...profile.network,
      ...options?.network,
    },
    database: { ...databaseOf(inputs), ...profile.database, ...options?.database },
    web: {
      ...webOf(inputs),
      ...profile.web,
      ...options?.web,
      exposure:
        options?.web.exposure ??
        Exposure.loadBalancer({
          https: httpsOf(inputs, profile.plainHttpBecause === undefined),
          bandwidthMbps: inputs.bandwidth_mbps!.numberValue,
        }),
    },
    kubernetes: options?.kubernetes,
  };
}

/** Properties of the tiers of the OCI stack. */
export type OciChoices = ReturnType<typeof ociChoices>;

function placeOf(inputs: OciVariables) {
  return {
    compartmentId: inputs.compartment_ocid.stringValue,
    tenancyId: inputs.tenancy_ocid.stringValue,
    region: inputs.region.stringValue,
    alarmEmail: inputs.alarm_email.stringValue,
  } satisfies TieredNetworkProps;
}

// The variables refuse what the casts would let through.
function databaseOf(inputs: OciVariables) {
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

function webOf({ shape, image_ocid, availability_domain, create_identity }: OciVariables) {
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

function httpsOf(inputs: OciVariables, isRequired: boolean): Https {
  const text = (name: HttpsInputName) => inputs[name]!.stringValue;
  return Https.chosen({
    certificateId: text("certificate_ocid"),
    certificate: text("certificate_pem"),
    privateKey: pemLines("var.private_key_pem"),
    chain: text("chain_pem"),
    domainName: text("domain_name"),
    isRequired,
  });
}
