/** One mistake: what is beside the lab's context, and all that a person reads. */
export type Mistake = readonly [context: Record<string, unknown>, sentence: string];
