import { Egress, Zones } from "../../constructs/aws";
import type { AwsStackProps } from "./stack-props";
import { type Context, flag, shaped, text, texts } from "../context/context";

type Network = NonNullable<AwsStackProps["existingNetwork"]>;
type OwnNetwork = NonNullable<AwsStackProps["ownNetwork"]>;

const egresses: Readonly<Record<string, Egress>> = {
  endpoints: Egress.endpoints(),
  "endpoints-per-zone": Egress.endpoints({ perZone: true }),
  nat: Egress.nat(),
  "nat-per-zone": Egress.nat({ perZone: true }),
  "public-addresses": Egress.publicAddresses(),
};

/**
 * Reads which network the context asks for: one that was there before, or what is special about one of its own.
 *
 * @throws {RangeError} for what contradicts itself or is of another kind
 */
export function networkOptions(context: Context): Pick<AwsStackProps, "existingNetwork" | "ownNetwork"> {
  const existingNetwork = existingNetworkOf(context);
  const ownNetwork = ownNetworkOf(context);
  if (!existingNetwork) return ownNetwork ? { ownNetwork } : {};
  if (ownNetwork)
    throw new RangeError(
      `\`awsExistingNetwork\` must come without \`awsZones\`, \`awsEgress\` and \`awsFlowLogs\`, which are about a network of its own, got ${Object.keys(ownNetwork).join(", ")}`,
    );
  return { existingNetwork };
}

function ownNetworkOf(context: Context): OwnNetwork | undefined {
  const zones = texts(context, "awsZones");
  const egress = egressOf(text(context, "awsEgress"));
  const flowLogs = flag(context, "awsFlowLogs");
  if (zones === undefined && egress === undefined && flowLogs === undefined) return undefined;
  return {
    ...(zones && { zones: Zones.named(...zones) }),
    ...(egress && { egress }),
    ...(flowLogs !== undefined && { flowLogs }),
  };
}

function egressOf(name: string | undefined): Egress | undefined {
  if (name === undefined) return undefined;
  if (Object.hasOwn(egresses, name)) return egresses[name];
  throw new RangeError(
    `\`awsEgress\` must be one of ${Object.keys(egresses).join(", ")}, got ${JSON.stringify(name)}`,
  );
}

function existingNetworkOf(context: Context): Network | undefined {
  return shaped(
    context,
    "awsExistingNetwork",
    "an object with `vpcId`, `cidrBlock`, and `subnetIds` with lists `public`, `web` and `data`",
    isNetwork,
  );
}

// Only the shape; what is in it the construct checks, with better words.
function isNetwork(value: unknown): value is Network {
  const { vpcId, cidrBlock, subnetIds } = Object(value) as Record<string, unknown>;
  const lists = Object(subnetIds) as Record<string, unknown>;
  return (
    typeof vpcId === "string" &&
    typeof cidrBlock === "string" &&
    ["public", "web", "data"].every((tier) => Array.isArray(lists[tier]))
  );
}
