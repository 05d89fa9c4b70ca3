import {
  DescribeInstanceTypesCommand,
  type _InstanceType as InstanceType,
  paginateDescribeInstances,
} from "@aws-sdk/client-ec2";
import type { Question } from "../question";
import { literal, type Stack } from "../stack";
import type { AwsAccount } from "./account";
import { nodesOf } from "./nodes";
import { collect } from "./pages";
import { type Need, quotaQuestion } from "./quota";

/** Servers of the stack, and how they are replaced. */
interface Servers {
  readonly type: string;
  /** Tag that AWS puts on each of them. */
  readonly tag: { readonly key: string; readonly value: string };
  readonly fewest: number;
  /** Maximum number, or of all their vCPUs where that is what is limited. */
  readonly most: number | { readonly vcpus: number };
  /** Factor on the number of servers during a replacement. */
  readonly times: number;
}

// https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html: one quota over all of these families, in vCPUs.
const standard = /^(a|c|d|h|i|im|is|m|r|t|z)\d/;

/** Asks whether the quota on vCPUs leaves room for the servers, and for the same number beside them while they are replaced. */
export function vcpus(stack: Stack): readonly Question<AwsAccount>[] {
  const servers = serversOf(stack);
  if (servers === undefined || !standard.test(servers.type)) return [];
  return [
    quotaQuestion({
      id: "vcpu-quota",
      things: "vCPUs of standard instances",
      service: "ec2",
      code: "L-1216C47A",
      needs: ["ec2:DescribeInstances", "ec2:DescribeInstanceTypes"],
      need: (account) => needOf(servers, account),
    }),
  ];
}

function serversOf(stack: Stack): Servers | undefined {
  const nodes = nodesOf(stack);
  if (nodes !== undefined) {
    const tag = { key: "eks:eks-cluster-name", value: String(stack.first("aws_eks_cluster")?.name) };
    // Two pods, each on a node of its own; the limit counts those that come before others go.
    return { type: nodes.type, tag, fewest: 2, most: { vcpus: nodes.vcpus }, times: 1 };
  }
  const group = stack.first("aws_autoscaling_group");
  const type = literal(stack.first("aws_launch_template")?.instance_type);
  if (group === undefined || type === undefined) return undefined;
  const percentage = group.instance_refresh?.preferences?.max_healthy_percentage as number | undefined;
  return {
    type,
    tag: { key: "aws:autoscaling:groupName", value: String(group.name) },
    fewest: Number(group.min_size),
    most: Number(group.max_size),
    times: (percentage ?? 100) / 100,
  };
}

async function needOf({ type, tag, fewest, most, times }: Servers, { ec2 }: AwsAccount): Promise<Need> {
  const others = await othersThan(tag, ec2);
  const types = [...new Set([type, ...others])] as InstanceType[];
  const { InstanceTypes = [] } = await ec2.send(new DescribeInstanceTypesCommand({ InstanceTypes: types }));
  const sizes = new Map(
    InstanceTypes.map(({ InstanceType, VCpuInfo }) => [String(InstanceType), VCpuInfo?.DefaultVCpus ?? 0]),
  );
  const size = (name: string) => sizes.get(name) ?? 0;
  return {
    others: others.map(size).reduce((sum, vcpus) => sum + vcpus, 0),
    least: Math.ceil(fewest * times) * size(type),
    most: typeof most === "number" ? Math.ceil(most * times) * size(type) : most.vcpus,
  };
}

/** Types of all standard servers that count and lack a tag. */
async function othersThan(tag: Servers["tag"], ec2: AwsAccount["ec2"]): Promise<string[]> {
  const states = { Name: "instance-state-name", Values: ["pending", "running"] };
  const pages = paginateDescribeInstances({ client: ec2 }, { Filters: [states] });
  const reservations = await collect(pages, ({ Reservations }) => Reservations);
  return reservations
    .flatMap(({ Instances = [] }) => Instances)
    .filter(({ InstanceLifecycle }) => InstanceLifecycle !== "spot")
    .filter(({ Tags = [] }) => !Tags.some(({ Key, Value }) => Key === tag.key && Value === tag.value))
    .map(({ InstanceType = "" }) => String(InstanceType))
    .filter((type) => standard.test(type));
}
