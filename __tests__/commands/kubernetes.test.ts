import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect } from "@jest/globals";
import { kubernetesManifests, logCollectorManifests, manifestList } from "../../constructs/kubernetes";
import { testApp } from "../support/app";
import { testWith } from "../support/skip";
import { workload } from "../support/workload";
import { calls, deploy, fake, folder, run } from "./command-line";

const binding = {
  apiVersion: "example.com/v1",
  kind: "Binding",
  metadata: { name: "demo", namespace: "demo" },
};
const pool = { apiVersion: "example.com/v1", kind: "Pool", metadata: { name: "demo" } };
const poolClass = { apiVersion: "example.com/v1", kind: "PoolClass", metadata: { name: "demo" } };
const system = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "dns", namespace: "kube-system" } };
const objects = [system, poolClass, pool, ...kubernetesManifests({ ...workload, cloudObjects: [binding] })];
const job = objects.find(({ kind }) => kind === "Job")?.metadata.name ?? "";

/**
 * A kubectl that notes its arguments, the kinds that it was handed and where its kubeconfig is, fails where the test says so, and
 * shows the Job in one state after the other.
 */
const kubectl = `
const file = args[args.indexOf("-f") + 1];
if (args.includes("-f")) {
  const kinds = JSON.parse(fs.readFileSync(file, "utf8")).items.map(({ kind }) => kind);
  fs.appendFileSync(process.env.CALLS, JSON.stringify(["handed", ...kinds]) + "\\n");
}
const verb = args.find((arg) => !arg.startsWith("--"));
const states = JSON.parse(fs.readFileSync(process.env.STATES, "utf8"));
if (args.includes("apiservice/v1beta1.metrics.k8s.io") && process.env.MEASURED) console.log("{}");
if (verb === "get" && args.some((arg) => arg.startsWith("job/"))) {
  const state = states.length > 1 ? states.shift() : states[0];
  fs.writeFileSync(process.env.STATES, JSON.stringify(states));
  const conditions = state === "Running" ? [] : [{ type: state, status: "True" }];
  if (state !== "Absent") console.log(JSON.stringify({ status: { conditions } }));
}
process.exit([verb, ...args].includes(process.env.FAILS) ? 1 : 0);
`;

const test = (name: string, body: () => void) => testWith("terraform", name, body);

/** AWS's command line, with a cluster that has these add-ons. */
const aws = (...addons: string[]) =>
  `if (args[1] === "list-addons") console.log(${JSON.stringify(JSON.stringify({ addons }))});`;

/** What AWS was asked about add-ons. */
const addons = () =>
  calls()
    .filter(([program, , verb]) => program === "aws" && verb !== "update-kubeconfig")
    .map(([, , ...args]) => (args[0] === "wait" ? args.slice(1) : args))
    .map(([verb, ...args]) => `${verb}: ${args.join(" ")}`);

/** Runs the command on a deployed stack. */
function command(args: readonly string[], { states = ["Complete"], fails = "", measured = "" } = {}) {
  writeFileSync(path.join(folder, "states"), JSON.stringify(states));
  const { PATH = "" } = process.env;
  return run(["kubernetes", ...args, "--every", "0.01"], {
    ...process.env,
    CDKTF_OUTDIR: folder,
    TF_CLI_CONFIG_FILE: path.join(folder, "cli.tfrc"),
    PATH: `${path.join(folder, "bin")}${path.delimiter}${PATH}`,
    CALLS: path.join(folder, "calls"),
    STATES: path.join(folder, "states"),
    FAILS: fails,
    MEASURED: measured,
  });
}

/** What kubectl did, in a word each, and with which kinds. */
const done = () =>
  calls()
    .filter(([program]) => program !== "aws")
    .map(([program, ...args]) =>
      program === "handed" ? args.join(" ") : args.find((arg) => !arg.startsWith("--")),
    );

