import type { Answer, Call } from "./call";
import { EmulatedClusters } from "./emulator-clusters";
import { DatabaseIds } from "./emulator-databases";
import { TemplateUserData } from "./template-user-data";

interface Forgotten {
  readonly service: string;
  readonly changes: RegExp;
  readonly id: string;
  /** Names in answers by the names of the parameters. */
  readonly fields: Readonly<Record<string, string>>;
}

const same = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, name]));

/** Parameters that moto takes and does not tell again. */
const forgotten: readonly Forgotten[] = [
  {
    service: "autoscaling",
    changes: /^(Create|Update)AutoScalingGroup$/,
    id: "AutoScalingGroupName",
    fields: same(
      "DefaultInstanceWarmup",
      "MaxInstanceLifetime",
      "InstanceMaintenancePolicy.MinHealthyPercentage",
      "InstanceMaintenancePolicy.MaxHealthyPercentage",
    ),
  },
  {
    service: "rds",
    changes: /^(Create|Modify)DBInstance$/,
    id: "DBInstanceIdentifier",
    fields: {
      EnablePerformanceInsights: "PerformanceInsightsEnabled",
      PerformanceInsightsKMSKeyId: "PerformanceInsightsKmsKeyId",
      ...same(
        "PerformanceInsightsRetentionPeriod",
        "DatabaseInsightsMode",
        "MonitoringInterval",
        "MonitoringRoleArn",
        "EngineLifecycleSupport",
      ),
    },
  },
];

/** Corrections of moto's answers that differ from AWS's, by the call. */
const corrections: Readonly<Record<string, readonly (readonly [found: RegExp, instead: string])[]>> = {
  DescribePolicies: [
    [/<\/PolicyARN>/g, "$&<Enabled>true</Enabled>"],
    [/<PredictiveScalingConfiguration\/>/g, ""],
  ],
  DescribeDBParameters: [[/<\/ParameterName>/g, "$&<Source>user</Source>"]],
  // Tags of the template itself are no part of what servers are made from.
  DescribeLaunchTemplateVersions: [
    [/<item><resourceType>launch-template<\/resourceType><tagSet>.*?<\/tagSet><\/item>/g, ""],
  ],
};

/** Calls that the stack needs and moto lacks. */
export class AwsGaps {
  private readonly databaseIds = new DatabaseIds();
  private readonly clusters = new EmulatedClusters();
  private readonly userData = new TemplateUserData();
  private readonly fields = new Map<string, string>();
  private readonly descriptions = new Map<string, string>();
  private readonly policies = new Map<string, Buffer>();
  private readonly subscribers = new Map<string, readonly unknown[]>();
  private readonly budgetTags = new Map<string, readonly unknown[]>();

  /** Answers what moto does not know at all. */
  answer(call: Call): Answer | undefined {
    const { service, action, body } = call;
    if (service === "eks") return this.clusters.answer(call);
    if (service === "autoscaling" && action === "StartInstanceRefresh")
      return xml(action, "<InstanceRefreshId>08b91cf7-8fa6-48af-b6a6-d227f40f1b9b</InstanceRefreshId>");
    if (service === "budgets" && action === "DescribeSubscribersForNotification") {
      const { BudgetName } = JSON.parse(body.toString()) as { BudgetName: string };
      return json({ Subscribers: this.subscribers.get(BudgetName) ?? [] });
    }
    if (service === "budgets" && action === "ListTagsForResource") {
      const { ResourceARN } = JSON.parse(body.toString()) as { ResourceARN: string };
      return json({ ResourceTags: this.budgetTags.get(ResourceARN.split("/").at(-1)!) ?? [] });
    }
    const policy = isPolicy(action) && action.startsWith("GET") && this.policies.get(pathOf(action));
    return policy ? { headers: { "content-type": "application/json" }, body: policy.toString() } : undefined;
  }

  /** Remembers what moto would forget, and keeps from it what it would misunderstand. */
  amendRequest(call: Call): Buffer {
    this.remember(call);
    if (isScalingPolicy(call)) return withGroupsInPolicyNames(call.parameters);
    if (call.action === "DescribeDBInstances")
      return Buffer.from(this.databaseIds.inQuestion(call.parameters).toString());
    if (call.action === "CreateLaunchTemplateVersion")
      return Buffer.from(this.userData.inRequest(call.parameters).toString());
    if (isRecordChange(call)) return withoutMemoryOfRecords(call.body);
    if (!isPolicy(call.action)) return call.body;
    this.policies.delete(pathOf(call.action));
    if (!call.action.startsWith("PUT")) return call.body;
    this.policies.set(pathOf(call.action), call.body);
    return withoutDenials(call.body);
  }

