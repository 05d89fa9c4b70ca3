export { bootEnvironment, bootScriptOf } from "../../rehearsal/boot/user-data";

/** The units that a boot script writes, by name, with the sandbox that they share filled in. */
export function unitsIn(script: string): Record<string, string> {
  const [, sandbox = ""] = /^sandbox='([^']+)'$/m.exec(script) ?? [];
  const units = script.matchAll(/^cat >\/etc\/systemd\/system\/([\w-]+\.service) <<EOF\n([^]*?)\nEOF$/gm);
  return Object.fromEntries(
    [...units].map(([, name = "", text = ""]) => [name, text.replace("$sandbox", sandbox)]),
  );
}
