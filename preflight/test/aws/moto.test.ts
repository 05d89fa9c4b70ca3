import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { AwsEmulator } from "../../../rehearsal/aws/emulator";
import { iamActions } from "../../../__tests__/support/iam-actions";
import { succeeds } from "../../../__tests__/support/skip";
import type { AwsAccount } from "../../aws/account";
import { awsPreflight } from "../../aws/preflight";
import { report } from "../../preflight";
import type { Question } from "../../question";
import type { Report } from "../../report/report";
import { aws } from "../support/stacks";

const isThere = succeeds("python3", "-c", "import moto.server");
const suite = isThere ? describe : describe.skip;

suite(`an account that moto emulates${isThere ? "" : " (needs moto[server])"}`, () => {
  const before = { ...process.env };
  let emulator: AwsEmulator;
  let found: Report;
  let asked: readonly Question<AwsAccount>[];
  const answer = (id: string) => found.answers.find((each) => each.id === id);

  beforeAll(async () => {
    emulator = await AwsEmulator.start();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: emulator.endpoint,
      AWS_ACCESS_KEY_ID: "emulated",
      AWS_SECRET_ACCESS_KEY: "emulated",
      AWS_EC2_METADATA_DISABLED: "true",
    });
    // moto loads a service when it is asked for the first time, which takes longer than AWS ever does.
    const patient = { first: 60_000, then: 60_000 };
    const preflight = awsPreflight(aws(), () => ["ec2:CreateVpc"]);
    asked = [...preflight.first, ...preflight.then];
    found = await report(preflight, patient);
  });
  afterAll(async () => {
    process.env = before;
    await emulator.stop();
  });

  test.each([
    ["account", "ok", /^account 123456789012/],
    ["region", "ok", /enabled/],
    ["zones", "ok", /^us-east-1 has us-east-1a and us-east-1b$/],
    ["instance-type", "ok", /can be had in us-east-1a and us-east-1b/],
    ["vpc-quota", "ok", /^there may be 5 VPCs; others use 1,/],
    ["load-balancers", "warning", /./],
    ["load-balancer-name", "ok", /^no other load balancers/],
    ["auto-scaling-group-name", "ok", /^no other/],
    ["log-group-names", "ok", /^no other/],
    ["topic-name", "ok", /^no other/],
    ["key-alias", "ok", /^no other/],
    ["alarm-names", "ok", /^no other/],
    ["dashboard-name", "ok", /^no other/],
    ["guardduty", "ok", /no network yet/],
    // What moto does not know, nobody knows.
    ["account-plan", "warning", /could not be asked/],
    ["permissions", "warning", /./],
  ])("%s: %s", (id, verdict, says) => {
    expect(answer(id)).toMatchObject({ verdict, says: expect.stringMatching(says) });
  });

  test("is asked nothing that no question names the right for", () => {
    const named = new Set(asked.flatMap(({ needs }) => needs));
    expect([...new Set(emulator.calls.flatMap(iamActions))].filter((action) => !named.has(action))).toEqual(
      [],
    );
  });

  test("has nothing changed by it", () => {
    const changing = emulator.calls.filter((call) => !/ (Get|List|Describe|Simulate|GET )/.test(call));
    expect(changing).toEqual([]);
  });
});
