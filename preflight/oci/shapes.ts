import type { models } from "oci-core";
import { failure, listed, ok, type Question, warning } from "../question";
import type { OciAccount } from "./account";
import { type Deployment, type ServerShape, shapeOf } from "./context";
import { domainsOf } from "./domains";

/** Shapes that a domain offers. */
export async function shapesIn(availabilityDomain: string, account: OciAccount): Promise<models.Shape[]> {
  const { compartmentId } = account.place;
  const { items } = await account.compute.listShapes({ compartmentId, availabilityDomain, limit: 500 });
  return items;
}

/** Asks whether the shape is offered in every domain that servers stand in. */
export function shapeOffered(deployment: Deployment): readonly Question<OciAccount>[] {
  const { name } = shapeOf(deployment);
  return [
    {
      id: "shape",
      asks: `Is ${name} offered in every availability domain that servers stand in?`,
      needs: ["inspect instances", "inspect compartments"],
      link: "https://docs.oracle.com/iaas/Content/Compute/References/computeshapes.htm",
      answer: async (account) => {
        const domains = await domainsOf(deployment, account);
        const offers = await Promise.all(domains.map((domain) => shapesIn(domain, account)));
        const lacking = domains.filter((_, index) => !offers[index]!.some(({ shape }) => shape === name));
        if (lacking.length === 0) return ok(`${name} is offered in ${listed(domains)}`);
        return failure(
          `${name} is not offered in ${listed(lacking)}`,
          lacking.length === domains.length
            ? "set `TF_VAR_shape` to another one"
            : "set `TF_VAR_availability_domain` to one that has it, or `TF_VAR_shape` to another shape",
        );
      },
    },
  ];
}

/**
 * Asks what can be had now, by a capacity report. It is no promise, and is told to be wrong at times, so nothing is refused for it:
 * https://github.com/oracle/oci-cli/issues/748.
 */
export function capacity(deployment: Deployment): readonly Question<OciAccount>[] {
  const wanted = shapeOf(deployment);
  return [
    {
      id: "capacity",
      asks: `Can ${wanted.name} be had now?`,
      needs: ["manage compute-capacity-reports in tenancy", "inspect instances", "inspect compartments"],
      link: "https://docs.oracle.com/iaas/Content/Compute/Tasks/instance-capacity.htm",
      answer: async (account) => {
        const domains = await domainsOf(deployment, account);
        const found = await Promise.all(domains.map((domain) => available([wanted], domain, account)));
        const lacking = domains.filter((_, index) => !found[index]!.includes(wanted.name));
        if (lacking.length === 0) return ok(`${wanted.name} can be had in ${listed(domains)}`);
        const nearest = await nearestAvailable(wanted, lacking[0]!, account);
        const instead =
          nearest === undefined ? "no shape like it can be had there" : `${nearest} can be had there`;
        return warning(
          `OCI has no capacity for ${wanted.name} in ${listed(lacking)} now; ${instead}`,
          `set \`TF_VAR_shape\` to ${nearest ?? "another shape"}, \`TF_VAR_availability_domain\` to another domain, or try later`,
        );
      },
    },
  ];
}

/** Which of some shapes can be had in a domain now. */
async function available(
  shapes: readonly ServerShape[],
  availabilityDomain: string,
  { compute, place }: OciAccount,
): Promise<string[]> {
  const { computeCapacityReport } = await compute.createComputeCapacityReport({
    createComputeCapacityReportDetails: {
      // Reports are the tenancy's.
      compartmentId: place.tenancyId,
      availabilityDomain,
      shapeAvailabilities: shapes.map(({ name, ocpus, memoryGB, isFlexible }) => ({
        instanceShape: name,
        ...(isFlexible && { instanceShapeConfig: { ocpus, memoryInGBs: memoryGB } }),
      })),
    },
  });
  return computeCapacityReport.shapeAvailabilities
    .filter(({ availabilityStatus }) => String(availabilityStatus) === "AVAILABLE")
    .map(({ instanceShape = "" }) => instanceShape);
}

/** Maximum number of shapes that are offered instead of one. */
const alternatives = 6;

async function nearestAvailable(
  wanted: ServerShape,
  domain: string,
  account: OciAccount,
): Promise<string | undefined> {
  const shapes = await shapesIn(domain, account);
  const candidates = shapes
    .filter(({ shape }) => shape.startsWith("VM.") && shape !== wanted.name)
    .map((shape) => ({ distance: distance(shape, wanted), like: like(shape, wanted) }))
    .sort((one, other) => one.distance - other.distance)
    .slice(0, alternatives)
    .map(({ like: candidate }) => candidate);
  if (candidates.length === 0) return undefined;
  const found = await available(candidates, domain, account);
  return candidates.map(({ name }) => name).find((name) => found.includes(name));
}

/** The same OCPUs and memory on another shape, where it lets one choose. */
function like({ shape, isFlexible = false }: models.Shape, { ocpus, memoryGB }: ServerShape): ServerShape {
  return { name: shape, ocpus, memoryGB, isFlexible };
}

/** Distance between two shapes: other sizes, another kind of processor, and shapes for special purposes count. */
function distance(
  { shape, isFlexible, ocpus = 1, memoryInGBs = 1 }: models.Shape,
  wanted: ServerShape,
): number {
  const isArm = (name: string) => /^VM\.Standard\.A\d/.test(name);
  const size =
    isFlexible === true
      ? 0
      : Math.abs(Math.log2(ocpus / wanted.ocpus)) + Math.abs(Math.log2(memoryInGBs / wanted.memoryGB));
  const special = /^VM\.(Standard|Optimized)/.test(shape) ? 0 : 10;
  const burstable = /E2\.1\.Micro$/.test(shape) ? 10 : 0;
  return size + special + burstable + (isArm(shape) === isArm(wanted.name) ? 0 : 5);
}
