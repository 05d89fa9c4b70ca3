import { createHash } from "node:crypto";
import type { AwsStackProps } from "../../stacks/aws/stack-props";

type ExistingNetwork = NonNullable<AwsStackProps["existingNetwork"]>;

/** Contents of an emulated account besides Terraform's, and changes that somebody makes there by hand. */
export class AwsAccount {
  /** @param endpoint address of moto */
  constructor(private readonly endpoint: string) {}

  /**
   * Makes a hosted zone that somebody has before the stack.
   *
   * @param name name of the zone, such as `example.com`
   * @param vpcId VPC that alone finds what is in it, where it is a private one
   * @returns its identifier
   */
  async hostedZone(name: string, vpcId?: string): Promise<string> {
    const vpc = vpcId ? `<VPC><VPCRegion>us-east-1</VPCRegion><VPCId>${vpcId}</VPCId></VPC>` : "";
    const config = vpcId ? "<HostedZoneConfig><PrivateZone>true</PrivateZone></HostedZoneConfig>" : "";
    // AWS's identifiers begin with Z, and of those that moto draws one in 36 does.
    for (let reference = 0; reference < 1_000; reference++) {
      const body = `<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Name>${name}</Name>${vpc}<CallerReference>${reference}</CallerReference>${config}</CreateHostedZoneRequest>`;
      const answer = await this.call("route53", "/2013-04-01/hostedzone", body);
      const id = /<Id>\/hostedzone\/(Z[A-Z0-9]+)<\/Id>/.exec(answer)?.[1];
      if (id) return id;
    }
    throw new Error("moto made no hosted zone whose identifier begins with Z");
  }

  /**
   * Makes a VPC in `us-east-1` that somebody has before the stack.
   *
   * @param octet second number of its addresses
   * @param subnets how many subnets each tier has, one in each zone
   */
  async network(octet: number, subnets: number): Promise<ExistingNetwork> {
    const cidrBlock = `10.${octet}.0.0/16`;
    const vpcId = await this.make("CreateVpc", { CidrBlock: cidrBlock });
    const tier = (first: number) =>
      Promise.all(
        [..."abcdef"]
          .slice(0, subnets)
          .map((letter, index) =>
            this.subnet(vpcId, `10.${octet}.${first + index}.0/24`, `us-east-1${letter}`),
          ),
      );
    return {
      vpcId,
      cidrBlock,
      subnetIds: { public: await tier(0), web: await tier(10), data: await tier(20) },
    };
  }

  /** Makes a subnet of a VPC. */
  subnet(vpcId: string, cidrBlock: string, zone: string): Promise<string> {
    return this.make("CreateSubnet", { VpcId: vpcId, CidrBlock: cidrBlock, AvailabilityZone: zone });
  }

  private async make(action: string, parameters: Readonly<Record<string, string>>): Promise<string> {
    const answer = await this.query("ec2", { Action: action, Version: "2016-11-15", ...parameters });
    const kind = action.replace("Create", "").toLowerCase();
    return new RegExp(`<${kind}Id>([^<]+)<`).exec(answer)![1]!;
  }

  /**
   * Asks a service that speaks AWS's query protocol, beside Terraform.
   *
   * @param service name by which the call is signed, such as `rds`
   * @param parameters the call with its version
   */
  query(service: string, parameters: Readonly<Record<string, string>>): Promise<string> {
    return this.call(service, "/", new URLSearchParams(parameters));
  }

  /**
   * Versions in the only bucket whose name begins so: SHA-256 of each, the newest first. A version that only says that the
   * object was deleted is left out.
   */
  async versions(bucketPrefix: string): Promise<string[]> {
    const bucket = await this.bucket(bucketPrefix);
    const listed = (await this.read(`/${bucket}?versions`)).toString();
    const versions = [...listed.matchAll(/<Version>.*?<Key>([^<]+)<.*?<VersionId>([^<]+)<.*?<\/Version>/gs)];
    return Promise.all(
      versions.map(async ([, key, id]) => sha256(await this.read(`/${bucket}/${key}?versionId=${id}`))),
    );
  }

  /** Keys of the objects in a bucket, one for each version. */
  async versionKeys(bucket: string): Promise<string[]> {
    const listed = (await this.read(`/${bucket}?versions`)).toString();
    return [...listed.matchAll(/<Version>.*?<Key>([^<]+)</gs)].map(([, key]) => key!).sort();
  }

  /** Deletes every object of the only bucket whose name begins so, as somebody in the console does. */
  async deleteObjects(bucketPrefix: string): Promise<void> {
    const bucket = await this.bucket(bucketPrefix);
    const listed = (await this.read(`/${bucket}`)).toString();
    for (const [, key] of listed.matchAll(/<Key>([^<]+)</g))
      await this.send("s3", `/${bucket}/${key}`, { method: "DELETE" });
  }

  /** Makes a log group that no stack manages, as a service does that writes to one that is not there. */
  async logGroup(logGroupName: string): Promise<void> {
    await this.json("logs", "Logs_20140328.CreateLogGroup", { logGroupName });
  }

  /** Makes a certificate that somebody has before the stack; returns its ARN. */
  async certificate(domainName: string): Promise<string> {
    const request = { DomainName: domainName, ValidationMethod: "DNS" };
    const answer = await this.json("acm", "CertificateManager.RequestCertificate", request);
    return ((await answer.json()) as { CertificateArn: string }).CertificateArn;
  }

  /** Names of all buckets. */
  async buckets(): Promise<string[]> {
    return [...(await this.read("/")).toString().matchAll(/<Name>([^<]+)</g)].map(([, name]) => name!);
  }

  /** Value of each secret in Secrets Manager. */
  async secrets(): Promise<string[]> {
    const { SecretList } = (await this.secretsManager("ListSecrets", {})) as {
      SecretList: { ARN: string }[];
    };
    const values = SecretList.map(async ({ ARN }) => {
      const { SecretString } = (await this.secretsManager("GetSecretValue", { SecretId: ARN })) as {
        SecretString: string;
      };
      return SecretString;
    });
    return Promise.all(values);
  }

  private async secretsManager(action: string, parameters: object): Promise<unknown> {
    return (await this.json("secretsmanager", `secretsmanager.${action}`, parameters)).json();
  }

  /** A call in AWS's JSON protocol. */
  private json(service: string, target: string, parameters: object): Promise<Response> {
    return this.send(service, "/", {
      method: "POST",
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": target },
      body: JSON.stringify(parameters),
    });
  }

  private async bucket(prefix: string): Promise<string> {
    const all = await this.buckets();
    const [bucket, ...others] = all.filter((name) => name.startsWith(prefix));
    if (!bucket || others.length > 0) throw new Error(`expected one ${prefix}*, got ${all.join()}`);
    return bucket;
  }

  private async read(path: string): Promise<Buffer> {
    return Buffer.from(await (await this.send("s3", path, {})).arrayBuffer());
  }

  private async call(service: string, path: string, body: string | URLSearchParams): Promise<string> {
    return (await this.send(service, path, { method: "POST", body })).text();
  }

  // By the service's name in the signature moto knows whom to ask; it checks no more of it.
  private async send(
    service: string,
    path: string,
    init: { method?: string; headers?: Record<string, string>; body?: string | URLSearchParams },
  ): Promise<Response> {
    const authorization = `AWS4-HMAC-SHA256 Credential=emulated/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
    const answer = await fetch(this.endpoint + path, {
      ...init,
      headers: { ...init.headers, authorization },
    });
    if (!answer.ok) throw new Error(`${service} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
