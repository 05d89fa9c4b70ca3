import type { Answer } from "../../webapp/test/faults/crowd";
import { until } from "../../webapp/test/support/artifact";
import type { Cause } from "./fleet";
import type { Moment, Stage } from "./stage";

/** Something that happens to a stack. */
export interface Event {
  readonly name: string;
  readonly title: string;
  /** Whether nobody may notice it. */
  readonly planned: boolean;
  /** Reasons for which servers may be replaced meanwhile. */
  readonly allowed: readonly Cause[];
  readonly happen: (stage: Stage) => Promise<void>;
}

/** Outcome of an event. */
export interface Outcome {
  readonly event: Event;
  readonly answers: readonly Answer[];
  readonly moments: readonly Moment[];
  readonly failed: number;
  /** Numbers that were given twice, that the database does not have, and that nobody got although nothing failed. */
  readonly repeated: number;
  readonly lost: number;
  readonly uncounted: number;
  readonly slowestMs: number;
  readonly replaced: number;
  /** Servers that went for no reason that the event gives. */
  readonly needless: number;
}

const patienceMs = 2 * 60_000;

/** AWS: "typically 60–120 seconds", https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.Failover.html. */
const failOverSeconds = 120;

const replace = async (stage: Stage) => {
  const servers = [...stage.fleet.servers];
  stage.controller.replace();
  const old = () => servers.some((server) => stage.fleet.servers.includes(server));
  const isOver = () => stage.trouble !== undefined || (!old() && !stage.controller.replacing);
  await until(isOver, "all servers are replaced", patienceMs);
  await stage.pass(120);
};

/** Events of the rehearsal, in their order. */
export const events: readonly Event[] = [
  {
    name: "rotation",
    title: "The password is rotated, then all servers are replaced and log in with the new one",
    planned: true,
    allowed: ["another release"],
    happen: async (stage) => {
      await stage.rotate();
      await stage.pass(60);
      await replace(stage);
    },
  },
  {
    name: "rolling",
    title: "All servers are replaced by those of another release",
    planned: true,
    allowed: ["another release"],
    happen: replace,
  },
  {
    name: "zone",
    title: "Half of the servers lose their power",
    planned: false,
    allowed: ["gone"],
    happen: async (stage) => {
      const servers = [...stage.fleet.servers];
      await Promise.all(servers.slice(0, Math.ceil(servers.length / 2)).map((server) => server.kill()));
      const back = () => (stage.moments.at(-1)?.inService ?? 0) >= servers.length;
      await stage.pass(180);
      await until(back, "as many servers as before get visits", patienceMs);
    },
  },
  {
    name: "fail-over",
    title: "The database is away for two minutes",
    planned: false,
    allowed: [],
    happen: async (stage) => {
      stage.cluster.kill();
      await stage.pass(failOverSeconds);
      await stage.cluster.restart();
      await stage.pass(300);
    },
  },
  {
    name: "day",
    title: "A day of visitors, from few to many and back, in the time of 40 minutes",
    planned: true,
    allowed: ["fewer are needed"],
    happen: async (stage) => {
      const hours = Array.from({ length: 20 }, (_, hour) => 1 - Math.cos((2 * Math.PI * (hour + 0.5)) / 20));
      for (const share of hours) {
        await stage.visit(2 + Math.round(share * 7));
        await stage.pass(120);
      }
    },
  },
];

/** Has an event happen under visitors, and judges what came of it. */
export async function rehearse(stage: Stage, event: Event, visitors = 6): Promise<Outcome> {
  const [counted, moment, ended] = [await stage.visits(), stage.moments.length, stage.fleet.ended.length];
  const answered = stage.answers.length;
  await stage.visit(visitors);
  await stage.pass(60);
  await event.happen(stage);
  await stage.leave();
  const answers = stage.answers.slice(answered);
  const gone = stage.fleet.ended.slice(ended);
  return {
    event,
    answers,
    moments: stage.moments.slice(moment),
    ...judged(answers, counted, await stage.visits()),
    slowestMs: Math.max(...answers.map(({ ms }) => ms)),
    replaced: gone.length,
    needless: gone.filter(({ cause }) => !event.allowed.includes(cause)).length,
  };
}

/** Holds the numbers that visitors got against what the database counted. */
export function judged(answers: readonly Answer[], before: number, after: number) {
  const numbers = answers.flatMap(({ visit }) => visit ?? []);
  const failed = answers.length - numbers.length;
  const unanswered = after - before - numbers.length;
  return {
    failed,
    repeated: numbers.length - new Set(numbers).size,
    lost: numbers.filter((number) => number > after || number <= before).length,
    // Whoever failed may have been counted: what the connection lost was perhaps the answer.
    uncounted: Math.max(unanswered - failed, 0) + Math.max(-unanswered, 0),
  };
}

/** Broken promises of an outcome, in words; empty where there is none. */
export function faults({ event, failed, repeated, lost, uncounted, needless }: Outcome): string[] {
  return [
    ...(event.planned && failed > 0 ? [`${failed} requests failed`] : []),
    ...(repeated > 0 ? [`${repeated} numbers were given twice`] : []),
    ...(lost > 0 ? [`${lost} numbers are not the database's`] : []),
    ...(uncounted > 0 ? [`${uncounted} visits are in nobody's answer`] : []),
    ...(needless > 0 ? [`${needless} servers were replaced needlessly`] : []),
  ];
}
