import {
  conditional,
  Fn,
  type ITerraformDependable,
  Op,
  type Precondition,
  TerraformLocal,
  type TerraformResource,
} from "cdktf";
import type { Construct } from "constructs";
import { bootScriptBytes } from "../../server";
import { requireThat } from "../../shared";
import type { Notice } from "../account";
import type { Shape } from "./shape";

/** Properties of a server's first boot. */
export interface BootProps {
  /** The first-boot script. */
  readonly script: string;
  /** Resources that must exist before the first server boots. */
  readonly after: readonly ITerraformDependable[];
  /**
   * Notice that the deployment prints while it waits for servers.
   *
   * @default - nothing
   */
  readonly notice?: Notice | undefined;
}

/** Options of a server's launch. */
export interface LaunchOptions {
  /** The shape of the server. */
  readonly shape: Shape;
  /** Whether a bastion opens shells on it. */
  readonly hasBastion: boolean;
  /** Whether it starts signed software alone. */
  readonly secureBoot: boolean;
}

// Plugins of Oracle's agent: the metrics that scaling and alarms go by, and the app's log lines.
const plugins = ["Compute Instance Monitoring", "Custom Logs Monitoring"];

// https://docs.oracle.com/iaas/api/#/en/iaas/latest/datatypes/LaunchInstanceDetails, with base64's third on top.
const longestMetadata = 32_000;

/**
 * Arguments that an instance and an instance configuration have in common.
 *
 * @param scope construct that the server belongs to
 * @throws {ConstructError} when the script is too long for a server's metadata
 */
export function serverLaunch(
  scope: Construct,
  { shape, hasBastion, secureBoot }: LaunchOptions,
  script: string,
) {
  const bytes = Math.ceil(bootScriptBytes(script) / 3) * 4 + "user_data".length;
  requireThat(
    scope,
    "script",
    bytes,
    `be at most ${longestMetadata} bytes long in base64 with its tokens filled in`,
    (length) => length <= longestMetadata,
  );
  // A value of its own keeps the script legible in the JSON and in plans.
  const bootScript = new TerraformLocal(scope, "boot-script", script);
  return {
    shape: shape.name,
    ...(shape.size &&
      !shape.isChosen && {
        shapeConfig: { ocpus: shape.size.ocpus, memoryInGbs: shape.size.memoryGiB },
      }),
    metadata: { user_data: Fn.base64encode(bootScript.asString) },
    // Version 1 of the metadata service answers requests that a visitor could forge through the app.
    instanceOptions: { areLegacyImdsEndpointsDisabled: true },
    isPvEncryptionInTransitEnabled: true,
    ...(secureBoot && { platformConfig: { type: shape.platformType, isSecureBootEnabled: true } }),
    agentConfig: {
      isMonitoringDisabled: false,
      isManagementDisabled: false,
      pluginsConfig: [...plugins, ...(hasBastion ? ["Bastion"] : [])].map((name) => ({
        name,
        desiredState: "ENABLED",
      })),
    },
    availabilityConfig: { recoveryAction: "RESTORE_INSTANCE" },
  };
}

/** Boot volume of a server: its image, and the key that encrypts it where one is given. */
export function bootVolumeOf(encryptionKeyId: string | undefined) {
  return { sourceType: "image", ...(encryptionKeyId !== undefined && { kmsKeyId: encryptionKeyId }) };
}

/** Refuses Secure Boot on a shape that only a deployment tells, where it turns out to have an Arm processor. */
export function secureBootRules(
  { isChosen, name }: Shape,
  secureBoot: boolean,
): { precondition?: Precondition[] } {
  if (!secureBoot || !isChosen) return {};
  const precondition = [
    {
      condition: Op.lt(Fn.lengthOf(Fn.regexall("^VM[.]Standard[.]A[0-9]", name)), 1),
      errorMessage:
        "OCI has no Secure Boot for virtual machines with Arm processors: take another shape, or leave ociSecureBoot out.",
    },
  ];
  return { precondition };
}

/**
 * Gives a server OCPUs and memory where the shape that is chosen at deploy time is a flexible one.
 *
 * @param server instance, instance configuration or pool of nodes; the bindings know of no dynamic block where there is one at the most
 * @param path of the block that holds the shape, such as `instance_details.launch_details.`, or nothing
 * @param block that says how big it is
 */
export function sizeChosenShape(
  server: TerraformResource,
  path: string,
  { isChosen, name, size }: Shape,
  block = "shape_config",
): void {
  if (!isChosen || !size) return;
  server.addOverride(`${path}dynamic.${block}`, {
    for_each: conditional(Fn.endswith(name, ".Flex"), [1], []),
    content: { ocpus: size.ocpus, memory_in_gbs: size.memoryGiB },
  });
}
