import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AutoscalingAutoScalingConfiguration } from "@cdktf/provider-oci/lib/autoscaling-auto-scaling-configuration";
import { CoreInstancePool } from "@cdktf/provider-oci/lib/core-instance-pool";
import { describe, expect } from "@jest/globals";
import { DataResource } from "cdktf";
import { testWith } from "../../../support/skip";
import { resources, synth, theResource } from "../../../support/synth";
import { TerraformFolder } from "../../../support/terraform";
import { webTierWith } from "../tiers";

const { stack } = webTierWith();
const pool = theResource(stack, CoreInstancePool);
const scaling = theResource(stack, AutoscalingAutoScalingConfiguration);
const { locals, data } = synth(stack);
const steps = resources(stack, DataResource).filter(({ provisioner }) => provisioner as unknown);

/** Backends as the load balancer sees them: servers of the new pool and others, each with its state. */
interface Found {
  readonly ours: Readonly<Record<string, string>>;
  readonly others: Readonly<Record<string, string>>;
}

/** A state file in the place of OCI: Terraform itself can read one, and needs no provider for it. */
class Cloud {
  readonly path = join(mkdtempSync(join(tmpdir(), "counterpart-cloud-")), "found.tfstate");

  shows({ ours, others }: Found): void {
    const all = Object.entries({ ...ours, ...others });
    const inState = (state: string) => all.filter(([, given]) => given === state).map(([name]) => name);
    const instances = Object.entries(ours).map(([backend_name, backend_health_status]) => ({
      load_balancer_backends: [{ backend_name, backend_health_status }],
    }));
    const values = {
      instances,
      total_backend_count: all.length,
      critical_state_backend_names: inState("CRITICAL"),
      warning_state_backend_names: inState("WARNING"),
      unknown_state_backend_names: inState("UNKNOWN"),
    };
    const outputs = { found: { value: JSON.stringify(values), type: "string" } };
    const state = {
      version: 4,
      terraform_version: "1.5.7",
      serial: 1,
      lineage: "found",
      outputs,
      resources: [],
    };
    writeFileSync(this.path, JSON.stringify(state));
  }
}

/** The steps after a new pool, a stand-in before them and a cloud behind them. */
function deploymentIn(cloud: Cloud): (artifact: string) => string {
  const looks = Object.keys({
    ...data!.oci_core_instance_pool_instances,
    ...data!.oci_load_balancer_backend_set_health,
  });
  const settling = JSON.stringify({
    locals: Object.fromEntries(Object.entries(locals!).filter(([name]) => name.includes("settled"))),
    terraform_data: Object.fromEntries(steps.map(({ logicalId, ...step }) => [logicalId, step])),
  })
    .replaceAll(`oci_core_instance_pool.${pool.logicalId}.id`, "terraform_data.pool.id")
    .replaceAll(`oci_autoscaling_auto_scaling_configuration.${scaling.logicalId}`, "terraform_data.scaling")
    .replace(/data\.oci_\w+\.([\w-]+)\.(\w+)/g, "jsondecode(data.terraform_remote_state.$1.outputs.found).$2")
    .replace(/sleep (\d+)/g, "echo paused $1");
  const { locals: settled, terraform_data } = JSON.parse(settling) as Record<string, Record<string, object>>;
  const after = (look: string) =>
    Object.values(data!).flatMap((type) => (type[look] ? [type[look].depends_on as string[]] : []))[0]!;
  const standing = { create_before_destroy: pool.lifecycle.create_before_destroy as boolean };
  const folder = new TerraformFolder({
    variable: { artifact: { type: "string" } },
    locals: settled,
    data: {
      terraform_remote_state: Object.fromEntries(
        looks.map((look) => [
          look,
          { backend: "local", config: { path: cloud.path }, depends_on: after(look) },
        ]),
      ),
    },
    resource: {
      terraform_data: {
        artifact: { triggers_replace: "${var.artifact}", lifecycle: standing },
        pool: {
          triggers_replace: "${terraform_data.artifact.id}",
          lifecycle: standing,
        },
        scaling: { triggers_replace: "${terraform_data.pool.id}", lifecycle: scaling.lifecycle as object },
        ...terraform_data,
      },
    },
  });
  return (artifact) => {
    try {
      return folder.run("apply", "-auto-approve", "-input=false", "-no-color", `-var=artifact=${artifact}`);
    } catch (error) {
      return (error as Error).message;
    }
  };
}

