import type { Ingress } from "../shared";
import type { DatabaseConnection } from "../private-database";
import type { ServerCount } from "../public-web-tier";
import type { WebApp } from "../web-app";
import type { Exposure } from "./exposure";
import type { Program } from "./program";

/** An object of the Kubernetes API, as it is applied. */
export interface ApiObject {
  /** Group and version, such as `apps/v1`. */
  readonly apiVersion: string;
  /** Kind, such as `Deployment`. */
  readonly kind: string;
  /** Its name, and where it is. */
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  /** Further fields of the kind. */
  readonly [field: string]: unknown;
}

/** A service account: who pods are to their cloud. */
export interface PodIdentity {
  /**
   * Whether its token is mounted: a cloud that exchanges that very token for credentials needs it, any other does not.
   *
   * @default false
   */
  readonly mountsToken?: boolean;
  /**
   * Annotations that the cloud reads.
   *
   * @default - none
   */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Addresses: a block, without parts of it. */
export interface AddressBlock {
  /** CIDR block, such as `10.0.1.0/24`. */
  readonly cidr: string;
  /**
   * Blocks within it that are not meant.
   *
   * @default - none
   */
  readonly except?: readonly string[];
}

/** Destination of connections from pods, besides the cluster's DNS: everything else is refused. */
export interface EgressRule {
  /** Short name, lower-case letters, digits and hyphens: part of the policy's name. */
  readonly name: string;
  /** Purpose, in words. */
  readonly purpose: string;
  /** Addresses there. */
  readonly to: readonly AddressBlock[];
  /** TCP ports there. */
  readonly ports: readonly number[];
  /**
   * Whose pods may.
   *
   * @default - both those that serve and those that migrate
   */
  readonly of?: PodRole;
}

/** Role of a pod. */
export type PodRole = "serve" | "migrate";

/** Properties of {@link kubernetesManifests}. */
export interface WorkloadProps {
  /** The web app that pods run. */
  readonly app: WebApp;
  /** The connection to its database: the same that servers get. */
  readonly connection: DatabaseConnection;
  /** Image and artifact of the containers. */
  readonly program: Program;
  /**
   * Name of the Secret, in the app's namespace, that the registry of `program` asks for.
   *
   * @default - none: nodes have a right of their own to pull
   */
  readonly pullSecret?: string;
  /** The hop before the pods, as the app must know it. */
  readonly ingress: Ingress;
  /** Cloud and region where it stands, such as `AWS us-east-1`: the page shows it to everybody. */
  readonly place: string;
  /** Identities of pods to the cloud, by role. */
  readonly identities: Readonly<Record<PodRole, PodIdentity>>;
  /** The way from the balancer to pods. */
  readonly exposure: Exposure;
  /** Sources of visits and health checks, as pods see them: the balancer's subnets, or the nodes' where those forward. */
  readonly visitsFrom: readonly AddressBlock[];
  /** Destinations of connections from pods, besides the cluster's DNS. */
  readonly egress: readonly EgressRule[];
  /**
   * Addresses that answer DNS, where those are not pods in `kube-system`.
   *
   * @default - pods with the label `k8s-app: kube-dns` in `kube-system` alone
   */
  readonly resolvers?: readonly AddressBlock[];
  /**
   * Minimum and maximum number of pods that serve.
   *
   * @default { min: 2, max: 4 }
   */
  readonly pods?: ServerCount;
  /**
   * CPU that a pod which serves asks of its node, in thousandths: where nodes come for pods, it decides how many share one.
   *
   * @default 250
   */
  readonly podRequestMillis?: number;
  /**
   * Seconds that a pod that ends still serves: longer than the balancer takes to hear of it.
   *
   * @default - as long as a server does, by which time health checks have told a balancer that hears of it in no other way
   */
  readonly drainSeconds?: number;
  /**
   * Variables of both roles that this cloud's pods need and its servers do not.
   *
   * @default - none
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Variables of pods that serve alone, such as where their metrics go.
   *
   * @default - none
   */
  readonly serveEnvironment?: Readonly<Record<string, string>>;
  /**
   * Objects of this cloud alone, in the app's namespace, such as what binds the Service to a target group. They are applied
   * after the Service and before the Deployment.
   *
   * @default - none
   */
  readonly cloudObjects?: readonly ApiObject[];
}
