/** Services that IAM calls otherwise than their signature does. */
const prefixes: Readonly<Record<string, string>> = { monitoring: "cloudwatch" };

/** Calls that IAM knows by another name, or by none: https://docs.aws.amazon.com/service-authorization/latest/reference/ */
const renamed: Readonly<Record<string, readonly string[]>> = {
  // Whoever has credentials may ask whose they are.
  "sts GetCallerIdentity": [],
  // Asked for the account's number, in vain as often as not, where credentials are not verified.
  "iam GetUser": [],
  "budgets CreateBudget": ["budgets:ModifyBudget"],
  "budgets CreateNotification": ["budgets:ModifyBudget"],
  "budgets CreateSubscriber": ["budgets:ModifyBudget"],
  "budgets DeleteBudget": ["budgets:ModifyBudget"],
  "budgets DeleteNotification": ["budgets:ModifyBudget"],
  "budgets UpdateBudget": ["budgets:ModifyBudget"],
  "budgets DescribeBudget": ["budgets:ViewBudget"],
  "budgets DescribeNotificationsForBudget": ["budgets:ViewBudget"],
  "budgets DescribeSubscribersForNotification": ["budgets:ViewBudget"],
};

/** Actions of S3 by the part of a bucket that is read or written. */
const bucketParts: Readonly<Record<string, readonly [read: string, write: string]>> = {
  accelerate: ["GetAccelerateConfiguration", "PutAccelerateConfiguration"],
  acl: ["GetBucketAcl", "PutBucketAcl"],
  cors: ["GetBucketCORS", "PutBucketCORS"],
  encryption: ["GetEncryptionConfiguration", "PutEncryptionConfiguration"],
  lifecycle: ["GetLifecycleConfiguration", "PutLifecycleConfiguration"],
  location: ["GetBucketLocation", ""],
  logging: ["GetBucketLogging", "PutBucketLogging"],
  "object-lock": ["GetBucketObjectLockConfiguration", "PutBucketObjectLockConfiguration"],
  ownershipControls: ["GetBucketOwnershipControls", "PutBucketOwnershipControls"],
  publicAccessBlock: ["GetBucketPublicAccessBlock", "PutBucketPublicAccessBlock"],
  replication: ["GetReplicationConfiguration", "PutReplicationConfiguration"],
  requestPayment: ["GetBucketRequestPayment", "PutBucketRequestPayment"],
  tagging: ["GetBucketTagging", "PutBucketTagging"],
  versioning: ["GetBucketVersioning", "PutBucketVersioning"],
  website: ["GetBucketWebsite", "PutBucketWebsite"],
};

/**
 * The actions that IAM decides about for a call, as the emulator notes it: `rds CreateDBInstance`, or method and path where the
 * protocol knows no names.
 *
 * @throws {Error} for a call of which nobody has said what it is
 */
