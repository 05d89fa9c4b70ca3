import type { Synthesized } from "../../proofs/synthesized";
import { failure, ok, type Question } from "../question";
import type { OciAccount } from "./account";
import { chosen, type Deployment, shapeOf } from "./context";

/** Asks whether there is an image that the shape starts from. */
export function image(deployment: Deployment): readonly Question<OciAccount>[] {
  const wanted = deployment.stack.data("oci_core_images")[0];
  if (wanted === undefined) return [];
  const given = chosen(deployment, "image_ocid");
  const shape = shapeOf(deployment).name;
  return [
    {
      id: "image",
      asks: `Is there an image for ${shape}?`,
      needs: ["read instance-images"],
      link: "https://docs.oracle.com/iaas/images/",
      answer: (account) => (given === "" ? newest(wanted, shape, account) : usable(given, shape, account)),
    },
  ];
}

async function newest(wanted: Synthesized, shape: string, account: OciAccount) {
  const { operating_system, operating_system_version } = wanted as {
    operating_system?: string;
    operating_system_version?: string;
  };
  const name = `${operating_system} ${operating_system_version}`;
  const { items } = await account.compute.listImages({
    compartmentId: account.place.compartmentId,
    operatingSystem: String(operating_system),
    operatingSystemVersion: String(operating_system_version),
    shape,
    lifecycleState: "AVAILABLE",
  });
  const pattern = patternOf(wanted, shape);
  const found = items.map(({ displayName = "" }) => displayName).filter((each) => pattern.test(each));
  if (found.length === 0)
    return failure(
      `Oracle has no ${name} for ${shape} here`,
      "set `TF_VAR_shape` to another shape, or `TF_VAR_image_ocid` to an image of your own",
    );
  return ok(`${shape} runs ${[...found].sort().at(-1)}`);
}

/** Names of images as the stack picks them; those for ARM have their processor in the name. */
function patternOf({ filter }: Synthesized, shape: string): RegExp {
  const [{ values: [pattern = ""] = [] } = {}] = (filter ?? []) as { values?: string[] }[];
  const processor = /^VM[.]Standard[.]A[0-9]/.test(shape) ? "aarch64-" : "";
  return new RegExp(pattern.replace(/\$\{[^}]*\}/, processor));
}

async function usable(imageId: string, shape: string, { compute }: OciAccount) {
  const { image: found } = await compute.getImage({ imageId });
  const other = "set `TF_VAR_image_ocid` to another image, or leave it empty for Oracle's newest";
  if (String(found.lifecycleState) !== "AVAILABLE")
    return failure(`the image ${found.displayName} is ${found.lifecycleState}`, other);
  const { items } = await compute.listImageShapeCompatibilityEntries({ imageId });
  if (!items.some((entry) => entry.shape === shape))
    return failure(`the image ${found.displayName} does not start on ${shape}`, other);
  return ok(`${shape} runs ${found.displayName}`);
}
