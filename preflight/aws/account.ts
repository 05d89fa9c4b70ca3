import http from "node:http";
import https from "node:https";
import { ACMClient } from "@aws-sdk/client-acm";
import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECRClient } from "@aws-sdk/client-ecr";
import { EKSClient } from "@aws-sdk/client-eks";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { RDSClient } from "@aws-sdk/client-rds";
import { ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { Route53Client } from "@aws-sdk/client-route-53";
import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { SNSClient } from "@aws-sdk/client-sns";
import { SSMClient } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

/** The caller: account and principal. */
export interface Identity {
  readonly account: string;
  /** Such as `arn:aws:sts::111122223333:assumed-role/deployer/somebody`. */
  readonly arn: string;
}

/** An account on AWS in one region, asked with the credentials that Terraform would take, too. */
export class AwsAccount {
  readonly sts: STSClient;
  readonly acm: ACMClient;
  readonly autoScaling: AutoScalingClient;
  readonly balancers: ElasticLoadBalancingV2Client;
  readonly ec2: EC2Client;
  readonly ecr: ECRClient;
  readonly eks: EKSClient;
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly logs: CloudWatchLogsClient;
  readonly metrics: CloudWatchClient;
  readonly parameters: SSMClient;
  readonly quotas: ServiceQuotasClient;
  readonly rds: RDSClient;
  readonly route53: Route53Client;
  readonly tags: ResourceGroupsTaggingAPIClient;
  readonly topics: SNSClient;

  private caller: Promise<Identity> | undefined;
  private readonly settings;

  /**
   * @param region such as `us-east-1`
   * @param profile of the files in `~/.aws`; what the SDK takes by itself where none is given
   */
  constructor(
    readonly region: string,
    profile?: string,
  ) {
    // One try more than one: a question has seconds. The agents are those that Node.js leads through a proxy where it is told to.
    const requestHandler = { httpAgent: http.globalAgent, httpsAgent: https.globalAgent };
    const common = { region, maxAttempts: 2, requestHandler, ...(profile !== undefined && { profile }) };
    this.sts = new STSClient(common);
    // Looked for once, for all clients.
    this.settings = { ...common, credentials: this.sts.config.credentials };
    const { settings } = this;
    this.acm = new ACMClient(settings);
    this.autoScaling = new AutoScalingClient(settings);
    this.balancers = new ElasticLoadBalancingV2Client(settings);
    this.ec2 = new EC2Client(settings);
    this.ecr = new ECRClient(settings);
    this.eks = new EKSClient(settings);
    this.iam = new IAMClient(settings);
    this.kms = new KMSClient(settings);
    this.logs = new CloudWatchLogsClient(settings);
    this.metrics = new CloudWatchClient(settings);
    this.parameters = new SSMClient(settings);
    this.quotas = new ServiceQuotasClient(settings);
    this.rds = new RDSClient(settings);
    this.route53 = new Route53Client(settings);
    this.tags = new ResourceGroupsTaggingAPIClient(settings);
    this.topics = new SNSClient(settings);
  }

  /** The caller's identity; asked once. */
  identity(): Promise<Identity> {
    this.caller ??= this.sts.send(new GetCallerIdentityCommand({})).then(({ Account = "", Arn = "" }) => ({
      account: Account,
      arn: Arn,
    }));
    return this.caller;
  }

  /** EC2 in another region. */
  ec2In(region: string): EC2Client {
    return region === this.region ? this.ec2 : new EC2Client({ ...this.settings, region });
  }

  /** Load balancers in another region. */
  balancersIn(region: string): ElasticLoadBalancingV2Client {
    return region === this.region
      ? this.balancers
      : new ElasticLoadBalancingV2Client({ ...this.settings, region });
  }
}
