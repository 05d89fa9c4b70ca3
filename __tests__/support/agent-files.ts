/** A file that the boot script on AWS writes for CloudWatch's agent. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export function agentFile(bootScript: string, name: string): any {
  const [, text = ""] = new RegExp(`^cat >\\S+/etc/${name} <<'EOF'\n([^]*?)\nEOF$`, "m").exec(bootScript)!;
  return JSON.parse(text);
}
