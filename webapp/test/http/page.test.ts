import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { source as axe } from "axe-core";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { has, pathOf, testWith } from "../../../__tests__/support/skip";
import { buildApp } from "../../src/http/app";
import { icon, Page as Template } from "../../src/http/page";
import { open } from "../../src/store/memory";
import { type CounterStore, StoreError } from "../../src/store/store";

const template = new Template({ server: "AWS · us-east-1a", database: "PostgreSQL 17" });

describe("the page", () => {
  test("says the sentence, as the title too", () => {
    const page = template.counted(42);
    expect(page).toContain("<title>Page visited 42 times!</title>");
    expect(textOf(page)).toContain("Page visited 42 times!");
  });

  test("sets a long number in groups of three that are read and copied as one", () => {
    const page = template.counted(9_007_199_254_740_991);
    expect(page).toContain("<span>9</span><span>007</span><span>199</span>");
    expect(textOf(page)).toContain("Page visited 9007199254740991 times!");
  });

  test("names server and database where it is told to, and is silent where it is not", () => {
    expect(textOf(template.counted(1))).toMatch(/Server AWS · us-east-1a\s+Database PostgreSQL 17/);
    expect(new Template({ server: "here" }).counted(1)).not.toContain("Database");
    expect(new Template({}).counted(1)).not.toContain("Who answered");
  });

  test("is below 15 KB with its icon, and needs nothing from anywhere else", () => {
    const page = template.counted(Number.MAX_SAFE_INTEGER);
    expect(Buffer.byteLength(page + icon)).toBeLessThan(15_000);
    expect(page).not.toMatch(/https?:|\/\/|<script|@import|url\(/);
  });

  test("lets nobody write HTML into it", () => {
    const page = new Template({ server: '<img src=x onerror="x">' }).sorry("<b>&</b>");
    expect(page).not.toMatch(/<img|<b>/);
    expect(page).toContain("&#60;b&#62;&#38;&#60;/b&#62;");
  });
});

describe("the page in a browser", () => {
  let browser: Browser | undefined;
  let store: CounterStore;
  let app: FastifyInstance;
  let broken: FastifyInstance;
  beforeAll(async () => {
    if (!has("chromium")) return;
    store = open();
    const origin = { server: "AWS · us-east-1a", database: "PostgreSQL 17" };
    const fail = () => Promise.reject(new StoreError("unavailable", "refused"));
    app = buildApp(store, pino({ level: "silent" }), { origin });
    broken = buildApp({ ...store, increment: fail }, pino({ level: "silent" }), { origin });
    await Promise.all([app, broken].map((server) => server.listen({ host: "127.0.0.1", port: 0 })));
    // Nobody outside this machine is asked for anything, and root has no sandbox.
    const args = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"];
    browser = await chromium.launch({ executablePath: pathOf("chromium")!, args });
  });
  afterAll(async () => {
    if (!has("chromium")) return;
    await browser?.close();
    await Promise.all([app.close(), broken.close()]);
  });

  /** Opens the page, and hears what it asks for and what it complains of. */
  async function visit(options: BrowserContextOptions = {}, server = app) {
    const context = await (browser as Browser).newContext({
      viewport: { width: 1280, height: 800 },
      ...options,
    });
    const page = await context.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => complaints.push(message.text()));
    await page.goto(server.listeningOrigin, { waitUntil: "networkidle" });
    return { page, requests, complaints };
  }

  const colors = (page: Page) =>
    page.evaluate<string>("getComputedStyle(document.documentElement).backgroundColor");

  testWith("chromium", "counts once, whatever the browser fetches with it", async () => {
    const before = await store.read();
    const { page, requests, complaints } = await visit();
    await expect(store.read()).resolves.toBe(before + 1);
    expect(await page.innerText("h1")).toBe(`Page visited\n${before + 1}\ntimes!`);
    expect(requests.every((url) => url.startsWith(app.listeningOrigin))).toBe(true);
    expect(complaints).toEqual([]);
  });

  testWith("chromium", "looks the same without JavaScript", async () => {
    const { page, complaints } = await visit({ javaScriptEnabled: false });
    expect(await page.title()).toMatch(/^Page visited \d+ times!$/);
    expect((await page.locator("strong").boundingBox())?.height).toBeGreaterThan(150);
    expect(complaints).toEqual([]);
  });

  testWith("chromium", "is light or dark as its visitor likes", async () => {
    const light = await visit({ colorScheme: "light" });
    const dark = await visit({ colorScheme: "dark" });
    expect(await colors(light.page)).toBe("rgb(246, 245, 242)");
    expect(await colors(dark.page)).toBe("rgb(13, 12, 22)");
  });

  testWith("chromium", "keeps still for whoever asks for it", async () => {
    const animations = async (reducedMotion: "reduce" | "no-preference") =>
      (await visit({ reducedMotion })).page.evaluate<number>("document.getAnimations().length");
    await expect(animations("reduce")).resolves.toBe(0);
    await expect(animations("no-preference")).resolves.toBeGreaterThan(0);
  });

  testWith("chromium", "fits a narrow telephone, however long the number", async () => {
    const { page } = await visit({ viewport: { width: 320, height: 640 } });
    for (const visits of [999, 999_999, 999_999_999, Number.MAX_SAFE_INTEGER]) {
      await page.setContent(template.counted(visits));
      const width = "document.documentElement.scrollWidth";
      const right = "[...document.querySelectorAll('strong span')].at(-1).getBoundingClientRect().right";
      await expect(page.evaluate<number>(width)).resolves.toBe(320);
      await expect(page.evaluate<number>(right)).resolves.toBeLessThanOrEqual(320);
    }
  });

  for (const colorScheme of ["light", "dark"] as const)
    for (const [what, server] of [
      ["page", () => app],
      ["apology", () => broken],
    ] as const)
      testWith("chromium", `the ${colorScheme} ${what} has nothing that axe objects to`, async () => {
        const { page } = await visit({ colorScheme, reducedMotion: "reduce" }, server());
        await page.evaluate(axe);
        const found = await page.evaluate<Found>("axe.run()");
        expect(found.violations).toEqual([]);
        expect(found.passes.map(({ id }) => id)).toEqual(
          expect.arrayContaining(["color-contrast", "html-has-lang", "landmark-one-main", "region"]),
        );
      });
});

interface Found {
  readonly violations: readonly unknown[];
  readonly passes: readonly { readonly id: string }[];
}

function textOf(html: string): string {
  const [, body = ""] = html.split("<body>");
  return body.replace(/<[^>]*>/g, "");
}
