import { withGiven } from "./given-inputs";
import type { OciInput } from "./input-groups";
import { mailboxOrNothing, matching } from "./input-rules";
import { databaseInputs, secretInputs } from "./inputs-database";
import { balancerInputs, httpsInputs, serverInputs } from "./inputs-web";
import type { Profile } from "../context/profiles";
import { isSingleServer, type OciOptions } from "./options";
import type { OciStackProps } from "./stack-props";

const placeInputs = {
  compartment_ocid: {
    group: "place",
    title: "Compartment",
    description: "Compartment that holds everything; give the stack one of its own",
    field: { type: "oci:identity:compartment:id" },
    // The root compartment is the tenancy itself.
    rules: [
      matching(
        "^ocid1[.](compartment|tenancy)[.][^.]+[.][^.]*[.][^ ]+$",
        "be the OCID of a compartment, such as ocid1.compartment.oc1..aaaa",
      ),
    ],
  },
  region: {
    group: "place",
    title: "Region",
    description: "Region to deploy to, such as us-ashburn-1",
    field: { type: "oci:identity:region:name" },
    rules: [matching("^[a-z]{2}(-[a-z]+)+-[0-9]$", "be a region's name such as us-ashburn-1")],
  },
  tenancy_ocid: {
    group: "place",
    title: "Tenancy",
    description: "OCID of the tenancy that the compartment belongs to",
    field: { type: "string" },
    rules: [
      matching(
        "^ocid1[.]tenancy[.][^.]+[.][^.]*[.][^ ]+$",
        "be the OCID of a tenancy, such as ocid1.tenancy.oc1..aaaa",
      ),
    ],
    // Resource Manager fills it in by itself.
    visible: false,
  },
} as const satisfies Record<string, OciInput>;

const operationInputs = {
  alarm_email: {
    group: "alarms",
    title: "E-mail address",
    description: "Whom alarms write to, once they confirmed it; empty for nobody",
    field: { type: "string", pattern: mailboxOrNothing },
    rules: [matching(mailboxOrNothing, "be empty or an e-mail address such as ops@example.com")],
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

const { default: _nobody, ...emailInput } = operationInputs.alarm_email;

/** The address where somebody must hear of alarms: without a default, so that whoever deploys is asked. */
const demandedEmail: OciInput = {
  ...emailInput,
  description: "Whom alarms write to, once they confirmed it; somebody must hear of them in this profile",
  rules: [...emailInput.rules, { must: "not be empty in this profile", holds: (value) => `${value} != ""` }],
};

/** No address where a topic is there already: whoever owns it says who hears. */
const noEmail: OciInput = {
  ...operationInputs.alarm_email,
  description: "Empty, because the stack's alarms go to a topic that was there before",
  rules: [
    {
      must: "be empty, because whoever owns the topic of `ociAlarmTopicId` decides who hears it",
      holds: (value) => `${value} == ""`,
    },
  ],
  visible: false,
};

function emailOf(profile: Profile, options: OciOptions | undefined): OciInput {
  if (options?.network.alarmTopicId !== undefined) return noEmail;
  return profile.noAlarmEmailBecause === undefined ? demandedEmail : operationInputs.alarm_email;
}

/** Inputs that every variant of the stack has. */
export type CommonInputName =
  | keyof typeof placeInputs
  | keyof ReturnType<typeof serverInputs>
  | keyof typeof operationInputs
  | keyof typeof databaseInputs
  | keyof typeof secretInputs;

/** Inputs of the load balancer's certificate. */
export type HttpsInputName = keyof typeof httpsInputs;

/** Inputs that only a load balancer has a use for. */
export type BalancerInputName = HttpsInputName | keyof typeof balancerInputs;

/**
 * Everything that the OCI stack asks at deploy time: each input is a Terraform variable and a field of Resource
 * Manager's form at once. An empty text means that nobody chose. What is decided at synthesis decides what is asked.
 */
export function ociInputs({ options, profile }: Partial<OciStackProps> = {}): Readonly<
  Record<string, OciInput>
> {
  const isSingle = isSingleServer(options);
  const oracleLinux = options?.web.oracleLinux ?? "9";
  const all: Readonly<Record<string, OciInput>> = {
    ...placeInputs,
    ...serverInputs({ isSingle, oracleLinux, isCluster: options?.kubernetes !== undefined }),
    ...(!isSingle && { ...balancerInputs, ...httpsInputs }),
    ...operationInputs,
    ...(profile && { alarm_email: emailOf(profile, options) }),
    ...databaseInputs,
    ...secretInputs,
  };
  return withGiven(all, options?.inputs);
}
