import { describe, expect, test } from "@jest/globals";
import { readSettings, settingsFrom } from "../../delivery/settings";

const repository = { name: "octo/counterpart", id: 2, ownerId: 1 };
const aws = { account: "111122223333", environments: ["production", "pr-*", ""] };
const oci = {
  tenancyOcid: "ocid1.tenancy.oc1..aaaa",
  homeRegion: "us-ashburn-1",
  domainUrl: "https://idcs-1.identity.oraclecloud.com",
  clientId: "client",
  environments: { production: "ocid1.compartment.oc1..aaaa" },
};
const read = (settings: object) => settingsFrom(JSON.stringify(settings));

describe("delivery.json", () => {
  test("names a repository, and an account or a tenancy or both", () => {
    expect(read({ repository, aws, oci })).toEqual({
      repository,
      aws: { ...aws, providerExists: false },
      oci,
    });
    expect(read({ repository, aws }).oci).toBeUndefined();
  });

  test.each<[string, object, string]>([
    [
      "an account of another length",
      { repository, aws: { ...aws, account: "1" } },
      '`aws.account` in delivery.json must be the twelve digits of an account, got "1"',
    ],
    [
      "no environment",
      { repository, aws: { ...aws, environments: [] } },
      "`aws.environments` in delivery.json must name one environment at least, got []",
    ],
    [
      "a name that no environment has",
      { repository, aws: { ...aws, environments: ["Prod"] } },
      "`aws.environments.0` in delivery.json must be the name of an environment",
    ],
    [
      "a key that nobody reads",
      { repository, aws: { ...aws, acount: "1" } },
      "`aws` in delivery.json must not have acount",
    ],
    [
      "a repository without its owner",
      { repository: { ...repository, name: "counterpart" }, aws },
      '`repository.name` in delivery.json must be OWNER/REPOSITORY, got "counterpart"',
    ],
    [
      "an OCID of another kind",
      { repository, oci: { ...oci, tenancyOcid: "ocid1.user.oc1..a" } },
      "`oci.tenancyOcid` in delivery.json must be an OCID such as ocid1.tenancy.oc1..aaaa",
    ],
  ])("is refused with %s, by the key, the rule and the value", (_, settings, sentence) => {
    expect(() => read(settings)).toThrow(sentence);
  });

  test("is asked for where it is missing, and must be JSON", () => {
    expect(() => readSettings("/nowhere")).toThrow(
      "delivery.json is missing: docs/delivery.md says what it holds",
    );
    expect(() => settingsFrom("{")).toThrow("delivery.json must be JSON");
  });
});
