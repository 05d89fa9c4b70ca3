import type { TerraformStack } from "cdktf";
import { refuseOther, TerraformData } from "../../constructs/shared";
import { whereSet } from "../context/declare";
import { environmentOf, refuseOtherEnvironment } from "../context/environment";
import { refuseOtherWebTier } from "../context/web-tier";
import type { AwsStackProps } from "./stack-props";

/**
 * Remembers what the stack was deployed with first and no resource tells later, and refuses anything else in the plan.
 *
 * A stack that was deployed before this was remembered remembers what its next deployment says.
 *
 * @param stack stack whose choices they are
 * @param props what the stack is told
 */
export function rememberChoices(stack: TerraformStack, props: AwsStackProps): void {
  const { region, existingNetwork, customerKey = false, kubernetes } = props;
  const wanted = {
    awsRegion: region,
    awsExistingNetwork: existingNetwork?.vpcId ?? "",
    awsCustomerKey: String(customerKey),
  };
  const choices = Object.entries(wanted).map(([option, value]) =>
    refuseOther({ option, deployed: `self.input.${option}`, wanted: JSON.stringify(value) }),
  );
  const webTier = kubernetes && "kubernetes";
  new TerraformData(stack, "deployed-with", {
    input: { ...wanted, ...whereSet({ environment: environmentOf(stack), webTier }) },
    lifecycle: {
      ignoreChanges: ["input"],
      postcondition: [...choices, refuseOtherEnvironment(stack), refuseOtherWebTier(webTier)],
    },
  });
}
