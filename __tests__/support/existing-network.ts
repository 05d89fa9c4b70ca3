import type { ExistingNetworkProps } from "../../constructs/aws";

const subnet = (digit: string) => `subnet-${digit.repeat(17)}`;

/** A VPC that somebody else made, as a stack is told of it. */
export const existingNetwork: Omit<ExistingNetworkProps, "region"> = {
  vpcId: "vpc-0123456789abcdef0",
  cidrBlock: "10.1.0.0/16",
  subnetIds: {
    public: [subnet("1"), subnet("2")],
    web: [subnet("3"), subnet("4")],
    data: [subnet("5"), subnet("6")],
  },
};
