import {
  DescribeAddressesCommand,
  DescribeInternetGatewaysCommand,
  paginateDescribeVpcs,
} from "@aws-sdk/client-ec2";
import { paginateListClusters } from "@aws-sdk/client-eks";
import { paginateDescribeLoadBalancers } from "@aws-sdk/client-elastic-load-balancing-v2";
import { paginateDescribeDBInstances } from "@aws-sdk/client-rds";
import type { Question } from "../question";
import { literals, type Stack } from "../stack";
import type { AwsAccount } from "./account";
import { beginningOf, isOwn } from "./own";
import { collect } from "./pages";
import { type Quota, quotaQuestion } from "./quota";

/** Resources in the account, and whether the stack created each. */
type Found = readonly { readonly own: boolean }[];

/** Properties of a quota that counts a stack's resources of one type. */
interface Counted extends Omit<Quota, "need"> {
  readonly type: string;
  readonly found: (account: AwsAccount, stack: Stack) => Promise<Found>;
}

// Codes as `aws service-quotas list-service-quotas` lists them.
const counted: readonly Counted[] = [
  {
    id: "vpc-quota",
    type: "aws_vpc",
    things: "VPCs",
    service: "vpc",
    code: "L-F678F1CE",
    needs: ["ec2:DescribeVpcs"],
    found: async ({ ec2 }, stack) => {
      const vpcs = await collect(paginateDescribeVpcs({ client: ec2 }, {}), ({ Vpcs }) => Vpcs);
      return vpcs.map(({ Tags }) => ({ own: isOwn(stack, Tags) }));
    },
  },
  {
    id: "internet-gateway-quota",
    type: "aws_internet_gateway",
    things: "internet gateways",
    service: "vpc",
    code: "L-A4707A72",
    needs: ["ec2:DescribeInternetGateways"],
    found: async ({ ec2 }, stack) => {
      const { InternetGateways = [] } = await ec2.send(new DescribeInternetGatewaysCommand({}));
      return InternetGateways.map(({ Tags }) => ({ own: isOwn(stack, Tags) }));
    },
  },
  {
    id: "address-quota",
    type: "aws_eip",
    things: "elastic IP addresses",
    service: "ec2",
    code: "L-0263D0A3",
    needs: ["ec2:DescribeAddresses"],
    found: async ({ ec2 }, stack) => {
      const { Addresses = [] } = await ec2.send(new DescribeAddressesCommand({}));
      return Addresses.map(({ Tags }) => ({ own: isOwn(stack, Tags) }));
    },
  },
  {
    id: "load-balancer-quota",
    type: "aws_lb",
    things: "application load balancers",
    service: "elasticloadbalancing",
    code: "L-53DA6B97",
    needs: ["elasticloadbalancing:DescribeLoadBalancers"],
    found: async ({ balancers }, stack) => {
      const pages = paginateDescribeLoadBalancers({ client: balancers }, {});
      const all = await collect(pages, ({ LoadBalancers }) => LoadBalancers);
      const names = literals(stack.all("aws_lb").map(({ name }): unknown => name));
      return all
        .filter(({ Type }) => Type === "application")
        .map(({ LoadBalancerName = "" }) => ({ own: names.includes(LoadBalancerName) }));
    },
  },
  {
    id: "cluster-quota",
    type: "aws_eks_cluster",
    things: "EKS clusters",
    service: "eks",
    code: "L-1194D53C",
    needs: ["eks:ListClusters"],
    found: async ({ eks }, stack) => {
      const all = await collect(paginateListClusters({ client: eks }, {}), ({ clusters }) => clusters);
      const names = literals(stack.all("aws_eks_cluster").map(({ name }): unknown => name));
      return all.map((name) => ({ own: names.includes(name) }));
    },
  },
  {
    id: "database-quota",
    type: "aws_db_instance",
    things: "database instances",
    service: "rds",
    code: "L-7B6409FD",
    needs: ["rds:DescribeDBInstances"],
    found: async ({ rds }, stack) => {
      const all = await collect(paginateDescribeDBInstances({ client: rds }, {}), (page) => page.DBInstances);
      const beginning = beginningOf(stack.first("aws_db_instance")?.identifier);
      return all.map(({ DBInstanceIdentifier = "" }) => ({
        own: beginning !== "" && DBInstanceIdentifier.startsWith(beginning),
      }));
    },
  },
];

/** Asks about every quota that counts something which the stack has. */
export function quotas(stack: Stack): readonly Question<AwsAccount>[] {
  return counted
    .filter(({ type }) => stack.all(type).length > 0)
    .map(({ type, found, ...quota }) =>
      quotaQuestion({
        ...quota,
        need: async (account) => ({
          others: (await found(account, stack)).filter(({ own }) => !own).length,
          least: stack.all(type).length,
        }),
      }),
    );
}
