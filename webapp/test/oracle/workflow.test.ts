import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";

test("CI asks the Oracle Database that compose.oracle.yaml starts", () => {
  const image = /image: (gvenzl\/\S+@sha256:[0-9a-f]{64})\n/;
  const [compose, workflow] = ["compose.oracle.yaml", ".github/workflows/ci.yml"].map(
    (file) => image.exec(readFileSync(file, "utf8"))?.[1],
  );
  expect(workflow).toBeDefined();
  expect(workflow).toBe(compose);
});
