import { paginateDescribeAutoScalingGroups } from "@aws-sdk/client-auto-scaling";
import { ListDashboardsCommand, paginateDescribeAlarms } from "@aws-sdk/client-cloudwatch";
import { paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeLoadBalancersCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { paginateListAliases } from "@aws-sdk/client-kms";
import { GetTopicAttributesCommand } from "@aws-sdk/client-sns";
import type { AwsAccount } from "./account";
import { unlessMissing } from "./errors";
import { collect } from "./pages";

/** Something that has a name which the stack wants. */
export interface Holder {
  readonly name: string;
  /** ARN by which AWS's index of tags knows whose it is; nothing for what has no tags. */
  readonly arn?: string | undefined;
  /** Its tags, where they come with it. */
  readonly tags?:
    readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined;
}

/** A type of resource whose name nothing else may have in the account and region. */
export interface Named {
  readonly type: string;
  /** Argument that has the name. */
  readonly argument: string;
  readonly id: string;
  /** Name of the kind, in the plural. */
  readonly things: string;
  readonly needs: readonly string[];
  readonly holders: (names: readonly string[], account: AwsAccount) => Promise<readonly Holder[]>;
}

/** All such types of the stack. Alarms and dashboards are overwritten without a word, the others are refused. */
export const named: readonly Named[] = [
  {
    type: "aws_lb",
    argument: "name",
    id: "load-balancer-name",
    things: "load balancers",
    needs: ["elasticloadbalancing:DescribeLoadBalancers"],
    holders: async (names, { balancers }) => {
      const asked = balancers.send(new DescribeLoadBalancersCommand({ Names: [...names] }));
      const { LoadBalancers = [] } = (await unlessMissing(asked, /^LoadBalancerNotFound/)) ?? {};
      return LoadBalancers.map(({ LoadBalancerName = "", LoadBalancerArn }) => ({
        name: LoadBalancerName,
        arn: LoadBalancerArn,
      }));
    },
  },
  {
    type: "aws_autoscaling_group",
    argument: "name",
    id: "auto-scaling-group-name",
    things: "Auto Scaling groups",
    needs: ["autoscaling:DescribeAutoScalingGroups"],
    holders: async (names, { autoScaling }) => {
      const pages = paginateDescribeAutoScalingGroups(
        { client: autoScaling },
        { AutoScalingGroupNames: [...names] },
      );
      const found = await collect(pages, ({ AutoScalingGroups }) => AutoScalingGroups);
      return found.map(({ AutoScalingGroupName = "", Tags }) => ({ name: AutoScalingGroupName, tags: Tags }));
    },
  },
  {
    type: "aws_cloudwatch_log_group",
    argument: "name",
    id: "log-group-names",
    things: "log groups",
    needs: ["logs:DescribeLogGroups"],
    holders: async (names, { logs }) => {
      const found = names.map(async (logGroupNamePrefix) => {
        const pages = paginateDescribeLogGroups({ client: logs }, { logGroupNamePrefix });
        return collect(pages, ({ logGroups }) => logGroups);
      });
      return (await Promise.all(found))
        .flat()
        .map(({ logGroupName = "", logGroupArn, arn }) => ({
          name: logGroupName,
          arn: logGroupArn ?? arn?.replace(/:\*$/, ""),
        }))
        .filter(({ name }) => names.includes(name));
    },
  },
  {
    type: "aws_kms_alias",
    argument: "name",
    id: "key-alias",
    things: "aliases of keys",
    needs: ["kms:ListAliases"],
    holders: async (names, { kms }) => {
      const found = await collect(paginateListAliases({ client: kms }, {}), ({ Aliases }) => Aliases);
      return found
        .filter(({ AliasName = "" }) => names.includes(AliasName))
        .map(({ AliasName = "", AliasArn = "", TargetKeyId }) => ({
          name: AliasName,
          arn: AliasArn.replace(`:${AliasName}`, `:key/${TargetKeyId}`),
        }));
    },
  },
  {
    type: "aws_sns_topic",
    argument: "name",
    id: "topic-name",
    things: "topics",
    needs: ["sns:GetTopicAttributes"],
    holders: async (names, account) => {
      const asked = names.map(async (name) => {
        const arn = await topicArn(name, account);
        const request = account.topics.send(new GetTopicAttributesCommand({ TopicArn: arn }));
        return (await unlessMissing(request, /^NotFound/)) === undefined ? [] : [{ name, arn }];
      });
      return (await Promise.all(asked)).flat();
    },
  },
  {
    type: "aws_cloudwatch_metric_alarm",
    argument: "alarm_name",
    id: "alarm-names",
    things: "alarms",
    needs: ["cloudwatch:DescribeAlarms"],
    holders: async (names, { metrics }) => {
      const pages = paginateDescribeAlarms({ client: metrics }, { AlarmNames: [...names] });
      const found = await collect(pages, ({ MetricAlarms }) => MetricAlarms);
      return found.map(({ AlarmName = "", AlarmArn }) => ({ name: AlarmName, arn: AlarmArn }));
    },
  },
  {
    type: "aws_cloudwatch_dashboard",
    argument: "dashboard_name",
    id: "dashboard-name",
    things: "dashboards",
    needs: ["cloudwatch:ListDashboards"],
    holders: async (names, { metrics }) => {
      const found = names.map((name) =>
        metrics.send(new ListDashboardsCommand({ DashboardNamePrefix: name })),
      );
      return (await Promise.all(found))
        .flatMap(({ DashboardEntries = [] }) => DashboardEntries)
        .map(({ DashboardName = "" }) => ({ name: DashboardName }))
        .filter(({ name }) => names.includes(name));
    },
  },
];

/** ARN of a topic of this account and region. */
export async function topicArn(name: string, account: AwsAccount): Promise<string> {
  const { account: id, arn } = await account.identity();
  return `arn:${arn.split(":")[1]}:sns:${account.region}:${id}:${name}`;
}
