import { TerraformOutput, type TerraformStack } from "cdktf";
import {
  type INetwork,
  KubernetesWebTier,
  type PrivateDatabase,
  type PublicWebTier,
} from "../../constructs/aws";
import { counterApp } from "../counter-app";

/** The stack's three tiers. */
interface Tiers {
  readonly network: INetwork;
  readonly database: PrivateDatabase;
  readonly web: PublicWebTier | KubernetesWebTier;
}

/** Outputs by their names. */
type Outputs = Readonly<Record<string, readonly [value: string, description: string]>>;

/** Adds what a person needs next. The secret's name is among it, the secret is not. */
export function awsOutputs(stack: TerraformStack & Tiers): void {
  const { web, database, network } = stack;
  const outputs: Outputs = {
    url: [web.url, "Where visitors find the application"],
    health_url: [`${web.url}${counterApp.healthPath}`, "Answers 200 while the database answers"],
    load_balancer: [web.loadBalancer.balancer.dnsName, "What a name in somebody else's DNS must point to"],
    dashboard_url: [web.dashboard.url, "All three tiers on one page"],
    region: [network.region, "Region of the stack"],
    ...(web instanceof KubernetesWebTier
      ? clusterOutputs(web, network.region)
      : serverOutputs(web, network.region)),
    database_endpoint: [database.instance.endpoint, "Address and port of the database, within the network"],
    database_secret_arn: [
      database.secretArn,
      "Secret with the administrator's password, which only migrate reads",
    ],
  };
  for (const [name, [value, description]] of Object.entries(outputs))
    new TerraformOutput(stack, name, { value, description });
}

function serverOutputs({ servers, logs }: PublicWebTier, region: string): Outputs {
  return {
    servers: [servers.groupName, "Auto Scaling group of the servers"],
    log_group: [logs.group.name, "What application and servers have to say"],
    shell: [shell(region, servers.groupName), "Opens a shell on one of the servers"],
  };
}

function clusterOutputs(
  { cluster, clusterName, images, logs, manifests }: KubernetesWebTier,
  region: string,
): Outputs {
  return {
    cluster: [clusterName, "EKS cluster of the pods"],
    log_group: [logs.group.name, "What the application has to say"],
    control_plane_log_group: [cluster.logGroupName, "What the cluster's control plane has to say"],
    kubeconfig: [
      `aws eks update-kubeconfig --region ${region} --name ${clusterName}`,
      "Lets kubectl speak to the cluster",
    ],
    images: [images.repository.repositoryUrl, "Repository of the application's images"],
    manifests: [manifests, "Everything that runs in the cluster, for kubectl"],
  };
}

function shell(region: string, groupName: string): string {
  const filters = `Name=tag:aws:autoscaling:groupName,Values=${groupName} Name=instance-state-name,Values=running`;
  const servers = `aws ec2 describe-instances --region ${region} --filters ${filters} --query 'Reservations[0].Instances[0].InstanceId' --output text`;
  return `aws ssm start-session --region ${region} --target "$(${servers})"`;
}
