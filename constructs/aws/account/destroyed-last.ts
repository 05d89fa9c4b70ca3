/**
 * Lifecycle of a resource that others stop to use in the same deployment: Terraform destroys it after it changed them.
 *
 * Without it a resource that is no longer in the configuration goes before what depended on it is changed. Terraform
 * remembers this in its state, so it holds for a resource whose block is gone as well.
 */
export const destroyedLast = { createBeforeDestroy: true } as const;
