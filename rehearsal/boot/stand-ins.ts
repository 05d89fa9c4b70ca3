import type { Trouble } from "./settings";

/** File of the server that has a line for what a stand-in did: when in seconds of the machine's clock, and what. */
export const eventsFile = "/events";

const say = `say() { read -r now _ </proc/uptime; echo "$now $*" >>${eventsFile}; }`;

/** Fails so many times, by a file that counts. */
const failing = (name: string, times = 0) => `
echo >>/calls-of-${name}
if [ "$(wc --lines </calls-of-${name})" -le ${times} ]; then say "${name} fails"; exit 1; fi`;

/**
 * Programs of the servers' images that a machine of another distribution has not, by path: the package manager, which installs
 * the very Node.js that runs this and what the last steps ask for, and the CLI that downloads the artifact on AWS.
 *
 * @param node path of the executable
 * @param artifact path of the artifact on the machine
 */
export function standIns(node: string, artifact: string, trouble: Trouble): Record<string, string> {
  return {
    "usr/local/bin/dnf": `#!/bin/bash
set -eu
${say}
say "dnf begins: $*"
${failing("dnf", trouble.packages)}
case $* in
  *amazon-cloudwatch-agent*)
    mkdir -p /opt/aws/amazon-cloudwatch-agent/{etc,bin}
    printf '#!/bin/sh\\n' >/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl
    chmod +x /opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl ;;
  *dnf-automatic*)
    printf '[Timer]\\nOnCalendar=daily\\n[Install]\\nWantedBy=timers.target\\n' >/etc/systemd/system/dnf-automatic.timer
    printf '[Service]\\nExecStart=true\\n' >/etc/systemd/system/dnf-automatic.service ;;
  *nodejs24) install --mode 755 ${node} /usr/bin/node-24 ;;
  *'nodejs >= 1:24') rm -f /usr/bin/node && install --mode 755 ${node} /usr/bin/node ;;
esac
say "dnf ends: $*"
`,
    "usr/local/bin/aws": `#!/bin/bash
set -eu
${say}
say "download begins"
${failing("aws", trouble.artifact)}
cp ${artifact} "\${@: -1}"
say "download ends"
`,
  };
}
