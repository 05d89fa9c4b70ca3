import * as z from "zod";
import {
  administratorRule,
  apiAddressesRule,
  certificateArnRule,
  domainNameRule,
  Egress,
  hostedZoneIdRule,
  imageRule,
  isTopicArn,
  permissionsBoundaryRule,
  topicArnRule,
  zonesRule,
} from "../../constructs/aws";
import { emailRule, isEmail, isRegionName, regionRule } from "../../constructs/shared";
import type { Keys } from "../context/declare";
import { amount, choice, flag, required, shaped, text, textField, texts, textsField } from "../context/types";
import { bucketRule } from "./state";

const accountIdRule = "be the number of an account, 12 digits in quotes";

const egresses = {
  endpoints: Egress.endpoints(),
  "endpoints-per-zone": Egress.endpoints({ perZone: true }),
  nat: Egress.nat(),
  "nat-per-zone": Egress.nat({ perZone: true }),
  "public-addresses": Egress.publicAddresses(),
};

/** Keys of the context that are about AWS. */
export const awsKeys = {
  awsRegion: {
    ...required(text(regionRule, isRegionName)),
    default: "`us-east-1`",
    does: "region of the stack: any whose RDS certificate authority the application carries; others are refused with the list",
    props: ["region"],
  },
  awsAccountId: {
    ...text(accountIdRule, (id) => /^\d{12}$/.test(id)),
    default: "whichever the credentials are of",
    does: "number of the account to deploy to: the provider refuses every other before it reads or changes anything",
    props: ["accountId"],
  },
  awsInstanceType: {
    ...text("be an EC2 instance type such as t3.micro"),
    default: "`t3.micro`",
    does: "type of the servers; a Graviton type gets an ARM image by itself. With `webTier` `kubernetes` type of the nodes, by default `t3.medium`",
    props: ["instanceType"],
  },
  awsKubernetesAdmin: {
    ...text(administratorRule),
    default: "not set",
    does: "role or user of IAM that administers the cluster, and without whom nobody could; `webTier` `kubernetes` demands it",
    props: ["administratorArn"],
  },
  awsKubernetesApiFrom: {
    ...texts(apiAddressesRule),
    default: "the network alone",
    does: "blocks on the internet from which the Kubernetes API is reached. With `webTier` `kubernetes` only",
    props: ["apiFrom"],
  },
  awsImage: {
    ...text(imageRule),
    default: "Node's own image, and the artifact that servers get",
    does: "image of the application in the stack's repository, by its digest ([how](kubernetes.md#images)); another one rolls the pods. With `webTier` `kubernetes` only",
    props: ["image"],
  },
  awsDatabaseClass: {
    ...text("be an instance class of RDS such as db.t4g.micro"),
    default: "`db.t4g.micro` in the lab, `db.t4g.medium` in production",
    does: "instance class of the database; another one takes effect in the next maintenance window",
    props: ["instanceClass"],
  },
  awsDatabaseStorageGiB: {
    ...amount(),
    default: "`20`",
    does: "gibibytes that the database begins with; it grows by itself to five times as much, and never shrinks",
    props: ["storageGiB"],
  },
  awsDomainName: {
    ...text(domainNameRule),
    default: "not set",
    does: "name that visitors call; with one of the next two it turns HTTPS on, and port 80 into a redirect",
    props: ["domainName"],
  },
  awsCertificateArn: {
    ...text(certificateArnRule),
    default: "not set",
    does: "certificate that exists, in the same region; point the name to the output `load_balancer` yourself",
    props: ["certificateArn"],
  },
  awsHostedZoneId: {
    ...text(hostedZoneIdRule),
    default: "not set",
    does: "public zone in Route 53 that the name belongs to: AWS issues a certificate, and a record leads the name to the load balancer",
    props: ["hostedZoneId"],
  },
  awsAlarmEmail: {
    ...text(emailRule, isEmail),
    default: "not set",
    does: "address that hears about alarms, once somebody there has confirmed the mail from AWS; production demands it",
    props: ["alarmEmail", "email"],
  },
  awsAlarmTopicArn: {
    ...text(topicArnRule, isTopicArn),
    default: "a topic of its own",
    does: "topic of SNS that exists and hears of alarms, budget and database in place of a topic of its own; who may publish to it you say ([how](aws.md#have-a-topic-of-yours-hear-of-it)). Not with `awsAlarmEmail`",
    props: ["alarmTopicArn"],
  },
  awsMonthlyBudgetUsd: {
    ...amount(),
    default: "not set",
    does: "sum in US dollars that the whole account may cost a month before the same topic hears about it",
    props: ["monthlyBudgetUsd", "monthlyUsd"],
  },
  awsWebAcl: {
    ...flag(),
    default: "`false`",
    does: "rules that AWS maintains look at each request first, and log what they saw",
    props: ["webAcl"],
  },
  awsCustomerKey: {
    ...flag(),
    default: "`false`",
    does: "one KMS key of the account's own encrypts database, backups, secret, insights, logs, messages and artifact (access logs take none but S3's). Decide before the first deployment: RDS would replace a database whose key changes",
    props: ["customerKey"],
  },
  awsDeletionProtection: {
    ...flag(),
    default: "as in the profile",
    does: "`false` lets a production go and keeps a last snapshot of its database; `true` protects a lab ([more](aws.md#destroy))",
    props: ["deletionProtection"],
  },
  awsPermissionsBoundary: {
    ...text(permissionsBoundaryRule),
    default: "not set",
    does: "policy that bounds every role of the stack, whatever else its policies allow; who deploys [from a workflow](delivery.md#aws) makes no role without it",
    props: ["permissionsBoundary"],
  },
  awsStateBucket: {
    ...text(bucketRule),
    default: "not set",
    does: "bucket in the same region that keeps Terraform's state ([how](aws.md#keep-the-state-in-a-bucket))",
    props: ["stateBucket"],
  },
  awsExistingNetwork: {
    ...shaped(
      (rule) =>
        z.strictObject(
          {
            vpcId: textField,
            cidrBlock: textField,
            subnetIds: z.strictObject(
              { public: textsField, web: textsField, data: textsField },
              "be an object with lists `public`, `web` and `data`",
            ),
          },
          rule,
        ),
      "be an object with `vpcId`, `cidrBlock`, and `subnetIds` with lists `public`, `web` and `data`",
    ),
    default: "a new one",
    does: "a VPC that was there before, with two or more subnets a tier; its routes and endpoints stay as they are",
    props: ["existingNetwork"],
    parts: { vpcId: "vpcId", cidrBlock: "cidrBlock", subnetIds: "subnetIds" },
  },
  awsZones: {
    ...texts(zonesRule),
    default: "the first two that the region offers",
    does: "names of the zones; every plan checks that the region has them. Decide before the first deployment: a zone by another letter is another subnet. Not with `awsExistingNetwork`",
    props: ["zones"],
  },
  awsEgress: {
    ...choice<Egress>(egresses),
    default: "endpoints, in every zone in production",
    does: "how servers get out. Another way replaces the servers ([more](aws.md#change-and-roll-back)). Not with `awsExistingNetwork`",
    props: ["egress"],
  },
  awsFlowLogs: {
    ...flag(),
    default: "as in the profile",
    does: "`true` turns flow logs on in the lab, `false` off in production. Not with `awsExistingNetwork`",
    props: ["flowLogs"],
  },
} as const satisfies Keys;
