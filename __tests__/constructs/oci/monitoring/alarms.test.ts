import { MonitoringAlarm } from "@cdktf/provider-oci/lib/monitoring-alarm";
import { describe, expect, test } from "@jest/globals";
import { resources } from "../../../support/synth";
import { webTierWith } from "../tiers";

const alarms = resources(webTierWith().stack, MonitoringAlarm);

describe("every alarm on OCI", () => {
  test("is on, and says again every two hours that it lasts", () => {
    expect(alarms.length).toBeGreaterThan(5);
    for (const alarm of alarms)
      expect(alarm).toMatchObject({ is_enabled: true, repeat_notification_duration: "PT2H" });
  });

  test("waits as long as its cause may pass by itself, and never longer than 15 minutes", () => {
    const waits = alarms.map(({ query, pending_duration: pending }) => [/^\w+/.exec(query)![0], pending]);
    expect(waits.sort()).toEqual([
      ["CpuUtilization", "PT15M"],
      ["CpuUtilization", "PT15M"],
      ["HttpResponses5xx", "PT5M"],
      ["Sessions", "PT5M"],
      ["StorageUtilization", "PT5M"],
      ["UnHealthyBackendServers", "PT10M"],
    ]);
  });
});
