import { describe, expect, test } from "@jest/globals";
import { bootParts, bootSecondsOf } from "../../../rehearsal/simulation/boot-time";

const measured = `
| seconds since power was on |  AWS |  OCI |
| user data begins           | 2.50 | 2.00 |
| migration ends             | 4.40 | 5.51 |
| healthy                    | 5.00 | 9.25 |
`;

describe("the time of a boot", () => {
  test("has the stack's own part from what was measured", () => {
    const own = bootParts(measured).at(-1);
    expect(own).toMatchObject({ AWS: 2.5, OCI: 7.25 });
  });

  test("is the sum of its parts, rounded up", () => {
    const parts = [
      { what: "one", AWS: 1.5, OCI: 3, source: "" },
      { what: "two", AWS: 2.1, OCI: 4, source: "" },
    ];
    expect(bootSecondsOf("AWS", parts)).toBe(4);
    expect(bootSecondsOf("OCI", parts)).toBe(7);
  });

  test("is refused where a row of the measurement is missing", () => {
    expect(() => bootParts(measured.replace("healthy", "well"))).toThrow(
      'rehearsal/README.md must have a row "healthy" with the seconds of both clouds',
    );
  });
});
