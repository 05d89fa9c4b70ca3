/* eslint-disable @typescript-eslint/no-explicit-any -- a pod's spec has whatever shape the test gives it */

/** A pod's spec, as it is applied. */
export type Pod = any;

const volumes = [
  ...["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral"],
  ...["persistentVolumeClaim", "projected", "secret"],
];
const sysctls = [
  ...["kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start"],
  ...["net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range", "net.ipv4.ip_local_reserved_ports"],
  ...["net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl"],
  "net.ipv4.tcp_keepalive_probes",
];
const seccomp = ["RuntimeDefault", "Localhost"];

/**
 * Violations of Pod Security at its level "restricted", which is "baseline" and more.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function restrictedViolations(pod: Pod): string[] {
  const found: string[] = [];
  const refuse = (wrong: boolean, what: string) => wrong && found.push(what);
  const own = pod.securityContext ?? {};
  for (const field of ["hostNetwork", "hostPID", "hostIPC"]) refuse(pod[field] === true, field);
  refuse(own.windowsOptions?.hostProcess === true, "hostProcess");
  refuse(own.runAsUser === 0, "runAsUser");
  refuse(!allowed(own.sysctls, sysctls), "sysctls");
  for (const volume of pod.volumes ?? [])
    refuse(!Object.keys(volume).some((kind) => volumes.includes(kind)), `volume ${volume.name}`);
  for (const { name, ports = [], securityContext: context = {} } of containersOf(pod)) {
    const of = (field: string) => `${name}: ${field}`;
    const capabilities = context.capabilities ?? {};
    refuse(context.privileged === true, of("privileged"));
    refuse(context.allowPrivilegeEscalation !== false, of("allowPrivilegeEscalation"));
    refuse(!capabilities.drop?.includes("ALL"), of("capabilities.drop"));
    refuse(
      (capabilities.add ?? []).some((each: string) => each !== "NET_BIND_SERVICE"),
      of("capabilities.add"),
    );
    refuse((context.runAsNonRoot ?? own.runAsNonRoot) !== true, of("runAsNonRoot"));
    refuse(context.runAsUser === 0, of("runAsUser"));
    refuse(!seccomp.includes((context.seccompProfile ?? own.seccompProfile)?.type), of("seccompProfile"));
    refuse(!["Default", undefined].includes(context.procMount), of("procMount"));
    refuse(context.windowsOptions?.hostProcess === true, of("hostProcess"));
    refuse(
      ports.some(({ hostPort = 0 }) => hostPort !== 0),
      of("hostPort"),
    );
  }
  return found;
}

/** Every container of a pod, whatever it is for. */
export function containersOf(pod: Pod): any[] {
  return [...(pod.initContainers ?? []), ...pod.containers, ...(pod.ephemeralContainers ?? [])];
}

function allowed(given: { name: string }[] | undefined, names: readonly string[]): boolean {
  return (given ?? []).every(({ name }) => names.includes(name));
}
