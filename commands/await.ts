import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Deployed } from "./deployed";
import { answerOf, CommandError } from "./programs";

/** Progress of something that is waited for. */
interface Progress {
  /** Whether it has ended well. */
  readonly done: boolean;
  /** State, in words. */
  readonly text: string;
}

/** Default time limit: a refresh of eight servers, one after the other. */
const DEFAULT_MINUTES = 60;
const DEFAULT_PAUSE_SECONDS = 10;

/** When waiting is given up, and how long it pauses between two looks. */
interface Patience {
  readonly end: number;
  readonly pauseMs: number;
}

/**
 * Waits until servers of the last deployment serve, as many as there are to be, and a visit is counted. For pods that is waited for
 * where they are applied.
 */
export async function awaitAws(deployed: Deployed, more: readonly string[]): Promise<number> {
  const patience = patienceOf(more);
  if (!deployed.has("manifests")) {
    const cli = cliOf(deployed);
    await until(() => refresh(cli), patience);
    await until(() => servers(cli), patience);
  }
  await until(() => page(deployed), patience);
  return 0;
}

/** Waits until a visit is counted; that a new pool's servers are healthy, Terraform has waited for. */
export async function awaitOci(deployed: Deployed, more: readonly string[]): Promise<number> {
  await until(() => page(deployed), patienceOf(more));
  return 0;
}

function patienceOf(more: readonly string[]): Patience {
  const options = { minutes: { type: "string" }, every: { type: "string" } } as const;
  const { values } = parsed(() => parseArgs({ args: [...more], options }));
  const { minutes = DEFAULT_MINUTES, every = DEFAULT_PAUSE_SECONDS } = values;
  return {
    end: performance.now() + positive("minutes", minutes) * 60_000,
    pauseMs: positive("every", every) * 1_000,
  };
}

function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new CommandError((error as Error).message);
  }
}

function positive(option: string, given: string | number): number {
  if (Number(given) > 0) return Number(given);
  throw new CommandError(`\`--${option}\` must be a number above 0, got "${given}"`);
}

/** Looks again and again until it is done, and prints what has changed. */
async function until(look: () => Progress | Promise<Progress>, { end, pauseMs }: Patience): Promise<void> {
  let said = "";
  for (;;) {
    const { done, text } = await look();
    if (text !== said) console.log((said = text));
    if (done) return;
    if (performance.now() > end) throw new CommandError(`gave up waiting: ${text}`);
    await pause(pauseMs);
  }
}

/** Asks AWS's command line about the group of servers. */
interface Cli {
  readonly group: string;
  readonly ask: <T>(service: string, verb: string, ...args: readonly string[]) => T;
}

function cliOf(deployed: Deployed): Cli {
  const region = deployed.output("region");
  return {
    group: deployed.output("servers"),
    ask: <T>(service: string, verb: string, ...args: readonly string[]) =>
      JSON.parse(answerOf("aws", service, verb, "--region", region, "--output", "json", ...args)) as T,
  };
}

interface Refreshes {
  readonly InstanceRefreshes: readonly {
    readonly Status: string;
    readonly StatusReason?: string;
    readonly PercentageComplete?: number;
  }[];
}

/** States in which Auto Scaling still works on a refresh; of the others one alone is a success. */
const underWay = ["Pending", "InProgress", "Baking", "Cancelling", "RollbackInProgress"];

/**
 * State of the group's newest instance refresh.
 *
 * @throws {CommandError} where it failed or was cancelled: the servers before serve on
 * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceRefresh.html
 */
function refresh({ group, ask }: Cli): Progress {
  const args = ["--auto-scaling-group-name", group, "--max-records", "1"];
  const [newest] = ask<Refreshes>("autoscaling", "describe-instance-refreshes", ...args).InstanceRefreshes;
  if (newest === undefined) return { done: true, text: "servers: none was ever replaced" };
  const { Status, StatusReason, PercentageComplete = 0 } = newest;
  if (Status === "Successful") return { done: true, text: "servers: all are replaced" };
  if (underWay.includes(Status))
    return { done: false, text: `servers: replaced to ${PercentageComplete} % (${Status})` };
  throw new CommandError(
    `the replacement of servers ended as ${Status}${StatusReason ? `: ${StatusReason}` : ""}\n` +
      "Those from before serve on. `npm run logs -- aws` shows why new ones do not get healthy; to go back, deploy the commit before.",
  );
}

interface Groups {
  readonly AutoScalingGroups: readonly {
    readonly DesiredCapacity: number;
    readonly TargetGroupARNs: readonly string[];
  }[];
}
interface Health {
  readonly TargetHealthDescriptions: readonly { readonly TargetHealth: { readonly State: string } }[];
}

/**
 * Number of healthy backends, and of those that there are to be.
 *
 * @throws {CommandError} where the group is gone
 */
function servers({ group, ask }: Cli): Progress {
  const [found] = ask<Groups>(
    "autoscaling",
    "describe-auto-scaling-groups",
    "--auto-scaling-group-names",
    group,
  ).AutoScalingGroups;
  const [targets] = found?.TargetGroupARNs ?? [];
  if (found === undefined || targets === undefined)
    throw new CommandError(`there is no group ${group} behind a load balancer: deploy again`);
  const { TargetHealthDescriptions: all } = ask<Health>(
    "elbv2",
    "describe-target-health",
    "--target-group-arn",
    targets,
  );
  const healthy = all.filter(({ TargetHealth: { State } }) => State === "healthy").length;
  const wanted = found.DesiredCapacity;
  return { done: healthy >= wanted && wanted > 0, text: `servers: ${healthy} of ${wanted} are healthy` };
}

/** Visits the page once: whether the visit was counted. */
async function page(deployed: Deployed): Promise<Progress> {
  const url = deployed.output("url");
  try {
    const answer = await fetch(url, {
      headers: { accept: "text/plain" },
      signal: AbortSignal.timeout(10_000),
    });
    const text = (await answer.text()).trim();
    const counts = answer.status === 200 && /^Page visited \d+ times!$/.test(text);
    return { done: counts, text: `${url}: ${counts ? text : `answers ${answer.status}`}` };
  } catch (error) {
    return { done: false, text: `${url}: ${reasonOf(error)}` };
  }
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { code?: string } };
  return `no answer (${cause?.code ?? message})`;
}