  /** Puts into an answer what moto does not tell. */
  amendAnswer(call: Call, received: Buffer): Buffer {
    const told = received.toString();
    const named = isScalingPolicy(call) ? told.replace(/(<PolicyName>)[^<]*\//g, "$1") : told;
    const answer = call.service === "rds" ? this.databaseIds.inAnswer(told) : named;
    const corrected = (corrections[call.action] ?? []).reduce(
      (text, [found, instead]) => text.replace(found, instead),
      call.service === "ec2" ? this.ofEc2(call, answer) : this.withForgotten(call, answer),
    );
    // Where nothing is amended the very bytes go on, which may be no text at all.
    return corrected === told ? received : Buffer.from(corrected);
  }

  private ofEc2(call: Call, answer: string): string {
    const described = this.withDescriptions(call, answer);
    const isOfVersions = /LaunchTemplateVersions?$/.test(call.action);
    return isOfVersions ? this.userData.inAnswer(call, described) : described;
  }

  private withForgotten({ service, action }: Call, answer: string): string {
    const lost = forgotten.find((each) => each.service === service);
    if (!lost || !action.startsWith("Describe")) return answer;
    const names = Object.values(lost.fields).filter((name) => !answer.includes(`<${name}>`));
    return answer.replace(new RegExp(`<${lost.id}>([^<]*)</${lost.id}>`, "g"), (element, id: string) => {
      const values = names.map((name) => [name, this.fields.get(`${service} ${id} ${name}`)] as const);
      const known = values.filter(([, value]) => value !== undefined);
      return element + known.map(([name, value]) => nested(name.split("."), value!)).join("");
    });
  }

  private remember({ service, action, parameters, body }: Call): void {
    const lost = forgotten.find((each) => each.service === service && each.changes.test(action));
    for (const [parameter, name] of Object.entries(lost?.fields ?? {})) {
      const value = parameters.get(parameter);
      if (value !== null) this.fields.set(`${service} ${parameters.get(lost!.id)} ${name}`, value);
    }
    if (service === "budgets" && action === "CreateNotification") {
      const { BudgetName, Subscribers } = JSON.parse(body.toString()) as {
        BudgetName: string;
        Subscribers: readonly unknown[];
      };
      this.subscribers.set(BudgetName, Subscribers);
    }
    if (action === "CreateBudget") {
      const {
        Budget,
        NotificationsWithSubscribers: notifications = [],
        ResourceTags = [],
      } = JSON.parse(body.toString()) as {
        Budget: { BudgetName: string };
        NotificationsWithSubscribers?: { Subscribers: unknown[] }[];
        ResourceTags?: unknown[];
      };
      this.budgetTags.set(Budget.BudgetName, ResourceTags);
      this.subscribers.set(Budget.BudgetName, notifications[0]?.Subscribers ?? []);
    }
  }

  private withDescriptions({ action, parameters }: Call, answer: string): string {
    const id = /<securityGroupRuleId>([^<]*)<\/securityGroupRuleId>/g;
    const given = [...parameters].find(([name]) => /^IpPermissions\.1\..*Description$/.test(name))?.[1];
    if (action.startsWith("AuthorizeSecurityGroup") && given)
      for (const [, rule = ""] of answer.matchAll(id)) this.descriptions.set(rule, given);
    if (action !== "DescribeSecurityGroupRules") return answer;
    return answer.replace(id, (element, rule: string) => {
      const description = this.descriptions.get(rule);
      return description ? `${element}<description>${description}</description>` : element;
    });
  }
}

function nested([outer, ...inner]: readonly string[], value: string): string {
  return outer === undefined ? value : `<${outer}>${nested(inner, value)}</${outer}>`;
}

function isScalingPolicy({ service, action }: Call): boolean {
  return service === "autoscaling" && /^(PutScalingPolicy|DescribePolicies|DeletePolicy)$/.test(action);
}

/** Policies of two groups may have one name; to moto the latter is the former's change. */
function withGroupsInPolicyNames(parameters: URLSearchParams): Buffer {
  const group = parameters.get("AutoScalingGroupName");
  const renamed = new URLSearchParams();
  for (const [name, value] of parameters)
    renamed.append(name, group && /^PolicyName(s\.member\.\d+)?$/.test(name) ? `${group}/${value}` : value);
  return Buffer.from(renamed.toString());
}

function isRecordChange({ service, action }: Call): boolean {
  return service === "route53" && /^POST \/[^/]+\/hostedzone\/[^/]+\/rrset\/?$/.test(action);
}

/**
 * To moto 5.2.1 a record exists that was made like this before, although it was deleted since, where the zone has any record behind it:
 * `change_resource_record_sets` in moto/route53/models.py.
 */
function withoutMemoryOfRecords(changes: Buffer): Buffer {
  return Buffer.from(changes.toString().replaceAll("<Action>CREATE</Action>", "<Action>UPSERT</Action>"));
}

function isPolicy(action: string): boolean {
  return /^(GET|PUT|DELETE) \/[^/?]+\?policy\b/.test(action);
}

function pathOf(action: string): string {
  return action.split(" ")[1]!;
}

/** To moto a `Deny` is one for everybody, whatever its condition says. */
function withoutDenials(policy: Buffer): Buffer {
  const { Statement, ...rest } = JSON.parse(policy.toString()) as { Statement: { Effect: string }[] };
  return Buffer.from(
    JSON.stringify({ ...rest, Statement: Statement.filter(({ Effect }) => Effect !== "Deny") }),
  );
}

function xml(action: string, content: string): Answer {
  const result = `<${action}Result>${content}</${action}Result>`;
  const metadata = "<ResponseMetadata><RequestId>0</RequestId></ResponseMetadata>";
  return {
    headers: { "content-type": "text/xml" },
    body: `<${action}Response>${result}${metadata}</${action}Response>`,
  };
}

function json(content: object): Answer {
  return { headers: { "content-type": "application/x-amz-json-1.1" }, body: JSON.stringify(content) };
}
