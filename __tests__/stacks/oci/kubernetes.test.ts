import { describe, expect, test } from "@jest/globals";
import { App, Testing } from "cdktf";
import { manifestsOf } from "../../../proofs/aws/clusters";
import { mayDo, readStatement } from "../../../proofs/oci/policies";
import { reach } from "../../../proofs/oci/reach";
import { secretPlaces } from "../../../proofs/secrets";
import { resourceManagerPackage } from "../../../resource-manager/package";
import { OciStack } from "../../../stacks/oci-stack";
import { ociOptions } from "../../../stacks/oci/options";
import { type Profile, profiles } from "../../../stacks/context/profiles";
import { KubernetesSchema } from "../../support/kubernetes-schema/schema";
import { inventory, synth } from "../../support/synth";

const bastion = { ociBastionAllowFrom: ["203.0.113.0/24"] };
const image = `ocir.us-ashburn-1.oci.oraclecloud.com/test/counter@sha256:${"0".repeat(64)}`;

function stackWith(context: Record<string, unknown> = {}, profile: Profile = profiles.lab): OciStack {
  const options = ociOptions(new App({ context }).node);
  return new OciStack(Testing.app(), "oci-stack", { profile, options });
}

const cluster = { webTier: "kubernetes", ...bastion };
const lab = synth(stackWith({ ...cluster, ociImage: image }));

describe("the OCI stack with a cluster", () => {
  test("has these resources more and less than one with servers", () => {
    const servers = inventory(stackWith(bastion));
    const nodes = inventory(stackWith({ ...cluster, ociImage: image }));
    const types = [...new Set([...Object.keys(servers), ...Object.keys(nodes)])].sort();
    const differences = types
      .map((type) => [type, (nodes[type] ?? 0) - (servers[type] ?? 0)])
      .filter(([, difference]) => difference !== 0);
    expect(Object.fromEntries(differences)).toEqual({
      oci_autoscaling_auto_scaling_configuration: -1,
      oci_core_instance_configuration: -1,
      oci_core_instance_pool: -1,
      // the control plane's; that of the app is where servers have it
      oci_logging_log: 1,
      // what the app measures, which it posts itself
      oci_logging_unified_agent_configuration: -1,
      // the artifact's bucket goes, because the image has the app
      oci_objectstorage_bucket: -1,
      oci_objectstorage_object: -1,
      oci_objectstorage_preauthrequest: -1,
      // who may post what the app measures, and who may read which secret, by service account
      oci_identity_policy: 1,
      oci_artifacts_container_repository: 1,
      oci_containerengine_cluster: 1,
      oci_containerengine_node_pool: 2,
      oci_load_balancer_backend: 2,
      // control plane, nodes and pods, for servers
      oci_core_network_security_group: 2,
      oci_core_network_security_group_security_rule: 22,
      // the pool's scaling, and the name of the artifact
      terraform_data: -2,
      "data.oci_containerengine_node_pool_option": 1,
      "data.oci_core_images": -1,
      // looks at new nodes by the load balancer alone
      "data.oci_core_instance_pool_instances": -5,
      "data.oci_load_balancer_backend_set_health": 5,
      "data.oci_objectstorage_namespace": -1,
    });
  });

  test("tells a person what to do next", () => {
    const names = Object.keys(lab.output);
    expect(names).toEqual(
      expect.arrayContaining([
        "app_log_ocid",
        "cluster_ocid",
        "control_plane_log_ocid",
        "images",
        "kubeconfig",
        "manifests",
        "statements_for_administrator",
        "url",
      ]),
    );
    expect(names).not.toEqual(expect.arrayContaining(["servers_ocid"]));
  });

  test("has no secret in its JSON but references", () => {
    expect(secretPlaces(lab)).toEqual(secretPlaces(synth(stackWith(bastion))));
    expect(JSON.stringify(manifestsOf(lab))).not.toMatch(/password/i);
  });

  test("has objects that the Kubernetes API knows, with an image and without one", () => {
    const schema = new KubernetesSchema();
    for (const context of [{ ...cluster, ociImage: image }, cluster]) {
      const objects = manifestsOf(synth(stackWith(context)));
      expect(objects.length).toBeGreaterThan(10);
      expect(objects.flatMap((object) => schema.errorsOf(object as never))).toEqual([]);
    }
  });
});

