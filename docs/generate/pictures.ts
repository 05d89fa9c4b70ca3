import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Graph, instance } from "@viz-js/viz";
import { Testing } from "cdktf";
import { awsStack } from "../../__tests__/support/aws-stacks";
import { synth } from "../../__tests__/support/synth";
import { awsNodes } from "../../proofs/aws/nodes";
import { ociNodes } from "../../proofs/oci/nodes";
import { type Profile, profiles } from "../../stacks/context/profiles";
import { OciStack } from "../../stacks/oci-stack";
import { awsLabels } from "./pictures/aws";
import { graphOf } from "./pictures/graph";
import { ociLabels } from "./pictures/oci";
import { style } from "./pictures/style";

const folder = join(__dirname, "../pictures");

/** Pictures by the names of their files. */
export async function pictures(): Promise<Readonly<Record<string, string>>> {
  const viz = await instance();
  const drawn = Object.entries<Profile>(profiles).flatMap(([name, profile]) => [
    [`aws-${name}.svg`, awsGraph(profile), `Who reaches whom on AWS with the profile ${name}`] as const,
    [`oci-${name}.svg`, ociGraph(profile), `Who reaches whom on OCI with the profile ${name}`] as const,
  ]);
  return Object.fromEntries(
    drawn.map(([file, graph, title]) => [file, finished(viz.renderString(graph, { format: "svg" }), title)]),
  );
}

/** A picture as it lies in the folder. */
export function pictureIn(file: string): string {
  return readFileSync(join(folder, file), "utf8");
}

function awsGraph(profile: Profile): Graph {
  const json = synth(awsStack(profile));
  return graphOf(awsNodes(json), awsLabels(json));
}

function ociGraph(profile: Profile): Graph {
  const json = synth(new OciStack(Testing.app(), "oci-stack", { profile }));
  return graphOf(ociNodes(json), ociLabels(json));
}

/** A picture without what only Graphviz wants to know, with a title for who hears it, and with colours for who sees it. */
function finished(svg: string, title: string): string {
  const [, rest = ""] = /<svg([^]*)$/.exec(svg.replace(/<!--[^]*?-->\n?/g, "")) ?? [];
  const opening = `<svg role="img" aria-label="${title}"${rest.slice(0, rest.indexOf(">") + 1)}`;
  return `${opening}\n<style>${style}</style>${rest.slice(rest.indexOf(">") + 1)}`;
}

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [file, svg] of Object.entries(await pictures())) writeFileSync(join(folder, file), svg);
}

if (require.main === module) void main();
