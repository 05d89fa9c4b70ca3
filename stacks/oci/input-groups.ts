import type { Input, InputGroup } from "./fields";

/** Groups of Resource Manager's form, in its order. */
export const inputGroups = {
  place: { title: "Where" },
  servers: { title: "Servers" },
  balancer: { title: "Load balancer", visible: "show_advanced" },
  https: { title: "HTTPS" },
  alarms: { title: "Alarms" },
  rights: { title: "Rights" },
  database: { title: "Database", visible: "show_advanced" },
  secrets: { title: "Vault and passwords", visible: "show_advanced" },
} as const satisfies Record<string, InputGroup>;

/** One input of the OCI stack, in one of the groups. */
export type OciInput = Input & { readonly group: keyof typeof inputGroups };
