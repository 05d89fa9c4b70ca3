import { ArtifactsContainerRepository } from "@cdktf/provider-oci/lib/artifacts-container-repository";
import { IdentityPolicy } from "@cdktf/provider-oci/lib/identity-policy";
import { LoggingLog } from "@cdktf/provider-oci/lib/logging-log";
import { LoggingUnifiedAgentConfiguration } from "@cdktf/provider-oci/lib/logging-unified-agent-configuration";
import { MonitoringAlarm } from "@cdktf/provider-oci/lib/monitoring-alarm";
import { describe, expect, test } from "@jest/globals";
import { Iam, type KubernetesWebTier } from "../../../../constructs/oci";
import { testApp } from "../../../support/app";
import { resolve, resources, synth, theResource } from "../../../support/synth";
import { clusterWith, existingNetwork, networkWith } from "../tiers";
import { object, objects } from "./objects";

describe("pods", () => {
  const statements = (web: KubernetesWebTier) => resolve(web, web.statementsForAdministrator).split("\n");

  test("read their secrets as workload of this cluster, namespace and service account, and no node may", () => {
    const { stack, web } = clusterWith();
    const given = resources(stack, IdentityPolicy)
      .flatMap((policy) => policy.statements as string[])
      .filter((statement) => statement.includes("secret"));
    expect(given).toHaveLength(3);
    for (const statement of given)
      expect(statement).toMatch(
        /^allow any-user to read secret-bundles in \S.* where all \{request\.principal\.type = 'workload', request\.principal\.cluster_id = '\S+', request\.principal\.namespace = 'demo', request\.principal\.service_account = 'demo(-migrate)?', target\.secret\.id = '\S+'\}$/,
      );
    expect(statements(web).filter((statement) => statement.includes("secret"))).toEqual(given);
  });

  test("are granted nothing by Terraform where an administrator does it, who is told what", () => {
    const { stack, web } = clusterWith({ iam: Iam.byAdministrator() });
    expect(synth(stack).resource).not.toHaveProperty("oci_identity_policy");
    expect(synth(stack).resource).not.toHaveProperty("oci_identity_dynamic_group");
    const told = statements(web);
    expect(told.filter((statement) => statement.startsWith("allow any-user"))).toHaveLength(3);
    expect(told.slice(3).join("\n")).toMatch(
      /^dynamic group .*\nallow dynamic-group .* to use log-content in .*\nagent configuration of the type LOGGING .*[/]containers[/]/,
    );
  });

  test("have the token that the cluster vouches for, and know the region that it does not tell", () => {
    const { web } = clusterWith();
    for (const kind of ["Deployment", "Job"]) {
      const { spec } = object(web, kind).spec.template;
      expect(spec.automountServiceAccountToken).toBe(true);
      expect(spec.containers[0].env).toContainEqual({ name: "OCI_WORKLOAD_REGION", value: "eu-frankfurt-1" });
    }
  });

  test("may ask the database, what proves who they are, and Oracle's services", () => {
    const policies = objects(clusterWith().web).filter(({ kind }) => kind === "NetworkPolicy");
    const ways = policies
      .filter(({ metadata }) => /^to-/.test(metadata.name as string))
      .map(({ metadata, spec }) => [
        metadata.name,
        spec.egress[0].to.map(({ ipBlock }: { ipBlock: { cidr: string } }) => ipBlock.cidr).join(),
        spec.egress[0].ports[0].port,
      ]);
    expect(ways).toEqual([
      ["to-database", "10.0.128.0/18", 1521],
      ["to-identity", "10.96.0.0/16,10.0.64.0/18", 12_250],
      ["to-oci", "0.0.0.0/0", 443],
    ]);
  });

  test("take visits from nodes, whose addresses are the web tier's", () => {
    const visitsOf = (web: KubernetesWebTier) =>
      objects(web).find(({ metadata }) => metadata.name === "visits")!.spec.ingress[0].from as unknown[];
    expect(visitsOf(clusterWith().web)).toEqual([{ ipBlock: { cidr: "10.0.64.0/18" } }]);
    const { stack, network, web } = clusterWith({}, networkWith({ existing: existingNetwork }));
    // The tier's own addresses are not known here, those of the whole network are.
    expect(visitsOf(web)).toEqual([{ ipBlock: { cidr: network.cidrBlock } }]);
    expect(synth(stack).resource).not.toHaveProperty("oci_core_subnet");
  });
});

describe("images", () => {
  test("are private, and what their tag was when it was pushed", () => {
    expect(theResource(clusterWith().stack, ArtifactsContainerRepository)).toMatchObject({
      is_immutable: true,
      is_public: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  test("are pulled with a secret that is nobody's but the cluster's", () => {
    const { stack, web } = clusterWith();
    expect(object(web, "Deployment").spec.template.spec.imagePullSecrets).toEqual([{ name: "images" }]);
    expect(objects(web).map(({ kind }) => kind)).not.toContain("Secret");
    expect(JSON.stringify(synth(stack))).not.toMatch(/dockerconfigjson/);
  });

  test("are not needed: Node's own image fetches the artifact that servers get", () => {
    const { web } = clusterWith();
    const { containers, initContainers } = object(web, "Deployment").spec.template.spec;
    expect(containers[0].image).toMatch(/@sha256:[0-9a-f]{64}$/);
    expect(initContainers[0].args[1]).toBe(testApp.artifact.sha256);
    const image = `ocir.eu-frankfurt-1.oci.oraclecloud.com/test/counter@sha256:${"0".repeat(64)}`;
    const own = clusterWith({ image });
    expect(object(own.web, "Deployment").spec.template.spec).not.toHaveProperty("initContainers");
    expect(synth(own.stack).resource).not.toHaveProperty("oci_objectstorage_bucket");
  });

  test("are refused by a tag", () => {
    expect(() => clusterWith({ image: "ocir.eu-frankfurt-1.oci.oraclecloud.com/test/counter:1" })).toThrow(
      "must be an image by its digest",
    );
  });
});

test("pods that find no node are heard of", () => {
  const queries = resources(clusterWith().stack, MonitoringAlarm).map(({ query }) => query as string);
  expect(queries).toContainEqual(expect.stringMatching(/^UnschedulablePods\[1m\]\{resourceId = /));
});

describe("logs of pods", () => {
  test("are read by Oracle's agent on each node, from the files of the app's namespace alone, in the runtime's format", () => {
    const { stack } = clusterWith({ logRetentionDays: 60 });
    const { service_configuration } = theResource(stack, LoggingUnifiedAgentConfiguration);
    expect(service_configuration).toMatchObject({
      configuration_type: "LOGGING",
      sources: [
        {
          source_type: "LOG_TAIL",
          paths: ["/var/log/containers/*_demo_*.log"],
          parser: { parser_type: "CRI" },
        },
      ],
    });
    const log = resources(stack, LoggingLog).find(({ log_type }) => log_type === "CUSTOM");
    expect(log).toMatchObject({ retention_duration: 60 });
  });
});
