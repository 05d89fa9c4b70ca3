import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { variablesOf } from "../../delivery/oci/command";
import { openSession } from "../../delivery/oci/session";
import { stateRights } from "../../delivery/oci/state";
import { whyNoTerraformFrom } from "../../rehearsal/machine/terraform";
import { githubJwt, IdentityDomain } from "../delivery/oci/identity-domain";
import { type Asked, permits } from "../support/oci-policy";
import { type Ended, RemoteStates } from "../support/oci-remote-state";

const missing = whyNoTerraformFrom(12);
const whereBackendIs = missing ? describe.skip : describe;
const key = "oci-stack/terraform.tfstate";

whereBackendIs(
  `a state in Object Storage, by Terraform's own backend${missing ? ` (${missing})` : ""}`,
  () => {
    jest.setTimeout(300_000);
    let states: RemoteStates;
    beforeEach(async () => {
      states = await RemoteStates.begin();
      jest.spyOn(process, "cwd").mockReturnValue(states.root);
      states.useApiKey();
    });
    afterEach(async () => {
      jest.restoreAllMocks();
      await states.end();
    });

    const lockIdIn = (printed: string) => /ID:\s+(\S+)/.exec(printed)![1]!;

    test("lies at the key that the docs name, and is locked while somebody deploys: a second apply is refused", async () => {
      await done(states.deploy("staging", "one"));
      expect(states.names).toEqual([`staging/${key}`]);

      const folder = states.synthesize("staging", "two");
      const { child, ended } = await states.applyHalfway(folder);
      expect(states.names).toEqual([`staging/${key}`, `staging/${key}.lock`]);
      const second = await states.terraform(folder, "apply", "-auto-approve", "-input=false");
      expect(second.code).toBe(1);
      expect(second.printed).toContain("Error acquiring the state lock");
      expect(second.printed).toContain("IfNoneMatchFailed");
      expect(lockIdIn(second.printed)).toBe(
        (JSON.parse(states.object(`staging/${key}.lock`)) as { ID: string }).ID,
      );
      expect(states.object(`staging/${key}`)).toContain('"one"');

      child.stdin!.end("yes\n");
      await done(ended);
      expect(states.names).toEqual([`staging/${key}`]);
      expect(states.object(`staging/${key}`)).toContain('"two"');
    });

    test("is one for each environment, though they share a folder and a bucket", async () => {
      for (const [environment, word] of [
        ["", "unnamed"],
        ["staging", "staged"],
        ["pr-7", "proposed"],
        ["staging", "staged again"],
      ] as const)
        await done(states.deploy(environment, word));
      expect(states.names).toEqual([key, `pr-7/${key}`, `staging/${key}`]);
      expect(states.object(key)).toContain('"unnamed"');
      expect(states.object(`pr-7/${key}`)).toContain('"proposed"');
      expect(states.object(`staging/${key}`)).toContain('"staged again"');
      const folder = states.synthesize("", "unnamed");
      await states.terraform(folder, "init", "-input=false");
      expect((await states.terraform(folder, "plan", "-input=false")).printed).toContain("No changes");
    });

    test("stays locked by a run that was killed, until `force-unlock` with the id that the next one names", async () => {
      await states.deploy("", "one");
      const folder = states.synthesize("", "two");
      const { child, ended } = await states.applyHalfway(folder);
      child.kill("SIGKILL");
      await ended;
      const refused = await states.terraform(folder, "apply", "-auto-approve", "-input=false");
      expect(refused.printed).toContain("Error acquiring the state lock");
      const freed = states.terraform(folder, "force-unlock", "-force", lockIdIn(refused.printed));
      await done(freed);
      expect(states.names).toEqual([key]);
      await done(states.deploy("", "two"));
    });

    test("moves there from a file with `init -migrate-state`, and is planned without a change", async () => {
      const local = states.synthesize("staging", "one", "file");
      await done(states.terraform(local, "init", "-input=false"));
      await done(states.terraform(local, "apply", "-auto-approve", "-input=false"));
      expect(states.names).toEqual([]);
      const folder = states.synthesize("staging", "one");
      await done(states.terraform(folder, "init", "-migrate-state", "-force-copy", "-input=false"));
      expect(states.object(`staging/${key}`)).toContain('"one"');
      expect((await states.terraform(folder, "plan", "-input=false")).printed).toContain("No changes");
    });

    test("is found with the session and the variables of `oci-session`", async () => {
      const client = { id: "exchanger", secret: "the-exchange-secret" };
      const claims = {
        iss: "https://token.actions.githubusercontent.com",
        aud: "https://cloud.oracle.com",
        sub: "repo:o/c:pull_request",
      };
      const domain = new IdentityDomain(client, {
        issuer: claims.iss,
        audience: claims.aud,
        subjects: [claims.sub],
      });
      const session = {
        exchanger: { domainUrl: await domain.start(), clientId: client.id, clientSecret: client.secret },
        tenancyOcid: "ocid1.tenancy.oc1..aaaa",
        region: RemoteStates.bucket.region,
        profile: "DEFAULT",
        folder: states.settings,
      };
      try {
        await openSession(session, githubJwt(claims));
      } finally {
        domain.stop();
      }
      states.variables = variablesOf(session);
      await done(states.deploy("", "by a session"));
      expect([...states.plane.signers]).toEqual(["ST$upst-for-1"]);
      expect(states.object(key)).toContain('"by a session"');
    });

    test("takes no right but those of whoever deploys, and those of whoever plans for a plan without a lock", async () => {
      const state = { bucket: RemoteStates.bucket.bucket, key: `staging/${key}` };
      const [deployer, planner] = [stateRights(state, "write"), stateRights(state, "read")];
      const missingFor = (rights: readonly string[]) => [
        ...new Set(
          states.plane.calls
            .flatMap(asked)
            .filter((each) => !permits(rights, each))
            .map(({ permission }) => permission),
        ),
      ];

      await states.deploy("staging", "one");
      await states.deploy("staging", "two");
      expect(missingFor(deployer)).toEqual([]);
      expect(missingFor(stateRights({ ...state, key }, "write"))).toContain("OBJECT_READ");

      const folder = states.synthesize("staging", "three");
      states.plane.calls.length = 0;
      await states.terraform(folder, "plan", "-lock=false", "-input=false");
      expect(states.plane.calls.length).toBeGreaterThan(0);
      expect(missingFor(planner)).toEqual([]);
      await states.terraform(folder, "plan", "-input=false");
      expect(missingFor(planner)).toEqual([
        "OBJECT_CREATE",
        "OBJECT_OVERWRITE",
        "OBJECT_READ",
        "OBJECT_DELETE",
      ]);
    });
  },
);

/** Waits for a run of Terraform, and fails with what it printed where that ends ill. */
async function done(ended: Promise<Ended>): Promise<void> {
  const { code, printed } = await ended;
  if (code !== 0) throw new Error(printed);
}

/** What a call such as `PUT objectstorage n/axabc/b/states/o/name` takes, by Oracle's table of permissions for each operation. */
function asked(call: string): Asked[] {
  const [, method = "", bucket = "", object] =
    /^(\S+) objectstorage n\/[^/]+\/b\/([^/]+)\/o(?:\/(.+))?$/.exec(call) ?? [];
  const needed: Readonly<Record<string, readonly string[]>> = {
    HEAD: ["OBJECT_READ"],
    GET: [object === undefined ? "OBJECT_INSPECT" : "OBJECT_READ"],
    // The one where there is no such object yet, the other where there is.
    PUT: ["OBJECT_CREATE", "OBJECT_OVERWRITE"],
    DELETE: ["OBJECT_DELETE"],
  };
  return needed[method]!.map((permission) => ({
    permission,
    bucket,
    ...(object !== undefined && { object }),
  }));
}