describe("npm run kubernetes", () => {
  beforeEach(() => {
    fake("kubectl", kubectl);
    fake("aws", aws());
    deploy("aws", { manifests: manifestList(objects), cluster: "counter", region: "us-east-1" });
  });
  const foundations =
    "ConfigMap PoolClass Pool Namespace ServiceAccount ServiceAccount NetworkPolicy NetworkPolicy NetworkPolicy NetworkPolicy NetworkPolicy";
  const serving = "Service Binding PodDisruptionBudget Deployment HorizontalPodAutoscaler";

  test("apply: waits for what ships log lines, and says so where it does not run; pods serve all the same", () => {
    const collector = logCollectorManifests({
      app: testApp,
      image: "registry.example.com/fluent-bit:1",
      output: "Name null",
      egress: [],
      resolvers: [],
    });
    const manifests = manifestList([...collector, ...objects]);
    deploy("aws", { manifests, cluster: "counter", region: "us-east-1" });
    const waited = () => calls().filter((call) => call.includes("daemonset/fluent-bit"));
    const well = command(["aws", "apply"]);
    expect([well.status, well.stderr, waited().length]).toEqual([0, "", 1]);
    expect(waited()[0]).toEqual(expect.arrayContaining(["--namespace=demo-logs", "--timeout=3m"]));
    const ill = command(["aws", "apply"], { fails: "daemonset/fluent-bit" });
    expect(ill.status).toBe(0);
    expect(ill.stderr).toContain("lines of pods stay on those where it does not");
  });

  test("apply: migrates once what pods need is there, and rolls out once the schema is", () => {
    const { status, stdout } = command(["aws", "apply"], { states: ["Absent", "Running", "Complete"] });
    expect(status).toBe(0);
    expect(stdout).toMatch(`job/${job}: under way\njob/${job}: complete\n`);
    expect(done()).toEqual([
      ...["apply", foundations],
      ...["get", "apply", "Job", "get", "get"],
      ...["apply", serving],
      // and looks whether anybody measures pods
      ...["rollout", "delete", "get"],
    ]);
  });

  test("apply: is for the cluster of the stack, by a kubeconfig that is gone afterwards", () => {
    command(["aws", "apply"]);
    const [asked, first] = calls();
    const file = asked?.at(-1) ?? "";
    expect(asked).toEqual([
      ...["aws", "eks", "update-kubeconfig", "--region", "us-east-1", "--name", "counter"],
      ...["--kubeconfig", file],
    ]);
    expect(first?.slice(0, 5)).toEqual([
      ...["kubectl", `--kubeconfig=${file}`, "apply", "--server-side", "--field-manager=counterpart"],
    ]);
    expect(() => readFileSync(path.dirname(file))).toThrow(/ENOENT/);
  });

  test("apply: is for a context of one's own where that is named", () => {
    command(["aws", "apply", "--context", "mine"]);
    expect(calls().flatMap(([program, to]) => (program === "handed" ? [] : [to]))).toEqual(
      expect.arrayContaining(["--context=mine"]),
    );
    expect(calls().some((call) => call.includes("update-kubeconfig"))).toBe(false);
  });

  test("apply: does not migrate again where this very migration is complete, and leaves its Job alone", () => {
    expect(command(["aws", "apply"]).status).toBe(0);
    expect(done()).toEqual(["apply", foundations, "get", "apply", serving, "rollout", "delete", "get"]);
    const [former] = calls().filter((call) => call.includes("jobs"));
    expect(former).toContain(`--field-selector=metadata.name!=${job}`);
  });

  test("apply: migrates anew where it failed the last time", () => {
    const states = ["Failed", "Running", "Complete"];
    expect(command(["aws", "apply"], { states }).status).toBe(0);
    expect(done().slice(2, 9)).toEqual(["get", "delete", "Job", "apply", "Job", "get", "get"]);
  });

  test("apply: touches no pod that serves where the migration fails, and shows its log", () => {
    const { status, stderr } = command(["aws", "apply"], { states: ["Absent", "Running", "Failed"] });
    expect(status).toBe(1);
    expect(stderr).toContain("pods from before serve on");
    expect(done().at(-1)).toBe("logs");
    expect(done()).not.toContain(serving);
  });

  test("apply: says what to do where the roll-out stands still, and where kubectl refuses", () => {
    const stands = command(["aws", "apply"], { fails: "rollout" });
    expect(stands.status).toBe(1);
    expect(stands.stderr).toContain("deploy the commit before and run this again");
    const refused = command(["aws", "apply"], { fails: "apply" });
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("what was applied stays as it is");
  });

  const cluster = "--region us-east-1 --cluster-name counter";

  test("apply: has EKS measure pods once there are nodes, where nobody does", () => {
    expect(command(["aws", "apply"]).stdout).toContain("add-on metrics-server: under way");
    expect(addons()).toEqual([
      `list-addons: ${cluster} --output json`,
      `create-addon: ${cluster} --addon-name metrics-server --output json`,
    ]);
    expect(calls().findIndex((call) => call.includes("create-addon"))).toBeGreaterThan(
      calls().findIndex((call) => call.includes("rollout")),
    );
  });

  test("apply: adds nothing where the add-on is about to come, or somebody measures pods otherwise", () => {
    fake("aws", aws("metrics-server"));
    command(["aws", "apply"]);
    expect(addons()).toEqual([`list-addons: ${cluster} --output json`]);
    expect(command(["aws", "apply"], { measured: "yes" }).status).toBe(0);
    expect(addons()).toHaveLength(1);
  });

  test("delete: takes the add-on away first, whose pods could hold the last node up", () => {
    fake("aws", aws("vpc-cni", "metrics-server"));
    expect(command(["aws", "delete"]).status).toBe(0);
    expect(addons()).toEqual([
      `list-addons: ${cluster} --output json`,
      `delete-addon: ${cluster} --addon-name metrics-server --output json`,
      `addon-deleted: ${cluster} --addon-name metrics-server`,
    ]);
    expect(calls().findIndex((call) => call.includes("addon-deleted"))).toBeLessThan(
      calls().findIndex(([program]) => program === "kubectl"),
    );
  });

  test("delete: frees the balancer before pods go, and nodes after them", () => {
    const { status, stdout } = command(["aws", "delete"]);
    expect(status).toBe(0);
    expect(stdout).toContain("`npx cdktf destroy` can take the rest");
    expect(done()).toEqual([
      ...["delete", "Service Binding"],
      ...["delete", "Namespace"],
      ...["delete", "Pool"],
      ...["delete", "PoolClass"],
    ]);
    for (const call of calls().filter(([program]) => program === "kubectl")) expect(call).toContain("--wait");
  });

  test("delete: does not go on where a cloud still holds what it made", () => {
    const { status, stderr } = command(["aws", "delete"], { fails: "delete" });
    expect(status).toBe(1);
    expect(stderr).toContain("run this again before `destroy`");
    expect(done()).toEqual(["delete", "Service Binding"]);
  });

  test("asks what is to be done, and for a way to a cluster whose API is private", () => {
    expect(command(["aws"]).stderr).toContain("`delete` empties it before `destroy`");
    deploy("oci", {});
    expect(command(["oci", "apply"]).stderr).toMatch(/deployed without a cluster|--context/);
  });
});
