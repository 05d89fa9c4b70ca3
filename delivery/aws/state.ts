import type { StackJson } from "./actions";
import type { Statement } from "./document";
import type { Scope } from "./scope";

/** The state's backend in a stack's JSON. */
interface Backend {
  readonly terraform?: {
    readonly backend?: { readonly s3?: { readonly bucket: string; readonly key: string } };
  };
}

/**
 * Statements about the state of a stack in its bucket, and about the lock beside it; none where it is kept in a file.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
 */
export function stateStatements(json: StackJson, { partition }: Scope, how: "read" | "write"): Statement[] {
  const { bucket, key } = (json as Backend).terraform?.backend?.s3 ?? {};
  if (bucket === undefined || key === undefined) return [];
  const arn = `arn:${partition}:s3:::${bucket}`;
  const list: Statement = {
    Effect: "Allow",
    Action: ["s3:ListBucket"],
    Resource: [arn],
    Condition: { StringLike: { "s3:prefix": [key, `${key}.tflock`] } },
  };
  const read: Statement = { Effect: "Allow", Action: ["s3:GetObject"], Resource: [`${arn}/${key}`] };
  if (how === "read") return [list, read];
  return [
    list,
    { ...read, Action: ["s3:GetObject", "s3:PutObject"] },
    {
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      Resource: [`${arn}/${key}.tflock`],
    },
  ];
}
