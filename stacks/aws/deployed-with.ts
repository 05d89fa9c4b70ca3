import type { Construct } from "constructs";
import { refuseOther, TerraformData } from "../../constructs/shared";
import type { AwsStackProps } from "./stack-props";

/**
 * Remembers what the stack was deployed with first and no resource tells later, and refuses anything else in the plan.
 *
 * A stack that was deployed before this was remembered remembers what its next deployment says.
 *
 * @param scope stack whose choices they are
 * @param props what the stack is told
 * @param zones letters of its zones, none in a network that was there before
 */
export function rememberChoices(scope: Construct, props: AwsStackProps, zones: readonly string[]): void {
  const { region, existingNetwork, customerKey = false } = props;
  const wanted = {
    awsRegion: region,
    awsExistingNetwork: existingNetwork?.vpcId ?? "",
    awsCustomerKey: String(customerKey),
    awsZones: zones.join(","),
  };
  // In a network that was there before, which another refusal is about, there are no zones to choose.
  const held = Object.entries(wanted).filter(([option]) => option !== "awsZones" || zones.length > 0);
  const choices = held.map(([option, value]) =>
    refuseOther({
      option,
      deployed: `self.input.${option}`,
      wanted: JSON.stringify(value),
      ...(option === "awsZones" && { same: noneGoes(zones) }),
    }),
  );
  new TerraformData(scope, "deployed-with", {
    input: wanted,
    lifecycle: { ignoreChanges: ["input"], postcondition: choices },
  });
}

// More may come. A network that was there before has none to keep, and is refused by itself where the stack had its own.
function noneGoes(zones: readonly string[]): string {
  const gone = `setsubtract(compact(split(",", self.input.awsZones)), ${JSON.stringify(zones)})`;
  return `self.input.awsExistingNetwork != "" || length(${gone}) == 0`;
}
