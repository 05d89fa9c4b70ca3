import { expect, test } from "@jest/globals";
import { resolve, synth } from "../../../support/synth";
import { databaseWith } from "../tiers";

// What Terraform makes of it, computed-by-terraform.test.ts says.
test("the database on OCI is reached by its descriptor of TLS without a wallet, for transactions", () => {
  const { stack, database } = databaseWith();
  const { environment } = database.connection;
  const [, name = ""] = /^\$\{local[.](.+)\}$/.exec(resolve(stack, environment.DB_CONNECT_STRING!)) ?? [];
  const { locals } = synth(stack) as { locals?: Readonly<Record<string, string>> };
  expect(locals?.[name]).toContain(
    'if profile.tls_authentication == "SERVER" && profile.consumer_group == "TP"',
  );
});
