import { describe, expect } from "@jest/globals";
import { Testing } from "cdktf";
import { events, faults, rehearse } from "../../../rehearsal/balancers/events";
import { awsSettings, ociSettings, type Settings } from "../../../rehearsal/balancers/settings";
import { Stage } from "../../../rehearsal/balancers/stage";
import { profiles } from "../../../stacks/context/profiles";
import { OciStack } from "../../../stacks/oci-stack";
import { awsStack } from "../../support/aws-stacks";
import { testWith } from "../../support/skip";
import { synth } from "../../support/synth";

const scale = 60;
const aws = awsSettings(synth(awsStack(profiles.lab)), scale);
const oci = ociSettings(synth(new OciStack(Testing.app(), "oci-stack", { profile: profiles.lab })), scale);
const event = (name: string) => events.find((one) => one.name === name)!;

async function outcomeOf(settings: Settings, name: string) {
  const stage = await Stage.open(settings);
  try {
    return await rehearse(stage, event(name));
  } finally {
    await stage.close();
  }
}

describe("behind a real HAProxy with the stack's settings, sixty times as fast", () => {
  testWith("haproxy", "AWS: all servers are replaced, and no visitor notices", async () => {
    const outcome = await outcomeOf(aws, "rolling");
    expect(faults(outcome)).toEqual([]);
    expect(outcome).toMatchObject({ failed: 0, replaced: 2 });
    expect(outcome.answers.length).toBeGreaterThan(100);
  });

  testWith("haproxy", "OCI: another pool takes over, and no visitor notices", async () => {
    const outcome = await outcomeOf(oci, "rolling");
    expect(faults(outcome)).toEqual([]);
    expect(outcome).toMatchObject({ failed: 0, replaced: 2 });
  });

  testWith("haproxy", "OCI: servers that do not drain would be noticed", async () => {
    const environment = { ...oci.servers.environment, DRAIN_SECONDS: "0" };
    const outcome = await outcomeOf({ ...oci, servers: { ...oci.servers, environment } }, "rolling");
    expect(outcome.failed).toBeGreaterThan(0);
  });

  testWith(
    "haproxy",
    "AWS: a database that is away for two minutes costs no server and no number",
    async () => {
      const outcome = await outcomeOf(aws, "fail-over");
      expect(faults(outcome)).toEqual([]);
      expect(outcome).toMatchObject({ replaced: 0 });
      expect(outcome.failed).toBeGreaterThan(0);
    },
  );
});
