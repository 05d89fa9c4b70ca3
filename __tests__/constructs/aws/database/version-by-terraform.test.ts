import { describe, expect } from "@jest/globals";
import { laterVersion } from "../../../../constructs/aws/database/database-checks";
import { testWith } from "../../../support/skip";
import { TerraformFolder } from "../../../support/terraform";

describe("a plan for a database on AWS, as Terraform computes it", () => {
  testWith(
    "terraform",
    "takes the major version that runs, and a later one only where that is allowed",
    () => {
      const asked = (running: string, wanted: string, isUpgradeAllowed: boolean) =>
        laterVersion(wanted, isUpgradeAllowed).condition.replaceAll(
          "self.engine_version_actual",
          JSON.stringify(running),
        );
      const value = {
        same: asked("17.6", "17", false),
        later: asked("17.6", "18", false),
        laterAllowed: asked("17.6", "18", true),
        earlierAllowed: asked("17.6", "16", true),
      };
      const folder = new TerraformFolder({ output: { taken: { value } } });
      folder.run("apply", "-auto-approve", "-input=false");
      expect(JSON.parse(folder.run("output", "-json", "taken"))).toEqual({
        same: true,
        later: false,
        laterAllowed: true,
        earlierAllowed: false,
      });
    },
  );
});
