import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { describe, expect, test } from "@jest/globals";
import { type GroupSettings, play } from "../../../support/auto-scaling-rules";
import { bootScriptOf } from "../../../support/boot";
import { theResource } from "../../../support/synth";
import { webTierWith } from "../web-tier";

const { stack } = webTierWith();
const settings = settingsOf();

function settingsOf(): GroupSettings {
  const group = theResource(stack, AutoscalingGroup);
  const { interval, healthy_threshold } = theResource(stack, LbTargetGroup).health_check;
  const { min_healthy_percentage: min, max_healthy_percentage: max } = group.instance_maintenance_policy;
  const [, firstBootSeconds = "Infinity"] =
    /\(\(SECONDS < (\d+)\)\) \|\| exec systemctl poweroff/.exec(bootScriptOf(stack)) ?? [];
  return {
    desired: group.min_size,
    interval,
    threshold: healthy_threshold,
    healthCheckType: group.health_check_type,
    graceSeconds: group.health_check_grace_period,
    warmUpSeconds: group.default_instance_warmup,
    refreshWarmUpSeconds: group.default_instance_warmup,
    policy: { min, max },
    firstBootSeconds: Number(firstBootSeconds),
  };
}

const minutes = 60;
const hour = 60 * minutes;
const away = (from: number, length: number) => ({
  seconds: hour,
  databaseIsThere: (second: number) => second < from || second >= from + length,
});
const begin = 10 * minutes + 7;

describe("servers on AWS, by the documented rules of Auto Scaling and of the load balancer", () => {
  test("stay while their database is away, for two or ten minutes, and serve within 5 s of its return", () => {
    for (const length of [2 * minutes, 10 * minutes]) {
      const { ended, failed, mostServers } = play(settings, away(begin, length));
      expect({ ended, mostServers }).toEqual({ ended: [], mostServers: settings.desired });
      expect(failed.at(-1)).toBeLessThan(begin + length + 5);
    }
  });

  test("are all replaced by a release that works, and no visitor notices", () => {
    const { failed, releases, ended } = play(settings, { seconds: hour, refreshAt: begin });
    expect({ failed, releases }).toEqual({ failed: [], releases: [1, 1] });
    expect(ended.at(-1)!.second - begin).toBeLessThan(15 * minutes);
    for (const { healthyLeft } of ended) expect(healthyLeft).toBeGreaterThanOrEqual(settings.desired);
  });

  test("stay, all of them, where a release never becomes healthy", () => {
    const works = ({ release }: { release: number }) => release === 0;
    const { failed, ended } = play(settings, { seconds: 3 * hour, refreshAt: begin, works });
    expect(failed).toEqual([]);
    expect(ended.length).toBeGreaterThan(0);
    expect(ended.filter(({ release }) => release === 0)).toEqual([]);
  });

  test("stay while a release comes that finds no database", () => {
    const { ended, releases, failed } = play(settings, { ...away(begin, 20 * minutes), refreshAt: begin });
    expect(
      ended.filter(({ second }) => second < begin + 20 * minutes && second > 0).map((one) => one.release),
    ).not.toContain(0);
    expect(releases).toEqual([1, 1]);
    expect(failed.at(-1)).toBeLessThan(begin + 20 * minutes + 5);
  });

  test("go where their first boot failed, and another comes", () => {
    // The first successor of a refresh fails to boot; the one after that does not.
    const works = ({ id }: { id: number }) => id !== settings.desired;
    const { ended, failed, releases } = play(settings, { seconds: hour, refreshAt: begin, works });
    const broken = ended.find(({ id }) => id === settings.desired)!;
    expect(broken.second - begin).toBeLessThan(10 * minutes);
    expect({ failed, releases }).toEqual({ failed: [], releases: [1, 1] });
  });

  test("end themselves before a refresh counts them as ready, and never in a first boot that just takes long", () => {
    // Auto Scaling looks every minute or so.
    expect(settings.refreshWarmUpSeconds - settings.firstBootSeconds).toBeGreaterThanOrEqual(120);
    expect(settings.firstBootSeconds).toBeGreaterThanOrEqual(300);
    expect(settings.graceSeconds).toBeLessThan(settings.firstBootSeconds);
    expect(theResource(stack, LaunchTemplate).instance_initiated_shutdown_behavior).toBe("terminate");
  });
});

describe("other choices, by the same rules", () => {
  const judgedByBalancer = {
    ...settings,
    healthCheckType: "ELB",
    graceSeconds: 270,
    warmUpSeconds: 180,
    refreshWarmUpSeconds: 180,
    firstBootSeconds: Infinity,
  } as const;
  const tenMinutes = away(begin, 10 * minutes);

  test("the load balancer's judgement without a maintenance policy ends every server, and all that come after", () => {
    const { policy: _, ...without } = judgedByBalancer;
    const { ended } = play(without, tenMinutes);
    expect(ended.length).toBeGreaterThanOrEqual(2 * settings.desired);
    expect(ended[0]!.healthyLeft).toBe(0);
    const { failed } = play(without, away(begin, 2 * minutes));
    expect(failed.at(-1)).toBeGreaterThan(begin + 2 * minutes + 5);
  });

  test("with such a policy none goes first, but visits reach servers that are not there yet, and all are replaced", () => {
    const { ended, failed } = play(judgedByBalancer, away(begin, 2 * minutes));
    for (const { healthyLeft } of ended) expect(healthyLeft).toBeGreaterThanOrEqual(settings.desired);
    expect(ended).toHaveLength(settings.desired);
    expect(failed.at(-1)).toBeGreaterThan(begin + 2 * minutes + 5);
  });

  test("a look at the machine alone lets a release that never works replace everything", () => {
    const works = ({ release }: { release: number }) => release === 0;
    const machineAlone = { ...settings, firstBootSeconds: Infinity };
    const { releases } = play(machineAlone, { seconds: hour, refreshAt: begin, works });
    expect(releases).toEqual([1, 1]);
  });
});
