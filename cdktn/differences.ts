/** One place where two JSON documents differ. */
export interface Difference {
  /** Path in the JSON, such as `terraform.required_providers.aws.version`. */
  readonly at: string;
  /** Value with cdktf, as JSON; undefined where there is none. */
  readonly cdktf?: string;
  /** Value with its fork. */
  readonly cdktn?: string;
}

/** Paths that may differ: the library's version, a provider's source and version, and the folder that keeps the state. */
const expected =
  /^(\/\/\.metadata\.version|terraform\.required_providers\.\w+\.(source|version)|terraform\.backend\.local\.path)$/;

/** All places where two documents differ that may not. */
export function differences(cdktf: unknown, cdktn: unknown): Difference[] {
  return [...compare("", cdktf, cdktn)].filter(({ at }) => !expected.test(at));
}

function* compare(at: string, one: unknown, other: unknown): Generator<Difference> {
  if (!isTree(one) || !isTree(other) || Array.isArray(one) !== Array.isArray(other)) {
    const [cdktf, cdktn] = [JSON.stringify(one), JSON.stringify(other)];
    if (cdktf !== cdktn) yield { at, ...(cdktf && { cdktf }), ...(cdktn && { cdktn }) };
    return;
  }
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)]))
    yield* compare(at === "" ? key : `${at}.${key}`, one[key], other[key]);
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
