import { describe, expect, test } from "@jest/globals";
import { differences } from "../../cdktn/differences";

const stack = (more: object = {}) => ({
  "//": { metadata: { version: "0.21.0", stackName: "aws-stack" } },
  terraform: { required_providers: { aws: { source: "aws", version: "6.25.0" } } },
  resource: { aws_vpc: { network: { cidr_block: "10.0.0.0/16", tags: ["a", "b"] } } },
  ...more,
});

describe("differences between cdktf and its fork", () => {
  test("are none where versions and a provider's source differ", () => {
    const fork = stack({
      "//": { metadata: { version: "0.24.0", stackName: "aws-stack" } },
      terraform: { required_providers: { aws: { source: "hashicorp/aws", version: "6.52.0" } } },
    });
    expect(differences(stack(), fork)).toEqual([]);
  });

  test.each<[object, string]>([
    [
      { resource: { aws_vpc: { network: { cidr_block: "10.1.0.0/16", tags: ["a", "b"] } } } },
      "resource.aws_vpc.network.cidr_block",
    ],
    [
      { resource: { aws_vpc: { network: { cidr_block: "10.0.0.0/16", tags: ["a"] } } } },
      "resource.aws_vpc.network.tags.1",
    ],
    [{ resource: { aws_vpc: {} } }, "resource.aws_vpc.network"],
    [{ output: {} }, "output"],
    [{ "//": { metadata: { version: "0.24.0", stackName: "other" } } }, "//.metadata.stackName"],
    [
      { terraform: { required_providers: { aws: { source: "aws", version: "6.25.0", more: 1 } } } },
      "terraform.required_providers.aws.more",
    ],
  ])("are found in %j", (more, at) => {
    expect(differences(stack(), stack(more)).map((difference) => difference.at)).toEqual([at]);
  });
});
