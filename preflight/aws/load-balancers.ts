import { DescribeRegionsCommand } from "@aws-sdk/client-ec2";
import {
  DescribeAccountLimitsCommand,
  DescribeLoadBalancersCommand,
  type ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { failure, ok, type Question, warning } from "../question";
import type { Stack } from "../stack";
import type { AwsAccount } from "./account";

/**
 * Asks whether the account may make load balancers, which AWS refuses some new accounts with "This AWS account currently does not
 * support creating load balancers" and tells nowhere before. A load balancer that stands proves it; without one nobody knows.
 */
export function loadBalancersAllowed(stack: Stack): readonly Question<AwsAccount>[] {
  if (stack.all("aws_lb").length === 0) return [];
  return [
    {
      id: "load-balancers",
      asks: "May the account make load balancers?",
      needs: [
        "elasticloadbalancing:DescribeLoadBalancers",
        "elasticloadbalancing:DescribeAccountLimits",
        "ec2:DescribeRegions",
      ],
      link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html",
      answer: async (account) => {
        if (await hasOne(account.balancers))
          return ok(`proven: the account has a load balancer in ${account.region}`);
        if ((await limitOf(account)) === 0)
          return failure(
            `refused: AWS allows the account no application load balancer in ${account.region}`,
            askSupport,
          );
        const elsewhere = await regionWithOne(account);
        if (elsewhere !== undefined) return ok(`proven: the account has a load balancer in ${elsewhere}`);
        return warning(
          "unknown: the account has no load balancer in any region, and AWS refuses some new accounts the first one",
          `make one by hand and delete it, which costs a cent: \`aws elbv2 create-load-balancer --region ${account.region} --name trial --subnets <two subnets of the default VPC>\`. Where AWS refuses it, ${askSupport}`,
        );
      },
    },
  ];
}

const askSupport =
  "open a case with AWS Support (account and billing, free of charge), which takes a day or more";

async function hasOne(client: ElasticLoadBalancingV2Client): Promise<boolean> {
  const { LoadBalancers = [] } = await client.send(new DescribeLoadBalancersCommand({ PageSize: 1 }));
  return LoadBalancers.length > 0;
}

async function limitOf({ balancers }: AwsAccount): Promise<number | undefined> {
  const { Limits = [] } = await balancers.send(new DescribeAccountLimitsCommand({ PageSize: 100 }));
  const max = Limits.find(({ Name }) => Name === "application-load-balancers")?.Max;
  return max === undefined ? undefined : Number(max);
}

/** Another region with a load balancer; one that may not be asked has none to show. */
async function regionWithOne(account: AwsAccount): Promise<string | undefined> {
  const { Regions = [] } = await account.ec2.send(new DescribeRegionsCommand({}));
  const others = Regions.map(({ RegionName = "" }) => RegionName).filter((name) => name !== account.region);
  const found = await Promise.allSettled(others.map((region) => hasOne(account.balancersIn(region))));
  return others.find((_, index) => {
    const one = found[index];
    return one?.status === "fulfilled" && one.value;
  });
}
