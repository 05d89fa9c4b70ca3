import { dirname, join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createTestScheduler, SearchSource } from "jest";
import { readConfigs } from "jest-config";
import Runtime from "jest-runtime";
import { nearestFirst } from "./nearest-first.mjs";

// A process of jest that runs tests again and again. Each message of its parent is a `Question` of `tests.ts`, and is answered by an
// `Answer`. Files, modules and who imports whom are found once; what a test imports is loaded anew for each file of tests.

const root = join(import.meta.dirname, "..");
const { globalConfig, configs } = await readConfigs(
  { config: join(root, "mutation/jest.config.mjs"), runInBand: true, ci: true, _: [], $0: "" },
  [root],
);
await (await import(globalConfig.globalSetup)).default();
const contexts = await Promise.all(
  configs.map((config) => Runtime.createContext(config, { console, maxWorkers: 1, watch: false })),
);
const sources = contexts.map((context) => new SearchSource(context));
const resourcesAtRest = process.getActiveResourcesInfo().length;

async function answer({ related, matching, files, spared, mutated, most }) {
  const tests = files
    ? sources.flatMap((source) => source.findTestsByPaths(files.map((file) => join(root, file))).tests)
    : related
      ? await relatedTo(join(root, related))
      : allTests().filter(({ path }) => new RegExp(matching).test(relative(root, path)));
  const ordered = nearestFirst(tests, mutated).slice(0, most);
  const report = await run(ordered, spared && `^(?!.*(${spared}))`);
  // What a test left running would run beside the tests of the next mutant.
  for (let waited = 0; waited < 20 && isBusy(); waited++) await sleep(50);
  return { ...report, isBusy: isBusy() };
}

async function relatedTo(path) {
  const found = await Promise.all(sources.map((source) => source.findRelatedTests(new Set([path]), false)));
  const tests = found.flatMap(({ tests }) => tests);
  // Tests beside the file's own may import nothing of it, but start a program that does.
  const beside = join(root, "__tests__", relative(root, dirname(path)));
  const known = new Set(tests.map((test) => test.path));
  return [...tests, ...allTests().filter((test) => dirname(test.path) === beside && !known.has(test.path))];
}

function allTests() {
  return contexts.flatMap((context, index) =>
    [...context.hasteFS.getAbsoluteFileIterator()]
      .filter((path) => sources[index].isTestFilePath(path))
      .map((path) => ({ context, path })),
  );
}

/** Runs tests until one fails. */
async function run(tests, testNamePattern) {
  const report = { passed: 0, failed: undefined };
  let interrupted = false;
  const watcher = {
    isInterrupted: () => interrupted,
    isWatchMode: () => true,
    setState: () => undefined,
  };
  const config = { ...globalConfig, bail: 0, testNamePattern };
  const scheduler = await createTestScheduler(config, { startRun: () => undefined });
  scheduler.addReporter({
    onTestResult({ path }, { testResults, numPassingTests, testExecError }) {
      report.passed += numPassingTests;
      const test = testResults.find(({ status }) => status === "failed");
      if (!test && !testExecError) return;
      // A file that does not load has no tests.
      report.failed = { file: relative(root, path), test: test?.fullName ?? "does not load" };
      interrupted = true;
    },
  });
  await scheduler.scheduleTests(tests, watcher);
  return report;
}

function isBusy() {
  return process.getActiveResourcesInfo().length > resourcesAtRest;
}

process.on("disconnect", () => process.exit());
process.on("message", (question) => {
  answer(question).then(
    (given) => process.send(given),
    (error) => process.send({ error: String(error?.stack ?? error) }),
  );
});
