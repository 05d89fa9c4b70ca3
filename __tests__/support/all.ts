/** `npm run test:all`: every command that tests, one after the other, and one line of counts over all of them. */
import { spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { scripts } from "../../package.json";
import { countsIn, sum } from "./counts";

async function run(script: string): Promise<{ output: string; code: number }> {
  // A shell, because npm is a script of its own on Windows.
  const child = spawn(`npm run --silent ${script}`, { shell: true, stdio: ["ignore", "inherit", "pipe"] });
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    process.stderr.write(text);
  });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { output: stripVTControlCharacters(output), code: code ?? 1 };
}

async function main(): Promise<void> {
  const all = [];
  for (const script of Object.keys(scripts).filter((name) => /^test(?!:all$)/.test(name))) {
    const { output, code } = await run(script);
    // Whatever ended before it counted is one failure.
    const counts = countsIn(output) ?? { passed: 0, failed: 1, skipped: 0 };
    all.push(code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts);
  }
  const { passed, failed, skipped } = sum(all);
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed === 0 ? 0 : 1;
}

void main();