export function iamActions(call: string): readonly string[] {
  const [service = "", name = "", path] = call.split(" ");
  if (service === "s3") return [`s3:${s3Action(name, path ?? "/")}`];
  if (service === "route53") return [`route53:${route53Action(name, path ?? "/")}`];
  if (service === "eks") return [`eks:${eksAction(name, path ?? "/")}`];
  if (path !== undefined) throw new Error(`which action is "${call}"?`);
  return renamed[call] ?? [`${prefixes[service] ?? service}:${name}`];
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
function s3Action(method: string, url: string): string {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const isObject = pathname.split("/").filter(Boolean).length > 1;
  if (isObject) return objectAction(method, searchParams);
  if (searchParams.has("policy"))
    return `${{ GET: "Get", PUT: "Put", DELETE: "Delete" }[method]}BucketPolicy`;
  if (searchParams.has("versions")) return "ListBucketVersions";
  // One call that deletes many.
  if (searchParams.has("delete")) return "DeleteObject";
  const part = Object.entries(bucketParts).find(([name]) => searchParams.has(name));
  if (part) return part[1][method === "GET" ? 0 : 1];
  return { PUT: "CreateBucket", DELETE: "DeleteBucket" }[method] ?? "ListBucket";
}

function objectAction(method: string, parameters: URLSearchParams): string {
  const kind = parameters.has("tagging") ? "ObjectTagging" : parameters.has("acl") ? "ObjectAcl" : "Object";
  const verb = { PUT: "Put", DELETE: "Delete" }[method] ?? "Get";
  return parameters.has("versionId") && verb !== "Put"
    ? `${verb}ObjectVersion${kind.slice("Object".length)}`
    : verb + kind;
}

function route53Action(method: string, url: string): string {
  const path = new URL(url, "http://localhost").pathname.replace(/^\/2013-04-01/, "");
  const known: readonly (readonly [RegExp, string])[] = [
    [/^GET \/change\//, "GetChange"],
    [/^GET \/hostedzone\/[^/]+\/rrset/, "ListResourceRecordSets"],
    [/^POST \/hostedzone\/[^/]+\/rrset/, "ChangeResourceRecordSets"],
    [/^GET \/hostedzone\/[^/]+$/, "GetHostedZone"],
    [/^GET \/hostedzone$/, "ListHostedZones"],
    [/^GET \/tags\/hostedzone\//, "ListTagsForResource"],
  ];
  const found = known.find(([pattern]) => pattern.test(`${method} ${path}`));
  if (found === undefined) throw new Error(`which action is "route53 ${method} ${path}"?`);
  return found[1];
}

// https://docs.aws.amazon.com/eks/latest/APIReference/API_Operations.html
function eksAction(method: string, url: string): string {
  const { pathname } = new URL(url, "http://localhost");
  const known: readonly (readonly [RegExp, string])[] = [
    [/^POST \/clusters$/, "CreateCluster"],
    [/^GET \/clusters\/[^/]+$/, "DescribeCluster"],
    [/^DELETE \/clusters\/[^/]+$/, "DeleteCluster"],
    [/^POST \/clusters\/[^/]+\/update-config$/, "UpdateClusterConfig"],
    [/^POST \/clusters\/[^/]+\/updates$/, "UpdateClusterVersion"],
    [/^GET \/clusters\/[^/]+\/updates\/[^/]+$/, "DescribeUpdate"],
    [/^POST \/clusters\/[^/]+\/access-entries$/, "CreateAccessEntry"],
    [/^GET \/clusters\/[^/]+\/access-entries\/[^/]+$/, "DescribeAccessEntry"],
    [/^DELETE \/clusters\/[^/]+\/access-entries\/[^/]+$/, "DeleteAccessEntry"],
    [/^POST \/clusters\/[^/]+\/access-entries\/[^/]+\/access-policies$/, "AssociateAccessPolicy"],
    [/^GET \/clusters\/[^/]+\/access-entries\/[^/]+\/access-policies$/, "ListAssociatedAccessPolicies"],
    [/^DELETE \/clusters\/[^/]+\/access-entries\/[^/]+\/access-policies\//, "DisassociateAccessPolicy"],
    [/^POST \/clusters\/[^/]+\/pod-identity-associations$/, "CreatePodIdentityAssociation"],
    [/^GET \/clusters\/[^/]+\/pod-identity-associations\/[^/]+$/, "DescribePodIdentityAssociation"],
    [/^DELETE \/clusters\/[^/]+\/pod-identity-associations\/[^/]+$/, "DeletePodIdentityAssociation"],
    [/^GET \/tags\//, "ListTagsForResource"],
    [/^POST \/tags\//, "TagResource"],
    [/^DELETE \/tags\//, "UntagResource"],
  ];
  const found = known.find(([pattern]) => pattern.test(`${method} ${pathname}`));
  if (found === undefined) throw new Error(`which action is "eks ${method} ${url}"?`);
  return found[1];
}
