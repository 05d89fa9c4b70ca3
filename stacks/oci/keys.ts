import * as z from "zod";
import {
  apiAddressesRule,
  bastionRule,
  budgetRule,
  contactsRule,
  hostNameRule,
  imageRule,
  moreCidrBlocksRule,
  schedulesRule,
} from "../../constructs/oci";
import { isRegionName, reasonRule } from "../../constructs/shared";
import type { Keys } from "../context/declare";
import { choice, flag, numberField, shaped, text, textField, texts, wholeAmount } from "../context/types";

const topicRule = "be the OCID of a topic, such as ocid1.onstopic.oc1.iad.aaaa";
const valueRule =
  "be a text, a number, true or false, or an object with `instanceShape`, `ocpus` and `memory`";
const inputsRule = "be an object with names of variables, and a value for each";
// Object Storage takes dots, and Terraform's backend does not (`validateStringBucketName` in internal/backend/remote-state/oci/util.go).
const stateBucketName = textField.regex(
  /^[\w-]{1,256}$/,
  "be a bucket's name of letters, digits, hyphens and underscores: Terraform's backend takes no dots",
);
const stateBucketRegion = textField.refine(isRegionName, "be a region's name such as us-ashburn-1");
const shape = z.strictObject({
  instanceShape: textField,
  ocpus: numberField.default(1),
  memory: numberField.default(8),
});

/** Keys of the context that are about OCI. */
export const ociKeys = {
  ociAlarmTopicId: {
    ...text(topicRule, (id) => /^ocid1[.]onstopic[.][^.]+[.][^.]*[.][^ ]+$/.test(id)),
    default: "a topic of its own",
    does: "topic of Notifications that exists and hears of alarms and database in place of a topic of its own, in the same region; `alarm_email` must then be empty",
    props: ["alarmTopicId"],
  },
  ociBastionAllowFrom: {
    ...texts(bastionRule),
    default: "none",
    does: "networks that may open a shell through OCI Bastion, or with `webTier` `kubernetes` a way to the Kubernetes API",
    props: ["bastion", "bastion.allowFrom"],
  },
  ociContacts: {
    ...texts(contactsRule),
    default: "none",
    does: "whom Oracle writes to about maintenance",
    props: ["contacts"],
  },
  ociCustomerKey: {
    ...shaped(
      (rule) => z.strictObject({ vaultId: textField, keyId: textField }, rule),
      "be an object with `vaultId` and `keyId`, the OCIDs of a vault and of a key",
    ),
    default: "Oracle's",
    does: "key that encrypts database, boot volumes and bucket ([how](oci.md#how-to-take-a-key-of-your-own))",
    props: ["encryptionKey"],
    parts: { encryptionKeyId: "keyId" },
  },
  ociExistingNetwork: {
    ...shaped(
      (rule) =>
        z.strictObject(
          {
            vcnId: textField,
            subnetIds: z.strictObject(
              { public: textField, web: textField, data: textField },
              "be an object with `public`, `web` and `data`",
            ),
          },
          rule,
        ),
      "be an object with `vcnId`, and `subnetIds` with `public`, `web` and `data`",
    ),
    default: "a new one",
    does: "a VCN and its subnets, by their OCIDs, that somebody else looks after",
    props: ["existing"],
  },
  ociImage: {
    ...text(imageRule),
    default: "Node's own image, and the artifact that servers get",
    does: "image of the application in the stack's repository, by its digest ([how](kubernetes.md#images)); another one rolls the pods. With `webTier` `kubernetes` only",
    props: ["image"],
  },
  ociInputs: {
    ...shaped(
      (rule) => z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), shape], valueRule), rule),
      inputsRule,
    ),
    default: "none",
    does: "what the stack's variables are where nobody says otherwise at the deployment ([all of them](#what-a-deployment-asks)); `tenancy_ocid`, `compartment_ocid` and `region` that stand here must then be exactly these. Nothing secret",
    props: ["inputs"],
  },
  ociKubernetesApiFrom: {
    ...texts(apiAddressesRule),
    default: "sessions of the bastion alone",
    does: "blocks of this network, or of networks connected with it, from which the Kubernetes API is reached. With `webTier` `kubernetes` only",
    props: ["apiFrom"],
  },
  ociLongTermBackups: {
    ...shaped(
      (rule) =>
        z.strictObject(
          {
            every: z.enum(["WEEK", "MONTH", "YEAR"], "be one of WEEK, MONTH, YEAR"),
            from: textField,
            keptDays: numberField,
          },
          rule,
        ),
      "be an object with `every` (WEEK, MONTH or YEAR), `from` (a time in UTC) and a number `keptDays` (90 to 3650)",
    ),
    default: "none",
    does: "backups that are kept for years",
    props: ["longTermBackups"],
  },
  ociMonthlyBudget: {
    ...wholeAmount(budgetRule),
    default: "not set",
    does: "what the compartment may cost in a month, in the currency of the tenancy's contract, before `alarm_email` hears about it by mail ([how](oci.md#have-a-budget-watch-the-costs)); not with `ociAlarmTopicId`",
    props: ["monthlyBudget", "monthlyAmount"],
  },
  ociMoreCidrBlocks: {
    ...texts(moreCidrBlocksRule),
    default: "none",
    does: "more addresses for the VCN",
    props: ["moreCidrBlocks"],
  },
  ociOracleLinux: {
    ...choice({ "8": "8", "9": "9" }, "be 8 or 9, because no supported Node runs on 7"),
    default: '`"9"`',
    does: "release of Oracle Linux on the servers",
    props: ["oracleLinux"],
  },
  ociSchedules: {
    ...shaped(
      (rule) =>
        z.array(
          z.strictObject(
            { name: textField, cron: textField, servers: numberField },
            "be an object with `name`, `cron` and a number `servers`",
          ),
          rule,
        ),
      schedulesRule,
    ),
    default: "by CPU",
    does: "how many servers there are from a moment on, by the clock",
    props: ["scaling", "schedules", "scaling.schedules"],
  },
  ociSecureBoot: {
    ...flag(),
    default: "`false`",
    does: "`true` has servers start signed software alone; not with an Arm processor, nor on a shape that OCI has no Secure Boot for ([why](security.md#a-key-of-your-own-and-signed-software-alone))",
    props: ["secureBoot"],
  },
  ociStateBucket: {
    ...shaped(
      (rule) =>
        z.strictObject({ namespace: textField, bucket: stateBucketName, region: stateBucketRegion }, rule),
      "be an object with `namespace`, `bucket` and `region`",
    ),
    default: "not set",
    does: "bucket of Object Storage that keeps Terraform's state, for Terraform 1.12 and newer ([how](oci.md#keep-the-state-in-a-bucket)); never in Resource Manager's package",
    props: ["stateBucket"],
  },
  ociSinglePublicServerBecause: {
    ...text(reasonRule),
    default: "not set",
    does: "the article's own shape: one public server, no load balancer, and why that will do",
    props: ["reason"],
  },
  ociUncheckedHostNameBecause: {
    ...text(hostNameRule),
    default: "not set",
    does: "servers log in although the database's certificate does not name its host, and why ([what that gives away](security.md#who-may-do-what-on-oci))",
    props: ["uncheckedHostName", "uncheckedHostName.reason"],
  },
} as const satisfies Keys;
