/** A value of the synthesized JSON; it has whatever shape the provider gives it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

/** A resource or data source as it stands in the synthesized JSON, with its name in the JSON. */
export interface Synthesized {
  readonly logicalId: string;
  // The JSON has whatever shape the provider gives it; a test reads what it knows to be there.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly [argument: string]: any;
}

/** The whole synthesized JSON of a stack, after running every validation. */
export interface SynthesizedStack {
  readonly resource: Record<string, Record<string, Omit<Synthesized, "logicalId">>>;
  readonly data?: Record<string, Record<string, Omit<Synthesized, "logicalId">>>;
  readonly locals?: Record<string, string>;
  readonly variable?: Record<string, Record<string, unknown>>;
  readonly output: Record<string, { readonly value: unknown }>;
  readonly provider: Record<string, Record<string, unknown>[]>;
}
