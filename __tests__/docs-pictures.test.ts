import { beforeAll, describe, expect, test } from "@jest/globals";
import { pictureIn, pictures } from "../docs/generate/pictures";

describe("pictures of the stacks", () => {
  let drawn: Readonly<Record<string, string>>;
  beforeAll(async () => {
    drawn = await pictures();
  });

  test.each(["aws-lab.svg", "aws-production.svg", "oci-lab.svg", "oci-production.svg"])(
    "%s is drawn from the stack as it is; `npm run docs` makes it so",
    (file) => {
      expect(pictureIn(file)).toBe(drawn[file]);
    },
  );
});
