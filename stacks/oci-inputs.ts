import type { Input, InputGroup } from "../resource-manager/fields";
import { databaseInputs, secretInputs } from "./oci-inputs-database";
import { httpsInputs, serverInputs } from "./oci-inputs-web";
import { isSingleServer, type OciOptions } from "./oci-options";

/** Groups of Resource Manager's form, in its order. */
export const inputGroups = {
  place: { title: "Where" },
  servers: { title: "Servers" },
  https: { title: "HTTPS" },
  alarms: { title: "Alarms" },
  rights: { title: "Rights" },
  database: { title: "Database", visible: "show_advanced" },
  secrets: { title: "Vault and passwords", visible: "show_advanced" },
} as const satisfies Record<string, InputGroup>;

/** One input of the OCI stack, in one of the groups. */
export type OciInput = Input & { readonly group: keyof typeof inputGroups };

const placeInputs = {
  compartment_ocid: {
    group: "place",
    title: "Compartment",
    description: "Compartment that holds everything; give the stack one of its own",
    field: { type: "oci:identity:compartment:id" },
  },
  region: {
    group: "place",
    title: "Region",
    description: "Region to deploy to, such as us-ashburn-1",
    field: { type: "oci:identity:region:name" },
  },
  tenancy_ocid: {
    group: "place",
    title: "Tenancy",
    description: "OCID of the tenancy that the compartment belongs to",
    field: { type: "string" },
    // Resource Manager fills it in by itself.
    visible: false,
  },
} as const satisfies Record<string, OciInput>;

const operationInputs = {
  alarm_email: {
    group: "alarms",
    title: "E-mail address",
    description: "Whom alarms write to, once they confirmed it; empty for nobody",
    field: { type: "string", pattern: "^([^ @]+@[^ @]+[.][^ @]+)?$" },
    default: "",
  },
  create_identity: {
    group: "rights",
    title: "Create dynamic group and policy",
    description:
      "They let servers read their secrets. Without the right to create them say no: an output then has the statements for your administrator",
    field: { type: "boolean" },
    default: true,
  },
} as const satisfies Record<string, OciInput>;

/** Inputs that every variant of the stack has. */
export type CommonInputName =
  | keyof typeof placeInputs
  | keyof ReturnType<typeof serverInputs>
  | keyof typeof operationInputs
  | keyof typeof databaseInputs
  | keyof typeof secretInputs;

/** Inputs that only a load balancer has a use for. */
export type HttpsInputName = keyof typeof httpsInputs;

/**
 * Everything that the OCI stack asks at deploy time: each input is a Terraform variable and a field of Resource
 * Manager's form at once. An empty text means that nobody chose. What is decided at synthesis decides what is asked.
 */
export function ociInputs(options?: OciOptions): Readonly<Record<string, OciInput>> {
  const isSingle = isSingleServer(options);
  const oracleLinux = options?.web.oracleLinux ?? "9";
  return {
    ...placeInputs,
    ...serverInputs({ isSingle, oracleLinux }),
    ...(!isSingle && httpsInputs),
    ...operationInputs,
    ...databaseInputs,
    ...secretInputs,
  };
}
