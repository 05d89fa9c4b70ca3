import {
  DescribeImagesCommand,
  DescribeInstanceTypesCommand,
  type _InstanceType as InstanceType,
} from "@aws-sdk/client-ec2";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { failure, listed, ok, type Question } from "../question";
import { literal, type Stack } from "../stack";
import type { AwsAccount } from "./account";
import { unlessMissing } from "./errors";

const byParameter = /^resolve:ssm:(.+)$/;

/** Asks whether there is the image that servers start from, and whether their type runs it. */
export function image(stack: Stack): readonly Question<AwsAccount>[] {
  const template = stack.first("aws_launch_template");
  const [type, wanted] = [literal(template?.instance_type), literal(template?.image_id)];
  if (type === undefined || wanted === undefined) return [];
  return [
    {
      id: "image",
      asks: `Is there an image for ${type}?`,
      needs: ["ssm:GetParameter", "ec2:DescribeImages", "ec2:DescribeInstanceTypes"],
      link: "https://docs.aws.amazon.com/linux/al2023/ug/ec2.html",
      answer: async (account) => {
        const id = await idOf(wanted, account);
        const [found, runs] = await Promise.all([
          architectureOf(id, account),
          architecturesOf(type, account),
        ]);
        const other = "take another image (`imageId` of the web tier), or another region";
        if (id === undefined || found === undefined)
          return failure(`${account.region} has no image ${wanted}`, other);
        if (!runs.includes(found))
          return failure(
            `the image ${id} is for ${found}, and ${type} runs ${listed(runs) || "nothing here"}`,
            other,
          );
        return ok(`${type} runs ${id}, which is for ${found}`);
      },
    },
  ];
}

async function idOf(wanted: string, { parameters }: AwsAccount): Promise<string | undefined> {
  const [, name] = byParameter.exec(wanted) ?? [];
  if (name === undefined) return wanted;
  const asked = parameters.send(new GetParameterCommand({ Name: name }));
  return (await unlessMissing(asked, /^ParameterNotFound$/))?.Parameter?.Value;
}

async function architectureOf(id: string | undefined, { ec2 }: AwsAccount): Promise<string | undefined> {
  if (id === undefined) return undefined;
  const asked = ec2.send(new DescribeImagesCommand({ ImageIds: [id] }));
  return (await unlessMissing(asked, /^InvalidAMIID/))?.Images?.[0]?.Architecture;
}

async function architecturesOf(type: string, { ec2 }: AwsAccount): Promise<readonly string[]> {
  const command = new DescribeInstanceTypesCommand({ InstanceTypes: [type as InstanceType] });
  const { InstanceTypes: [found] = [] } = await ec2.send(command);
  return found?.ProcessorInfo?.SupportedArchitectures ?? [];
}
