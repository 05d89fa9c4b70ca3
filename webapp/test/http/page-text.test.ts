import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { Page, pagePolicy } from "../../src/http/page";
import { style } from "../../src/http/page-style";

describe("the text of the page", () => {
  const label = `<script src="//x">&'</script>`;

  test.each([
    ["the server's label", new Page({ server: label }).counted(1)],
    ["the database's label", new Page({ database: label }).counted(1)],
    ["a sentence", new Page({}).sorry(label)],
  ])("shows %s as it is, and never runs it", (_, html) => {
    expect(html).not.toContain("<script");
    const shown = html.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
    expect(shown).toContain(label);
  });

  test("may load its own style, known by its hash, its icon, and nothing else", () => {
    const directives = Object.fromEntries(
      pagePolicy.split("; ").map((directive) => {
        const [name = "", ...sources] = directive.split(" ");
        return [name, sources.join(" ")];
      }),
    );
    expect(directives).toEqual({
      "default-src": "'none'",
      "style-src": `'sha256-${createHash("sha256").update(style).digest("base64")}'`,
      "img-src": "'self'",
      "base-uri": "'none'",
      "form-action": "'none'",
      "frame-ancestors": "'none'",
    });
  });
});
