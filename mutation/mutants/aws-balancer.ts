import type { Edits } from "../mutant";

/** Load balancer and web ACL on AWS. */
export const awsBalancer: Edits = {
  "constructs/aws/web/load-balancer.ts": [
    {
      name: "AWS: an old TLS policy",
      security: true,
      find: '"ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"',
      put: '"ELBSecurityPolicy-2016-08"',
    },
    {
      name: "AWS: port 80 forwards instead of leading to HTTPS",
      security: true,
      find: '{ type: "redirect", redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" } },',
      put: '{ type: "forward", targetGroupArn: this.targetGroup.arn },',
    },
    {
      name: "AWS: browsers are not told to keep to HTTPS",
      security: true,
      find: "      routingHttpResponseStrictTransportSecurityHeaderValue: strictTransportSecurity,\n",
      put: "",
    },
    {
      name: "AWS: invalid headers reach the servers",
      security: true,
      find: "dropInvalidHeaderFields: true,",
      put: "dropInvalidHeaderFields: false,",
    },
    {
      name: "AWS: requests that are taken for two reach the servers",
      security: true,
      find: 'desyncMitigationMode: "defensive",',
      put: 'desyncMitigationMode: "monitor",',
    },
    {
      name: "AWS: no access log",
      security: true,
      find: "accessLogs: { bucket: logs.bucket.bucket, enabled: true },",
      put: "accessLogs: { bucket: logs.bucket.bucket, enabled: false },",
    },
    {
      name: "AWS: servers close idle connections before the balancer does",
      find: "keepAliveSeconds: idleSeconds + marginSeconds,",
      put: "keepAliveSeconds: idleSeconds - marginSeconds,",
    },
    {
      name: "AWS: the balancer asks for the page instead of health",
      find: "path: app.healthPath,",
      put: 'path: "/",',
    },
    {
      name: "AWS: a server that answers with an error is healthy",
      find: 'matcher: "200",',
      put: 'matcher: "200-499",',
    },
    {
      name: "AWS: requests under way are cut off at once",
      find: "deregistrationDelay: String(drainSeconds),",
      put: 'deregistrationDelay: "0",',
    },
    {
      name: "AWS: HTTPS is led to before its firewall rule is there",
      find: "const ways = [this.listener, ...this.securityGroup.rules];",
      put: "const ways: ITerraformDependable[] = [this.listener];",
    },
    {
      name: "AWS: a certificate of another region is taken",
      find: '(arn) => arn.split(":")[3] === region,',
      put: '(arn) => arn.split(":")[3] !== "",',
    },
    {
      name: "AWS: production's balancer may be destroyed",
      find: "...(props.deletionProtected && { lifecycle: { preventDestroy: true } }),",
      put: "",
    },
  ],
  "constructs/aws/web/web-acl.ts": [
    {
      name: "AWS: a web ACL that counts and blocks nothing",
      security: true,
      find: "overrideAction: { none: {} },",
      put: "overrideAction: { count: {} },",
    },
    {
      name: "AWS: a web ACL that blocks everybody",
      find: "defaultAction: { allow: {} },",
      put: "defaultAction: { block: {} },",
    },
    {
      name: "AWS: a web ACL without the rules against known attacks",
      security: true,
      find: '  "AWSManagedRulesKnownBadInputsRuleSet",\n',
      put: "",
    },
    {
      name: "AWS: a web ACL that stands before nothing",
      security: true,
      find: '    new Wafv2WebAclAssociation(this, "association", {\n      resourceArn: props.loadBalancerArn,\n      webAclArn: acl.arn,\n    });',
      put: "    void Wafv2WebAclAssociation;",
    },
  ],
  "constructs/aws/web/access-logs.ts": [
    {
      name: "AWS: broken uploads of access logs never expire",
      find: "          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],\n",
      put: "",
    },
    {
      name: "AWS: access logs are kept ten times as long",
      find: "days: props.retentionDays }",
      put: "days: props.retentionDays * 10 }",
    },
    {
      name: "AWS: balancers of any account write to the log's bucket",
      security: true,
      find: "Resource: `${arn}/AWSLogs/${props.accountId}/*`,",
      put: "Resource: `${arn}/*`,",
    },
  ],
  "constructs/aws/web/https.ts": [
    {
      name: "AWS: a name of 64 characters is refused",
      find: "const longestName = 64;",
      put: "const longestName = 63;",
    },
  ],
  "constructs/aws/web/certificate.ts": [
    {
      name: "AWS: a zone that nobody delegated holds the deployment up for an hour",
      find: 'timeouts: { create: "10m" },',
      put: 'timeouts: { create: "75m" },',
    },
  ],
};
