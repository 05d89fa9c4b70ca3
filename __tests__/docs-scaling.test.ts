import { describe, expect, test } from "@jest/globals";
import { scalingAsWritten, scalingPage } from "../docs/generate/scaling";

describe("the page about scaling", () => {
  const page = scalingAsWritten.page();
  const { text, pictures } = scalingPage(page);

  test("says what comes of the stacks as they are; `npm run docs` makes it so", () => {
    expect(text).toBe(page);
  });

  test.each(Object.keys(pictures))(
    "%s is drawn from the stacks as they are; `npm run docs` makes it so",
    (file) => {
      expect(scalingAsWritten.picture(file)).toBe(pictures[file]);
    },
  );
});
