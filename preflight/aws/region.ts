import { DescribeRegionsCommand } from "@aws-sdk/client-ec2";
import { failure, ok, type Question } from "../question";
import type { AwsAccount } from "./account";

/** Asks whether the account may use the region at all. */
export function regionEnabled(region: string): Question<AwsAccount> {
  return {
    id: "region",
    asks: `Is the region ${region} enabled?`,
    needs: ["ec2:DescribeRegions"],
    link: "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html",
    answer: async (aws) => {
      // A region that is not enabled takes no credentials, so one that always is is asked.
      const command = new DescribeRegionsCommand({
        AllRegions: true,
        Filters: [{ Name: "region-name", Values: [region] }],
      });
      const { Regions: [found] = [] } = await aws.ec2In(alwaysEnabled(region)).send(command);
      if (found === undefined)
        return failure(`there is no region ${region}`, "set another `awsRegion` in cdktf.json");
      if (found.OptInStatus === "not-opted-in")
        return failure(
          `the region ${region} is not enabled in this account`,
          `\`aws account enable-region --region-name ${region}\`, which takes minutes, or set another \`awsRegion\` in cdktf.json`,
        );
      return ok(`the region ${region} is enabled`);
    },
  };
}

/** A region of the same partition that no account has to enable. */
function alwaysEnabled(region: string): string {
  if (region.startsWith("cn-")) return "cn-north-1";
  return region.startsWith("us-gov-") ? "us-gov-west-1" : "us-east-1";
}
