import type { ApiObject } from "./workload-props";

/** A kind of cdk8s: its manifest is what is applied. */
interface Kind<Props> {
  readonly manifest: (props: Props) => unknown;
}

/** An object of a kind, as cdk8s writes it: the type of its result says nothing of its fields. */
export function object<Props>(kind: Kind<Props>, props: Props): ApiObject {
  return kind.manifest(props) as ApiObject;
}

/** Annotations by which Argo CD, which applies objects in waves, waits for what comes before. */
export function before(waves: number): Record<string, string> {
  return { "argocd.argoproj.io/sync-wave": String(-waves) };
}
