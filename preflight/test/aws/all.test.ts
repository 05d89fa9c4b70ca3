import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { existingNetwork } from "../../../__tests__/support/existing-network";
import { awsOptionSets, kubernetes } from "../../../__tests__/support/aws-stacks";
import { awsPreflight } from "../../aws/preflight";
import type { AwsAccount } from "../../aws/account";
import { report } from "../../preflight";
import type { Question } from "../../question";
import { awsStage } from "../support/aws-stage";
import { aws, empty } from "../support/stacks";

const stage = awsStage();

/** Every question that any variant of the stack asks, once. */
const questions = new Map<string, Question<AwsAccount>>();
for (const options of [{}, { existingNetwork }, { kubernetes }, ...Object.values(awsOptionSets)]) {
  const { first, then } = awsPreflight(aws(options));
  for (const question of [...first, ...then]) questions.set(question.id, question);
}
const all = [...questions.values()];

describe("every question", () => {
  test("is there", () => {
    expect([...questions.keys()].sort()).toEqual([
      "account",
      "account-plan",
      "address-quota",
      "alarm-email",
      "alarm-names",
      "auto-scaling-group-name",
      "certificate",
      "cluster-quota",
      "container-images",
      "dashboard-name",
      "database",
      "database-quota",
      "disk-key",
      "guardduty",
      "hosted-zone",
      "image",
      "instance-type",
      "internet-gateway-quota",
      "key-alias",
      "kubernetes-version",
      "load-balancer-name",
      "load-balancer-quota",
      "load-balancers",
      "log-group-names",
      "record",
      "region",
      "topic-name",
      "vcpu-quota",
      "vpc-quota",
      "ways-out",
      "zones",
    ]);
  });

  test.each(all.filter(({ id }) => id !== "account"))(
    "$id is a warning to who may not ask, and names the right",
    async (question) => {
      stage.fake.deniesAll = true;
      const { fix, ...answer } = await stage.ask([question]);
      expect(answer).toMatchObject({ verdict: "warning", unanswered: "not permitted" });
      for (const right of question.needs) expect(fix).toContain(right);
    },
  );

  test("has its place on the page about them", () => {
    const page = readFileSync(path.join(__dirname, "../../../docs/preflight.md"), "utf8");
    const [, ofAws = ""] = /## What AWS is asked([^]*)## What OCI is asked/.exec(page) ?? [];
    for (const { id } of all) expect(ofAws).toContain(`\`${id}\``);
  });

  test("is one that a person asks, with a page of AWS", () => {
    for (const { asks, link } of all) {
      expect(asks).toMatch(/\?$/);
      expect(link).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    }
  });
});

describe("an account that hangs", () => {
  test("is given up within ten seconds, and says so", async () => {
    const hanging = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(hanging, "listening");
    const before = process.env.AWS_ENDPOINT_URL;
    process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}`;
    try {
      const started = performance.now();
      await expect(report(awsPreflight(aws()))).rejects.toThrow(/^nobody was asked, because .* within/);
      expect(performance.now() - started).toBeLessThan(10_000);
    } finally {
      process.env.AWS_ENDPOINT_URL = before;
      hanging.closeAllConnections();
      hanging.close();
    }
  });
});

describe("a stack without anything", () => {
  test("is asked about by whom and where alone", () => {
    const { first, then } = awsPreflight(empty());
    expect(first).toHaveLength(2);
    expect(then).toEqual([]);
  });
});
