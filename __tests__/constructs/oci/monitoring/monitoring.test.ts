import { EventsRule } from "@cdktf/provider-oci/lib/events-rule";
import { LoggingLog } from "@cdktf/provider-oci/lib/logging-log";
import { LoggingUnifiedAgentConfiguration } from "@cdktf/provider-oci/lib/logging-unified-agent-configuration";
import { MonitoringAlarm } from "@cdktf/provider-oci/lib/monitoring-alarm";
import { OnsNotificationTopic } from "@cdktf/provider-oci/lib/ons-notification-topic";
import { OnsSubscription } from "@cdktf/provider-oci/lib/ons-subscription";
import { describe, expect, test } from "@jest/globals";
import { TerraformVariable } from "cdktf";
import { Iam, PrivateDatabase, TieredNetwork } from "../../../../constructs/oci";
import { inventory, resources, theResource } from "../../../support/synth";
import { networkWith, ociTestStack, compartmentId, single, tenancyId, webTierWith } from "../tiers";

describe("eyes on OCI", () => {
  test("sound an alarm for each thing that somebody must hear of, to one topic", () => {
    const { stack } = webTierWith();
    const topic = `\${oci_ons_notification_topic.${theResource(stack, OnsNotificationTopic).logicalId}.id}`;
    const alarms = resources(stack, MonitoringAlarm);
    expect(
      alarms.map(({ namespace, query }) => `${namespace} ${/^\w+/.exec(query as string)![0]}`).sort(),
    ).toEqual([
      "oci_autonomous_database CpuUtilization",
      "oci_autonomous_database Sessions",
      "oci_autonomous_database StorageUtilization",
      "oci_computeagent CpuUtilization",
      "oci_lbaas HttpResponses5xx",
      "oci_lbaas UnHealthyBackendServers",
    ]);
    for (const alarm of alarms)
      expect(alarm).toMatchObject({
        destinations: [topic],
        is_enabled: true,
        metric_compartment_id: compartmentId,
      });
  });

  test("hear of the database's events where somebody listens, and only once the address is there", () => {
    const stack = ociTestStack();
    const address = new TerraformVariable(stack, "alarm_email", { type: "string", default: "" });
    const place = { compartmentId, tenancyId, region: "us-ashburn-1" };
    const network = new TieredNetwork(stack, "network", { ...place, alarmEmail: address.stringValue });
    new PrivateDatabase(stack, "database", { network });
    const rule = theResource(stack, EventsRule);
    expect(rule).toMatchObject({
      is_enabled: true,
      compartment_id: compartmentId,
      count: theResource(stack, OnsSubscription).count as string,
      actions: {
        action: [
          {
            action_type: "ONS",
            is_enabled: true,
            topic_id: `\${oci_ons_notification_topic.${theResource(stack, OnsNotificationTopic).logicalId}.id}`,
          },
        ],
      },
    });
    expect(rule.count).toContain("var.alarm_email");
    expect(JSON.parse(rule.condition as string)).toEqual({
      eventType: expect.arrayContaining(["com.oraclecloud.databaseservice.autonomous.database.critical"]),
    });
  });

  test("go to a topic that is there already, and none is made", () => {
    const stack = ociTestStack();
    const alarmTopicId = "ocid1.onstopic.oc1.iad.aaaa";
    const place = { compartmentId, tenancyId, region: "us-ashburn-1" };
    const network = new TieredNetwork(stack, "network", { ...place, alarmTopicId });
    new PrivateDatabase(stack, "database", { network });
    for (const { destinations } of resources(stack, MonitoringAlarm))
      expect(destinations).toEqual([alarmTopicId]);
    expect(theResource(stack, EventsRule)).not.toHaveProperty("count");
    expect(inventory(stack)).not.toHaveProperty("oci_ons_notification_topic");
  });

  test("watch a single public server as they watch a pool", () => {
    const queries = resources(webTierWith({ exposure: single }).stack, MonitoringAlarm).map(
      ({ query }) => query as string,
    );
    expect(queries.filter((query) => /\{resourceId = "\$\{oci_core_instance\./.test(query))).toEqual([
      expect.stringMatching(/^CpuUtilization/),
    ]);
  });

  test("watch this stack's resources and nobody else's in the compartment", () => {
    for (const { query } of resources(webTierWith().stack, MonitoringAlarm))
      expect(query).toMatch(/\{(resourceId|instancePoolId) = "\$\{oci_\w+\.[\w-]+\.id\}"\}/);
  });

  test.each([
    [undefined, "120"],
    [{ ecpus: 4 }, "240"],
  ])("ring before the database allows no more sessions, with %j", (capacity, sessions) => {
    const made = networkWith();
    new PrivateDatabase(made.stack, "database", { network: made.network, ...(capacity && { capacity }) });
    const queries = resources(made.stack, MonitoringAlarm).map(({ query }) => query as string);
    expect(queries.find((query) => query.startsWith("Sessions"))).toMatch(new RegExp(`> ${sessions}$`));
  });

  test("say what to do in every alarm", () => {
    for (const { body } of resources(webTierWith().stack, MonitoringAlarm))
      expect(body).toMatch(/: see |: give /);
  });

  test("write to one address where one is given", () => {
    expect(inventory(networkWith().stack)).not.toHaveProperty("oci_ons_subscription");
    expect(theResource(networkWith({ alarmEmail: "ops@example.com" }).stack, OnsSubscription)).toMatchObject({
      protocol: "EMAIL",
      endpoint: "ops@example.com",
    });
    expect(() => networkWith({ alarmEmail: "ops" })).toThrow(
      '[test/network/watch] `alarmEmail` must be an e-mail address such as ops@example.com, got "ops"',
    );
  });

  test("write to the address that a deployment gives, if it gives any", () => {
    const stack = ociTestStack();
    const alarmEmail = new TerraformVariable(stack, "email", { type: "string" }).stringValue;
    new TieredNetwork(stack, "network", { compartmentId, tenancyId, region: "eu-frankfurt-1", alarmEmail });
    expect(theResource(stack, OnsSubscription).count).toBe("${(length(var.email) >= 1) ? 1 : 0}");
  });

  test("see the load balancer's access and errors, kept as long as it was told", () => {
    const { stack } = webTierWith({ logRetentionDays: 60 });
    const logs = resources(stack, LoggingLog).filter(({ log_type: type }) => type === "SERVICE");
    expect(logs.map(({ configuration }) => configuration.source.category as string).sort()).toEqual([
      "access",
      "error",
    ]);
    for (const log of logs)
      expect(log).toMatchObject({
        retention_duration: 60,
        configuration: {
          source: {
            service: "loadbalancer",
            resource: expect.stringContaining("oci_load_balancer_load_balancer."),
          },
        },
      });
  });

  test.each(["pool", "server"])("see the app's log lines of each server: %s", (kind) => {
    const { stack } = webTierWith(kind === "server" ? { exposure: single } : {});
    const log = resources(stack, LoggingLog).find(({ log_type: type }) => type === "CUSTOM")!;
    expect(theResource(stack, LoggingUnifiedAgentConfiguration)).toMatchObject({
      group_association: { group_list: [expect.stringContaining("oci_identity_dynamic_group.")] },
      service_configuration: {
        destination: { log_object_id: `\${oci_logging_log.${log.logicalId}.id}` },
        sources: [
          {
            source_type: "LOG_TAIL",
            paths: ["/var/log/demo/demo.log", "/var/log/demo/system.log"],
            parser: { parser_type: "NONE" },
          },
        ],
      },
    });
  });

  test("do without the app's log lines where an administrator makes the group that agents belong to", () => {
    const { stack } = webTierWith({ iam: Iam.byAdministrator() });
    expect(inventory(stack)).not.toHaveProperty("oci_logging_unified_agent_configuration");
  });
});
