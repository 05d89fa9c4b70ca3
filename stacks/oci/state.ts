import type { TerraformStack } from "cdktf";
import { keepLocally, stateKey } from "../context/backends";

/** A bucket of Object Storage that keeps states, with versions of its objects. */
export interface StateBucket {
  /** Namespace of Object Storage that the bucket belongs to. */
  readonly namespace: string;
  /** Name of the bucket. */
  readonly bucket: string;
  /** Region of the bucket, such as `us-ashburn-1`. */
  readonly region: string;
}

/**
 * Keeps the stack's state in a bucket, locked while somebody deploys; without a bucket in a file.
 *
 * Terraform has this backend from 1.12 on (https://developer.hashicorp.com/terraform/language/backend/oci), and cdktf has no type
 * for it.
 */
export function keepState(stack: TerraformStack, bucket: StateBucket | undefined): void {
  if (bucket === undefined) return keepLocally(stack);
  stack.addOverride("terraform.backend.oci", { ...bucket, key: stateKey(stack) });
  stack.addOverride("terraform.backend.local", undefined);
  stack.addOverride("terraform.required_version", ">= 1.12.0");
}
