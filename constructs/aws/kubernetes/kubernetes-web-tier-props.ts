import type * as contract from "../../public-web-tier";
import type { CustomerKey } from "../account";
import type { PrivateDatabase } from "../database";
import type { INetwork } from "../network";
import type { Https } from "../web";
import type { ClusterAccess } from "./cluster-access";

/** Properties of {@link KubernetesWebTier}. */
export interface KubernetesWebTierProps extends contract.PublicWebTierProps {
  readonly network: INetwork;
  readonly database: PrivateDatabase;
  /** Encryption between visitors and the load balancer, or the reason why there is none. */
  readonly https: Https;
  /** Access to the Kubernetes API: the administrator, and the addresses that reach it. */
  readonly access: ClusterAccess;
  /**
   * Image of the app by its digest, such as `111122223333.dkr.ecr.us-east-1.amazonaws.com/counter@sha256:…`.
   *
   * @default - Node's own image out of the tier's repository, and the artifact that servers get
   */
  readonly image?: string;
  /**
   * EC2 instance type of the nodes, of those that EKS Auto Mode starts. A Graviton type such as `t4g.medium` runs images for ARM.
   *
   * @default "t3.medium"
   */
  readonly instanceType?: string;
  /**
   * Whether rules that AWS maintains look at each request first, and what they see is logged. Costs by rule and by request.
   *
   * @default false
   */
  readonly webAcl?: boolean;
  /**
   * Key that encrypts artifact, images, logs and what Kubernetes keeps, except the load balancer's logs.
   *
   * @default - the keys that AWS keeps for each service, and one of its own for the cluster
   */
  readonly key?: CustomerKey | undefined;
}
