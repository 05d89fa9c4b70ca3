import type { Definition, Definitions } from "./subset";

/*
 * Schemas of the custom resources that stacks deploy, written from their documentation, because a cluster alone publishes them. They have
 * the fields and rules of `spec`; what `kubectl get crd --output yaml` says of a cluster is held against the same objects in
 * constructs/kubernetes/api-server.run.test.ts with KUBERNETES_CRDS.
 */

const text = (rules: Definition = {}): Definition => ({ type: "string", ...rules });
const oneOf = (...values: string[]): Definition => text({ enum: values });
const integer = (minimum: number, maximum: number): Definition => ({ type: "integer", minimum, maximum });
const listOf = (items: Definition, rules: Definition = {}): Definition => ({
  type: "array",
  items,
  ...rules,
});
const mapOf = (values: Definition): Definition => ({ type: "object", additionalProperties: values });
const object = (properties: Record<string, Definition>, ...required: string[]): Definition => ({
  type: "object",
  properties,
  ...(required.length > 0 && { required }),
});
const port: Definition = { oneOf: [integer(1, 65_535), text()] };

function customResource(group: string, version: string, kind: string, spec: Definition): Definition {
  return {
    ...object({ apiVersion: text(), kind: text(), metadata: objectMeta, spec }, "spec"),
    "x-kubernetes-group-version-kind": [{ group, version, kind }],
  };
}

const objectMeta: Definition = {
  $ref: "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta",
};

const subnets = listOf(object({ id: text({ pattern: "^subnet-[0-9a-z]+$" }), tags: mapOf(text()) }), {
  maxItems: 30,
});
const groupFields = { id: text({ pattern: "^sg-[0-9a-z]+$" }), tags: mapOf(text()) };

/**
 * Nodes of Auto Mode, without its fields for capacity reservations, certificates, proxies and FIPS
 * (https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html).
 */
const nodeClass = object(
  {
    role: text({ maxLength: 64 }),
    subnetSelectorTerms: subnets,
    securityGroupSelectorTerms: listOf(object({ ...groupFields, name: text() }), { maxItems: 30 }),
    podSubnetSelectorTerms: subnets,
    podSecurityGroupSelectorTerms: listOf(object(groupFields), { maxItems: 30 }),
    networkPolicy: oneOf("DefaultAllow", "DefaultDeny"),
    networkPolicyEventLogs: oneOf("Enabled", "Disabled"),
    snatPolicy: oneOf("Random", "Disabled"),
    ephemeralStorage: object({
      size: text({ pattern: "^[1-9][0-9]*(Gi|G|Ti|T)$" }),
      iops: integer(3_000, 16_000),
      throughput: integer(125, 1_000),
      kmsKeyID: text(),
    }),
    tags: mapOf(text()),
  },
  ...["role", "securityGroupSelectorTerms", "subnetSelectorTerms"],
);

const duration = text({ pattern: "^([0-9]+(s|m|h))+$" });
const durationOrNever = text({ pattern: "^(([0-9]+(s|m|h))+|Never)$" });

const taints = listOf(
  object(
    { key: text(), value: text(), effect: oneOf("NoSchedule", "PreferNoSchedule", "NoExecute") },
    ...["key", "effect"],
  ),
);

/**
 * Which nodes Karpenter starts, and how many (https://karpenter.sh/docs/concepts/nodepools/,
 * https://docs.aws.amazon.com/eks/latest/userguide/create-node-pool.html).
 */
const nodePool = object(
  {
    template: object(
      {
        metadata: object({ labels: mapOf(text({ maxLength: 63 })), annotations: mapOf(text()) }),
        spec: object(
          {
            nodeClassRef: object(
              { group: text({ pattern: "^[^/]+$" }), kind: text(), name: text() },
              ...["group", "kind", "name"],
            ),
            requirements: listOf(
              object(
                {
                  key: text({ maxLength: 316 }),
                  operator: oneOf("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt", "Gte", "Lte"),
                  values: listOf(text({ maxLength: 63 })),
                  minValues: integer(1, 50),
                },
                ...["key", "operator"],
              ),
              { maxItems: 100 },
            ),
            taints,
            startupTaints: taints,
            expireAfter: durationOrNever,
            terminationGracePeriod: duration,
          },
          ...["nodeClassRef", "requirements"],
        ),
      },
      "spec",
    ),
    limits: mapOf({ oneOf: [{ type: "integer" }, text({ pattern: "^[0-9.]+(m|k|M|G|T|Ki|Mi|Gi|Ti)?$" })] }),
    disruption: object(
      {
        consolidationPolicy: oneOf("WhenEmpty", "WhenEmptyOrUnderutilized", "Balanced"),
        consolidateAfter: durationOrNever,
        budgets: listOf(
          object(
            {
              nodes: text({ pattern: "^((100|[0-9]{1,2})%|[0-9]+)$" }),
              schedule: text(),
              duration: text({ pattern: "^([0-9]+(m|h))+(0s)?$" }),
              reasons: listOf(oneOf("Underutilized", "Empty", "Drifted")),
            },
            "nodes",
          ),
          { maxItems: 50 },
        ),
      },
      "consolidateAfter",
    ),
    weight: integer(1, 100),
    replicas: { type: "integer", minimum: 0 },
  },
  "template",
);

/**
 * Target group of a load balancer that Auto Mode fills with pods
 * (https://docs.aws.amazon.com/eks/latest/userguide/auto-elb-example.html). Unlike that of the AWS Load Balancer Controller it takes neither
 * the group's name nor a VPC.
 */
const targetGroupBinding = object(
  {
    serviceRef: object({ name: text(), port }, "name", "port"),
    targetGroupARN: text({ pattern: "^arn:[^:]+:elasticloadbalancing:" }),
    targetType: oneOf("instance", "ip"),
    nodeSelector: {
      $ref: "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector",
    },
    networking: object(
      {
        ingress: listOf(
          object(
            {
              from: listOf(object({ securityGroup: object({ groupID: text() }, "groupID") }), {
                minItems: 1,
              }),
              ports: listOf(object({ port, protocol: oneOf("TCP", "UDP") })),
            },
            "from",
          ),
          { minItems: 1 },
        ),
      },
      "ingress",
    ),
  },
  ...["serviceRef", "targetGroupARN", "targetType"],
);

/** Custom resources that stacks deploy. */
export const customResources: Definitions = {
  "com.amazonaws.eks.v1.NodeClass": customResource("eks.amazonaws.com", "v1", "NodeClass", nodeClass),
  "com.amazonaws.eks.v1.TargetGroupBinding": customResource(
    "eks.amazonaws.com",
    "v1",
    "TargetGroupBinding",
    targetGroupBinding,
  ),
  "sh.karpenter.v1.NodePool": customResource("karpenter.sh", "v1", "NodePool", nodePool),
};
