import { TerraformOutput, type TerraformStack } from "cdktf";
import {
  KubernetesWebTier,
  type PrivateDatabase,
  type PublicWebTier,
  type TieredNetwork,
} from "../../constructs/oci";
import type { Output } from "./fields";
import { counterApp } from "../counter-app";

/** Groups in which Resource Manager shows the outputs, in its order. */
export const outputGroups = {
  application: { title: "Application" },
  operation: { title: "To look after it" },
} as const;

/** The stack's three tiers. */
interface Tiers {
  readonly network: TieredNetwork;
  readonly database: PrivateDatabase;
  readonly web: PublicWebTier | KubernetesWebTier;
}

/** Outputs for the person who deployed: Terraform outputs, which Resource Manager shows. */
export const ociOutputs = {
  url: {
    group: "application",
    title: "Address",
    description: "Where a browser finds the application",
    shown: { type: "link", displayText: "Open the application" },
  },
  health_url: {
    group: "application",
    title: "Health",
    description: "Answers 200 as long as the database answers",
    shown: { type: "link", displayText: "Ask how it is" },
  },
  ip_address: {
    group: "application",
    title: "IPv4 address",
    description: "What the DNS record of your domain name points to",
    shown: { type: "copyableString" },
  },
  stack_region: {
    group: "operation",
    title: "Region",
    description: "Region of the stack",
    shown: { type: "copyableString" },
  },
  stack_compartment_ocid: {
    group: "operation",
    title: "Compartment",
    description: "OCID of the compartment that holds the stack",
    shown: { type: "ocid" },
  },
  servers_ocid: {
    group: "operation",
    title: "Servers",
    description: "OCID of the pool of servers, or of the single server",
    shown: { type: "ocid" },
  },
  database_ocid: {
    group: "operation",
    title: "Database",
    description: "OCID of the Autonomous Database",
    shown: { type: "ocid" },
  },
  vcn_ocid: {
    group: "operation",
    title: "Network",
    description: "OCID of the virtual cloud network",
    shown: { type: "ocid" },
  },
  log_group_ocid: {
    group: "operation",
    title: "Logs",
    description: "OCID of the group of all logs: app, load balancer and, where they are on, flows",
    shown: { type: "ocid" },
  },
  app_log_ocid: {
    group: "operation",
    title: "Log of the app",
    description: "OCID of the log with the lines of the app",
    shown: { type: "ocid" },
  },
  topic_ocid: {
    group: "operation",
    title: "Topic of alarms",
    description: "OCID of the topic; subscribe to it to hear of alarms",
    shown: { type: "ocid" },
  },
  administrator_secret_ocid: {
    group: "operation",
    title: "Secret of the administrator",
    description: "OCID of the secret in Vault that holds the database administrator's password",
    shown: { type: "ocid" },
  },
  statements_for_administrator: {
    group: "operation",
    title: "Statements for an administrator",
    description:
      "Dynamic group and policies that the servers need; nothing is left to do where the stack created them. Before they exist no server answers and no line of the app arrives",
    shown: { type: "copyableString" },
  },
} as const satisfies Record<string, Output & { readonly group: keyof typeof outputGroups }>;

/** Outputs of a cluster in place of servers; Resource Manager's package has none. */
const clusterOutputs = {
  cluster_ocid: "OCID of the OKE cluster of the pods",
  control_plane_log_ocid: "OCID of the log that the cluster's control plane writes",
  kubeconfig: "Lets kubectl speak to the cluster",
  images: "Repository of the application's images",
  manifests: "Everything that runs in the cluster, for kubectl",
};

/** Declares a Terraform output for each of them. */
export function declareOutputs(stack: TerraformStack & Tiers): void {
  const descriptions = { ...descriptionsOf(ociOutputs), ...clusterOutputs };
  const values = { ...valuesOf(stack), ...ofWebTier(stack) };
  for (const [name, description] of Object.entries(descriptions)) {
    const value = values[name];
    if (value !== undefined) new TerraformOutput(stack, name, { value, description });
  }
  // Resource Manager's package has no bastion, and shows no output that may be missing.
  const { bastion } = stack.network;
  if (bastion)
    new TerraformOutput(stack, "bastion_ocid", {
      value: bastion.bastionId,
      description: "OCID of the bastion that opens shells",
    });
}

function descriptionsOf(outputs: Readonly<Record<string, Output>>): Record<string, string> {
  return Object.fromEntries(Object.entries(outputs).map(([name, { description }]) => [name, description]));
}

function valuesOf({ network, database, web }: Tiers): Record<string, string> {
  return {
    url: web.url,
    health_url: `${web.url}${counterApp.healthPath}`,
    ip_address: web.address,
    stack_region: network.region,
    stack_compartment_ocid: network.compartmentId,
    database_ocid: database.database.id,
    vcn_ocid: network.vcnId,
    log_group_ocid: network.monitoring.logGroup.id,
    topic_ocid: network.monitoring.topicId,
    administrator_secret_ocid: database.administrator.secret.id,
    statements_for_administrator: web.statementsForAdministrator,
  };
}

function ofWebTier({ network, web }: Tiers): Record<string, string> {
  if (!(web instanceof KubernetesWebTier)) return { servers_ocid: web.serversId, app_log_ocid: web.appLogId };
  const { id } = web.cluster.cluster;
  return {
    cluster_ocid: id,
    app_log_ocid: web.logs.log.id,
    control_plane_log_ocid: web.cluster.logId,
    kubeconfig: `oci ce cluster create-kubeconfig --region ${network.region} --cluster-id ${id} --kube-endpoint PRIVATE_ENDPOINT --token-version 2.0.0`,
    images: web.images.url,
    manifests: web.manifests,
  };
}
