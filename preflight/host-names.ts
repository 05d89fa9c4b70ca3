/** Whether a name on a certificate is that of a host; an asterisk stands for one label. */
export function covers(pattern: string, host: string): boolean {
  if (!pattern.startsWith("*.")) return pattern.toLowerCase() === host;
  return host.slice(host.indexOf(".") + 1) === pattern.slice(2).toLowerCase();
}
