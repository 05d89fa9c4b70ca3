import type { Edits } from "../mutant";

/** Alarms, keys, roles and buckets on AWS. */
export const awsOthers: Edits = {
  "constructs/aws/account/private-bucket.ts": [
    {
      name: "AWS: objects can be read over plain HTTP",
      security: true,
      find: "Resource: [bucketArn, `${bucketArn}/*`],",
      put: "Resource: [bucketArn],",
    },
    {
      name: "AWS: a bucket speaks plain HTTP",
      security: true,
      find: '"aws:SecureTransport": "false"',
      put: '"aws:SecureTransport": "true"',
    },
    {
      name: "AWS: a bucket's policy may make it public",
      security: true,
      find: "blockPublicPolicy: true,",
      put: "blockPublicPolicy: false,",
    },
    {
      name: "AWS: a bucket that is public by its list stays so",
      security: true,
      find: "ignorePublicAcls: true,",
      put: "ignorePublicAcls: false,",
    },
    {
      name: "AWS: objects belong to whoever wrote them",
      security: true,
      find: '"BucketOwnerEnforced"',
      put: '"ObjectWriter"',
    },
    {
      name: "AWS: a key of one's own does not encrypt the bucket",
      security: true,
      find: "rule: [own ?? managed],",
      put: "rule: [managed ?? own],",
    },
    {
      name: "AWS: production's buckets go with what they hold",
      find: "forceDestroy: !props.deletionProtected,",
      put: "forceDestroy: true,",
    },
  ],
  "constructs/aws/account/customer-key.ts": [
    {
      name: "AWS: the key is never renewed",
      security: true,
      find: "enableKeyRotation: true,",
      put: "enableKeyRotation: false,",
    },
    {
      name: "AWS: any account's alarms use the key",
      security: true,
      find: '    Condition: { StringEquals: { "aws:SourceAccount": account } },\n',
      put: "",
    },
    {
      name: "AWS: logs of any account use the key",
      security: true,
      find: "`${arn}:logs:${region}:${account}:log-group:*`",
      put: "`${arn}:logs:${region}:*:log-group:*`",
    },
    {
      name: "AWS: who may decrypt may do so by way of any service",
      security: true,
      find: '      condition: { StringEquals: { "kms:ViaService": `${service}.${this.region}.amazonaws.com` } },\n',
      put: "",
    },
    {
      name: "AWS: the key is used before its policy lets anybody",
      find: "key/${policy.keyId}`",
      put: "key/${key.keyId}`",
    },
  ],
  "constructs/aws/account/server-role.ts": [
    {
      name: "AWS: servers may read every parameter",
      security: true,
      find: '  "ssm:UpdateInstanceInformation",',
      put: '  "ssm:UpdateInstanceInformation",\n  "ssm:GetParameter",',
    },
  ],
  "constructs/aws/account/policy.ts": [
    {
      name: "AWS: conditions of permissions are forgotten",
      security: true,
      find: "      Resource: oneOrMany(resources),\n      ...(condition && { Condition: condition }),",
      put: "      Resource: oneOrMany(resources),\n      ...(condition && {}),",
    },
  ],
  "constructs/aws/account/log-group.ts": [
    {
      name: "AWS: a key of one's own does not encrypt logs",
      security: true,
      find: "    ...(key && { kmsKeyId: key.arn }),\n",
      put: "",
    },
    {
      name: "AWS: logs are kept for ever",
      find: "    retentionInDays: retentionDays,\n",
      put: "    retentionInDays: retentionDays * 0,\n",
    },
  ],
  "constructs/aws/account/partition.ts": [
    {
      name: "AWS: GovCloud has the partition of all others",
      find: '"aws-us-gov" : "aws"',
      put: '"aws" : "aws"',
    },
  ],
  "constructs/aws/monitoring/alarm.ts": [
    {
      name: "AWS: alarms wait ten times as long",
      find: "evaluationPeriods: (span * 60) / period };",
      put: "evaluationPeriods: (span * 600) / period };",
    },
  ],
  "constructs/aws/monitoring/alarms.ts": [
    {
      name: "AWS: no capacity is no alarm where nothing is measured",
      find: '      // Without any server there is no metric either.\n      treatMissingData: "breaching",',
      put: '      treatMissingData: "notBreaching",',
    },
    {
      name: "AWS: errors of the balancer itself are left out",
      find: "(FILL(balancer, 0) + FILL(servers, 0))",
      put: "(FILL(servers, 0))",
    },
    {
      name: "AWS: nobody hears of an alarm",
      find: "alarmActions: [topicArn],",
      put: "alarmActions: [],",
    },
    {
      name: "AWS: a tenth of the visitors may wait",
      find: 'extendedStatistic: "p95",',
      put: 'extendedStatistic: "p90",',
    },
    {
      name: "AWS: latency is the target group's, which a new one makes anew",
      find: "    latency: {\n      ...balancerMetrics(loadBalancer),",
      put: "    latency: {\n      ...targetMetrics(loadBalancer),",
    },
    {
      name: "AWS: unhealthy servers are no alarm for a quarter of an hour",
      find: "datapointsToAlarm: 6,",
      put: "datapointsToAlarm: 15,",
    },
  ],
  "constructs/aws/monitoring/database-alarms.ts": [
    {
      name: "AWS: a database that says nothing is no alarm",
      find: '      // A database that runs always has this metric.\n      treatMissingData: "breaching",',
      put: '      treatMissingData: "notBreaching",',
    },
    {
      name: "AWS: connections ring at all that there are",
      find: "connectionLimit(database.instanceClass) * 0.8)",
      put: "connectionLimit(database.instanceClass) * 1)",
    },
    {
      name: "AWS: storage rings at a two-hundredth",
      find: "(database.storageGiB * gibibyte) / 20)",
      put: "(database.storageGiB * gibibyte) / 200)",
    },
    {
      name: "AWS: memory rings where there is much",
      find: 'metricName: "FreeableMemory",\n      comparisonOperator: below,',
      put: 'metricName: "FreeableMemory",\n      comparisonOperator: above,',
    },
  ],
  "constructs/aws/monitoring/budget.ts": [
    {
      name: "AWS: the budget speaks when all is spent",
      find: 'notificationType: "ACTUAL", threshold: 80',
      put: 'notificationType: "ACTUAL", threshold: 100',
    },
    {
      name: "AWS: the budget is silent on a month that will cost more",
      find: '        { notificationType: "FORECASTED", threshold: 100, ...percentage(topicArn) },\n',
      put: "",
    },
  ],
  "constructs/aws/monitoring/alarm-topic.ts": [
    {
      name: "AWS: messages about alarms are not encrypted",
      security: true,
      find: "      kmsMasterKeyId: key.arn,\n",
      put: "",
    },
    {
      name: "AWS: any account's alarms publish to the topic",
      security: true,
      find: '    Condition: { StringEquals: { "aws:SourceAccount": account } },\n',
      put: "",
    },
  ],
};