const pausesIn = (log: string) =>
  [...log.matchAll(/\): paused (\d+)/g)].map(([, seconds]) => Number(seconds));
const refused = /old ones stay/;
const poolGone = /^terraform_data\.pool: Destruction complete/m;
const removedIn = (log: string) =>
  [...log.matchAll(/^terraform_data\.(scaling|pool|artifact): Destruction complete/gm)].map(
    ([, what]) => what,
  );

describe("a pool that is replaced on OCI", () => {
  const old = { "10.0.0.1:8080": "OK", "10.0.0.2:8080": "OK" };
  const healthy = { "10.0.0.3:8080": "OK", "10.0.0.4:8080": "OK" };
  const ill = { "10.0.0.3:8080": "OK", "10.0.0.4:8080": "CRITICAL" };

  testWith(
    "terraform",
    "goes once its successor is healthy, and after no more pauses than that takes",
    () => {
      const cloud = new Cloud();
      const deploy = deploymentIn(cloud);
      cloud.shows({ ours: old, others: {} });
      deploy("one");
      cloud.shows({ ours: healthy, others: old });
      const log = deploy("two");
      const events = [
        /^terraform_data\.pool: Creation complete/m,
        /\): paused 180/,
        /_verdict_\w+: Creation complete/,
        poolGone,
      ].map((event) => log.search(event));
      expect(events).not.toContain(-1);
      expect(events).toEqual([...events].sort((a, b) => a - b));
      expect(pausesIn(log)).toEqual([180, 0, 0, 0, 0]);
      expect(deploy("two")).toContain("No changes.");
    },
  );

  testWith(
    "terraform",
    "stays with its artifact and its scaling as long as its successor is not healthy, and goes when it is",
    () => {
      const cloud = new Cloud();
      const deploy = deploymentIn(cloud);
      cloud.shows({ ours: old, others: {} });
      deploy("one");
      cloud.shows({ ours: ill, others: old });
      const second = deploy("two");
      expect(pausesIn(second)).toEqual([180, 60, 60, 120, 180]);
      for (const log of [second, deploy("two")]) {
        expect(log).toMatch(refused);
        expect(removedIn(log)).toEqual([]);
      }
      for (const state of ["WARNING", "UNKNOWN"]) {
        cloud.shows({ ours: { ...healthy, "10.0.0.4:8080": state }, others: old });
        expect(deploy("two")).toMatch(refused);
      }
      cloud.shows({ ours: healthy, others: old });
      expect(removedIn(deploy("two"))).toEqual(["scaling", "pool", "artifact"]);
    },
  );

  testWith("terraform", "goes for a successor that is no better where none of its own servers works", () => {
    const cloud = new Cloud();
    const deploy = deploymentIn(cloud);
    cloud.shows({ ours: old, others: {} });
    deploy("one");
    cloud.shows({ ours: ill, others: { "10.0.0.1:8080": "CRITICAL", "10.0.0.2:8080": "UNKNOWN" } });
    expect(removedIn(deploy("two"))).toEqual(["scaling", "pool", "artifact"]);
  });

  testWith(
    "terraform",
    "is none in a first deployment, which ends well before its servers may read their secrets",
    () => {
      const cloud = new Cloud();
      cloud.shows({ ours: { "10.0.0.1:8080": "CRITICAL", "10.0.0.2:8080": "WARNING" }, others: {} });
      expect(deploymentIn(cloud)("one")).toContain("Apply complete!");
    },
  );
});
