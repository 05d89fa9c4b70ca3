import { RefusedValue } from "../../constructs/shared";
import type { Context } from "./context";

/** Keys of the context by the prop that their value becomes, such as `alarmEmail` from `awsAlarmEmail`. */
export type Keys = Readonly<Record<string, string>>;

/** Keys of the context that become props of the AWS stack and its constructs. */
export function awsKeys(context: Context): Keys {
  return {
    region: "awsRegion",
    domainName: "awsDomainName",
    certificateArn: "awsCertificateArn",
    hostedZoneId: "awsHostedZoneId",
    email: "awsAlarmEmail",
    alarmEmail: "awsAlarmEmail",
    monthlyUsd: "awsMonthlyBudgetUsd",
    stateBucket: "awsStateBucket",
    zones: "awsZones",
    // A network of the stack's own has some of these, too, and then they come from the profile.
    ...(context.awsExistingNetwork !== undefined && {
      vpcId: "awsExistingNetwork.vpcId",
      cidrBlock: "awsExistingNetwork.cidrBlock",
      subnetIds: "awsExistingNetwork.subnetIds",
    }),
  };
}

/** Keys of the context that become props of the OCI stack's constructs. */
export const ociKeys: Keys = {
  "encryptionKey.keyId": "ociCustomerKey.keyId",
  "encryptionKey.vaultId": "ociCustomerKey.vaultId",
  encryptionKeyId: "ociCustomerKey.keyId",
  secureBoot: "ociSecureBoot",
  "bastion.allowFrom": "ociBastionAllowFrom",
  bastion: "ociBastionAllowFrom",
  contacts: "ociContacts",
  existing: "ociExistingNetwork",
  longTermBackups: "ociLongTermBackups",
  moreCidrBlocks: "ociMoreCidrBlocks",
  oracleLinux: "ociOracleLinux",
  schedules: "ociSchedules",
  "scaling.schedules": "ociSchedules",
  scaling: "ociSchedules",
  reason: "ociSinglePublicServerBecause",
};

/**
 * Makes something of values from the context, and has what is refused named by the key that the person wrote.
 *
 * @param keys which prop came from which key
 * @param make what refuses values by the names of its props
 * @throws {RefusedValue} the refusal of `make`, with the key in the prop's place where the prop came from one
 */
export function inKeysOf<T>(keys: Keys, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof RefusedValue ? renamed(error, keys) : error;
  }
}

function renamed(error: RefusedValue, keys: Keys): RefusedValue {
  const { prop, rule, shown } = error;
  const found = Object.entries(keys).find(([name]) => prop === name || /^[.[]/.test(part(prop, name)));
  return found ? new RefusedValue(found[1] + part(prop, found[0]), rule, shown) : error;
}

/** What follows `name` in a path of props that begins with it. */
function part(prop: string, name: string): string {
  return prop.startsWith(name) ? prop.slice(name.length) : "";
}
