import type { Deployed } from "./deployed";
import { CommandError, hand } from "./programs";

/** Prints the page's address and opens it in the browser, where there is one. */
export async function open(deployed: Deployed): Promise<number> {
  const url = deployed.output("url");
  if (!/^https?:\/\/[^\s"]+$/.test(url)) throw new CommandError(`the output \`url\` is no address: ${url}`);
  console.log(url);
  const [program, ...args] = opener(process.platform);
  try {
    await hand(program, ...args, url);
  } catch {
    console.log(`\`${program}\`, which opens it, is not installed here.`);
  }
  return 0;
}

/** The command that opens a URL on an operating system; Windows' `start` belongs to its shell, and this does not. */
export function opener(platform: NodeJS.Platform): readonly [program: string, ...args: string[]] {
  if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler"];
  return platform === "darwin" ? ["open"] : ["xdg-open"];
}