describe("a packet's way to pods on OCI, by the JSON alone", () => {
  const ways = [
    "bastion → control plane: 6443",
    "control plane → Oracle services: 443",
    "control plane → control plane: 6443",
    "control plane → nodes: 10250",
    "control plane → pods: all",
    "internet → load balancer: 443",
    "internet → load balancer: 80",
    "load balancer → nodes: 30080",
    "nodes → Oracle services: 443",
    "nodes → control plane: 12250",
    "nodes → control plane: 6443",
    "nodes → pods: all",
    "pods → Oracle services: 443",
    "pods → control plane: 12250",
    "pods → control plane: 6443",
    "pods → database: 1521",
    "pods → nodes: 10250",
    "pods → pods: all",
    // Whom their subnet's list lets out; pods take in whom they take in anyway, and nobody else there does.
    ...["control plane", "nodes", "pods"].map((from) => `${from} → pods: 6443`),
    ...["bastion", "control plane", "nodes", "pods"].map((from) => `${from} → 10.0.64.0/18: 6443`),
  ];

  test("leads from the internet to the load balancer, to a port of nodes, to pods, to the database and Oracle, and nowhere else", () => {
    expect(reach(lab)).toEqual([...ways].sort());
  });

  test("leads to the Kubernetes API from those networks that are named", () => {
    const more = synth(stackWith({ ...cluster, ociImage: image, ociKubernetesApiFrom: ["192.168.0.0/24"] }));
    expect(reach(more).filter((way) => !ways.includes(way))).toEqual([
      "192.168.0.0/24 → control plane: 6443",
    ]);
  });

  test("leads to the database from pods alone: neither nodes nor the Kubernetes API have one", () => {
    expect(ways.filter((way) => way.includes("→ database"))).toEqual(["pods → database: 1521"]);
  });
});

describe("what pods on OCI may do", () => {
  const statements = Object.values(lab.resource.oci_identity_policy!).flatMap(
    (policy) => policy.statements as string[],
  );
  const secrets = statements.flatMap((text) => /target\.secret\.id = '([^']+)'/.exec(text)?.[1] ?? []);
  const [application, administrator] = ["application", "administrator"].map((name) =>
    secrets.find((secret) => secret.includes(name))!,
  ) as [string, string];
  const [, clusterId = ""] = /request\.principal\.cluster_id = '([^']+)'/.exec(statements.join("\n")) ?? [];
  const podOf = (serviceAccount: string, namespace = "counter", id = clusterId) => [
    "request.principal.type = 'workload'",
    `request.principal.cluster_id = '${id}'`,
    `request.principal.namespace = '${namespace}'`,
    `request.principal.service_account = '${serviceAccount}'`,
  ];
  const mayRead = (secret: string, who: readonly string[] = []) =>
    mayDo(statements, "read", "secret-bundles", secret, who);

  test("those that serve read the application's secret, and never the administrator's", () => {
    expect(mayRead(application, podOf("counter"))).toBe(true);
    expect(mayRead(administrator, podOf("counter"))).toBe(false);
  });

  test("those that migrate read both", () => {
    expect(mayRead(application, podOf("counter-migrate"))).toBe(true);
    expect(mayRead(administrator, podOf("counter-migrate"))).toBe(true);
  });

  test("nobody else does: no node, no other namespace, no other cluster", () => {
    expect(mayRead(application)).toBe(false);
    expect(mayRead(application, podOf("counter", "default"))).toBe(false);
    expect(mayRead(application, podOf("counter", "counter", "ocid1.cluster.oc1..other"))).toBe(false);
  });

  test("those that serve post to the metrics of the web tier, and nobody else does", () => {
    const mayPost = (namespace: string, who: readonly string[] = []) =>
      mayDo(statements, "use", "metrics", namespace, who);
    const namespace = "app_counter_oci_stack_web";
    expect(mayPost(namespace, podOf("counter"))).toBe(true);
    for (const who of [podOf("counter-migrate"), podOf("counter", "default"), []])
      expect(mayPost(namespace, who)).toBe(false);
    expect(mayPost("app_another", podOf("counter"))).toBe(false);
  });

  test("nodes write lines to logs of the compartment, and that is all that anybody may do besides", () => {
    const others = statements.filter(
      (text) => !["secret-bundles", "metrics"].includes(readStatement(text).kind),
    );
    expect(others).toEqual([
      expect.stringMatching(
        /^allow dynamic-group \S+ to use log-content in \$\{local\.web_node-identity_place_\w+\}$/,
      ),
    ]);
  });
});

test("Resource Manager's package is of servers: nobody there applies what runs in a cluster", () => {
  expect(() => resourceManagerPackage({ ...cluster })).toThrow(
    '`webTier` must be "servers" in a package for Resource Manager',
  );
});
