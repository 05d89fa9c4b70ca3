import { Testing, type TerraformStack } from "cdktf";
import { context } from "../cdktf.json";
import environments from "../environments.json";
import { table } from "../docs/generate/table";
import { appWith, withoutTrace } from "../stacks/context/app";
import { cloudsIn, requireKnownKeys } from "../stacks/context/options";
import type { Context } from "../stacks/context/context";
import { placeOf } from "../stacks/context/environments";
import { awsStackFrom, ociStackFrom } from "../stacks/context/from-context";
import { list, permissions } from "./aws/iam";
import { awsNodes } from "./aws/nodes";
import { ociNodes } from "./oci/nodes";
import { readStatement } from "./oci/policies";
import { secretPlaces } from "./secrets";
import type { SynthesizedStack } from "./synthesized";
import { type Node, waysOf } from "./ways";

/** Prints what the stacks allow as they are configured: who reaches whom, what each role may do, where secrets are. */
function main(): void {
  const place = placeOf(appWith(context), environments);
  const given = place.node.getAllContext() as Context;
  requireKnownKeys(given);
  const clouds = cloudsIn(given);
  if (clouds.includes("aws")) {
    const json = synthesized(awsStackFrom(place));
    print("aws-stack", json, awsNodes(json), awsRights(json));
  }
  if (clouds.includes("oci")) {
    const json = synthesized(ociStackFrom(place));
    print("oci-stack", json, ociNodes(json), ociRights(json));
  }
}

function synthesized(stack: TerraformStack): SynthesizedStack {
  return JSON.parse(Testing.synth(stack, true)) as SynthesizedStack;
}

type Row = readonly string[];

function print(name: string, json: SynthesizedStack, nodes: readonly Node[], rights: readonly Row[]): void {
  const ways = waysOf(nodes).map(({ from, to, ports }) => [from, to, ports]);
  const secrets = secretPlaces(json).map(({ place, holds }) => [place, holds]);
  console.log(
    [
      `# ${name}`,
      "## Who reaches whom",
      table(["from", "to", "TCP port"], ways),
      "## What each role may do",
      table(["role", "may", "on"], rights),
      "## Where secrets are",
      table(["place", "what stands there"], secrets),
      "",
    ].join("\n\n"),
  );
}

function awsRights(json: SynthesizedStack): Row[] {
  return [...permissions(json)].flatMap(([service, statements]) =>
    statements.map(({ Effect, Action, Resource }) => [
      service,
      `${Effect === "Deny" ? "not " : ""}${list(Action).join(", ")}`,
      list(Resource).join(", "),
    ]),
  );
}

function ociRights({ resource }: SynthesizedStack): Row[] {
  return Object.values(resource.oci_identity_policy ?? {})
    .flatMap(({ statements }) => statements as string[])
    .map(readStatement)
    .map(({ verb, kind, place, condition }) => ["servers", `${verb} ${kind}`, condition ?? place]);
}

withoutTrace(main);
