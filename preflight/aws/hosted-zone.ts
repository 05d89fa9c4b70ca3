import { resolveNs } from "node:dns/promises";
import {
  GetHostedZoneCommand,
  type GetHostedZoneCommandOutput,
  ListResourceRecordSetsCommand,
} from "@aws-sdk/client-route-53";
import { type Answer, failure, listed, ok, type Question, warning } from "../question";
import { literal, type Stack } from "../stack";
import type { AwsAccount } from "./account";
import { unlessMissing } from "./errors";

const link = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/MigratingDNS.html";

/** Name servers of a zone, as the internet knows them. */
export type NameServers = (zone: string) => Promise<string[]>;

/** The record that leads visitors to the load balancer. */
interface Wanted {
  readonly zoneId: string;
  readonly name: string;
}

/** Asks about the hosted zone that the name of the stack lies in: whether it is the right one, delegated, and free for the name. */
export function hostedZone(
  stack: Stack,
  nameServers: NameServers = resolveNs,
): readonly Question<AwsAccount>[] {
  const wanted = wantedBy(stack);
  if (wanted === undefined) return [];
  const { zoneId, name } = wanted;
  return [
    {
      id: "hosted-zone",
      asks: `Is ${zoneId} the public zone of ${name}, and does the internet know it?`,
      needs: ["route53:GetHostedZone"],
      link,
      answer: async ({ route53 }) => {
        const asked = route53.send(new GetHostedZoneCommand({ Id: zoneId }));
        const zone = await unlessMissing(asked, /^NoSuchHostedZone$/);
        return zone === undefined
          ? failure(`the account has no hosted zone ${zoneId}`, other)
          : verdictOf(zone, wanted, nameServers);
      },
    },
    {
      id: "record",
      asks: `Is ${name} free in the hosted zone?`,
      needs: ["route53:ListResourceRecordSets"],
      link,
      answer: (account) => recordVerdict(wanted, stack, account),
    },
  ];
}

const other = "set `awsHostedZoneId` in cdktf.json to the public zone that `awsDomainName` lies in";

function wantedBy(stack: Stack): Wanted | undefined {
  const record = stack.all("aws_route53_record").find(({ alias }) => alias !== undefined);
  const [zoneId, name] = [literal(record?.zone_id), literal(record?.name)];
  return zoneId === undefined || name === undefined ? undefined : { zoneId, name };
}

async function verdictOf(
  { HostedZone, DelegationSet }: GetHostedZoneCommandOutput,
  { name }: Wanted,
  nameServers: NameServers,
): Promise<Answer> {
  const zone = withoutDot(HostedZone?.Name ?? "");
  if (HostedZone?.Config?.PrivateZone === true)
    return failure(`the zone ${zone} is private: neither visitors nor AWS find what is in it`, other);
  if (name !== zone && !name.endsWith(`.${zone}`))
    return failure(`the zone is that of ${zone}, and ${name} does not lie in it`, other);
  const own = (DelegationSet?.NameServers ?? []).map(withoutDot);
  const known = await nameServers(zone).then((found) => found.map(withoutDot), noneOrUnknown);
  const fix = `have the registrar, or the zone above, name these servers: ${listed(own)}`;
  if (known === undefined) return warning(`the internet could not be asked who serves ${zone}`, fix);
  if (own.length > 0 && !own.some((server) => known.includes(server)))
    return failure(
      `${zone} is not delegated to this zone: the internet knows ${listed(known) || "no name server"}. The certificate would be waited for ten minutes, in vain`,
      fix,
    );
  return ok(`${zone} is public, and delegated`);
}

/** That a name has no servers is an answer; that no resolver answers is none. */
function noneOrUnknown({ code }: NodeJS.ErrnoException): string[] | undefined {
  return code === "ENOTFOUND" || code === "ENODATA" ? [] : undefined;
}

async function recordVerdict(
  { zoneId, name }: Wanted,
  stack: Stack,
  { route53 }: AwsAccount,
): Promise<Answer> {
  const { ResourceRecordSets = [] } = await route53.send(
    new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, StartRecordName: name, MaxItems: 10 }),
  );
  const taken = ResourceRecordSets.filter(
    ({ Name = "", Type = "" }) => withoutDot(Name) === name && ["A", "CNAME"].includes(Type),
  );
  if (taken.length === 0) return ok(`${name} is free`);
  const balancer = literal(stack.first("aws_lb")?.name);
  const isOwn = taken.every(({ AliasTarget }) => leadsTo(AliasTarget?.DNSName, balancer));
  if (isOwn) return ok(`${name} leads to the load balancer of the stack`);
  return failure(
    `${name} is taken in the zone, by a record of type ${listed(taken.map(({ Type = "" }) => Type))}`,
    "delete it, or set another `awsDomainName` in cdktf.json",
  );
}

// A load balancer's name in DNS is its own name, a number and the region's.
function leadsTo(target: string | undefined, balancer: string | undefined): boolean {
  return balancer !== undefined && new RegExp(`^(dualstack\\.)?${balancer}-\\d+\\.`).test(target ?? "");
}

function withoutDot(name: string): string {
  return name.replace(/\.$/, "").toLowerCase();
}
