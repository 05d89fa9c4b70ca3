import type { Context } from "../../stacks/context/context";
import type { Ledger } from "../ledger";

/** Input of a deployment: keys of the context, variables, and options that only code has. */
export interface Input {
  readonly context?: Context;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly code?: { readonly [tier in "network" | "database" | "web"]?: object };
}

/** Change of one resource by Terraform. */
export interface Change {
  /** Address, such as `aws_vpc.network_vpc_4E8F0223`. */
  readonly address: string;
  /** `create`, `update`, `replace` or `delete`. */
  readonly action: string;
}

/** Outcome of a plan: its changes, or the reason why there is none. */
export interface Planned {
  readonly changes: readonly Change[];
  readonly errors: readonly string[];
}

/** An option that is switched on: a row of `docs/changes.md`. */
export interface Switch {
  /** Key that its user writes. */
  readonly option: string;
  /** The change in words. */
  readonly change: string;
  /** Input of the deployment that has the option. */
  readonly to: Input;
}

/** A stack as Terraform and the cloud's own provider keep it in an account that is played. */
export interface Deployed {
  /** Folder of configuration, state and plans. */
  readonly folder: string;
  /** Output of Terraform so far. */
  readonly printed: readonly string[];
  /** Brings the account to what the lab comes to with this; throws with what Terraform says where that fails. */
  apply(input?: Input): Promise<readonly Change[]>;
  /** Brings the account to what was synthesized elsewhere. */
  applySynthesized(folder: string): Promise<readonly Change[]>;
  /** Plans an apply. */
  plan(input?: Input): Promise<Planned>;
  /** Removes all of it; throws with what Terraform says where that fails. */
  destroy(): Promise<void>;
  /** Removes what was written to this machine. */
  delete(): void;
}

/** Number of resources at a point in time. */
export interface Sample {
  /** Milliseconds of the clock. */
  readonly at: number;
  readonly count: number;
}

/** Servers that a release makes ill, and which of them are there. */
interface Illness {
  /** Lets servers that start from now on be ill, or well again. */
  set(ill: boolean): void;
  /** Ids of the servers that are there. */
  servers(): readonly string[];
}

/** A cloud that is played on this machine, as far as the life of a stack needs to know it. */
export interface Stage {
  /** Name of the cloud. */
  readonly cloud: "AWS" | "OCI";
  /** The provider with its version, and who answers it. */
  readonly provider: string;
  /** Every call that was answered. */
  readonly ledger: Ledger;
  /** Options that a running lab takes, or why nobody switches them here. */
  readonly switches: readonly Switch[] | string;
  /** Options that a stack refuses beside each other. */
  readonly apart: readonly (readonly string[])[];
  /** Calls that change nothing. */
  readonly reads: RegExp;
  /** Input that turns a lab into a production. */
  readonly production: Input;
  /** Input that lets a production be a lab again. */
  readonly leaving: Input;
  /** Changes by another artifact, as documented: each type of resource with its action, in alphabetical order. */
  readonly artifactSteps: readonly string[];
  /** Types of resources that keep data, names or addresses. */
  readonly kept: RegExp;
  /** Folder of the stack below `cdktf.out/stacks`. */
  readonly stack: string;
  /** Ill servers, or why nobody plays them here. */
  readonly illness: Illness | string;
  /**
   * A stack in the account.
   *
   * @param environment its environment's name; without one, where there is none
   * @param always what each plan and apply is told, beside what it is given itself
   */
  deployment(environment?: string, always?: Input): Deployed;
  /** Number of resources over time. */
  alive(): readonly Sample[];
  /** Resources in the account that were not there at the beginning, without those that the cloud keeps for a while. */
  leftovers(): Promise<readonly string[]>;
  /** Secrets that exist in the cloud or in the hands of who deploys, and have to be nowhere else. */
  canaries(): Promise<readonly string[]>;
  /** Ends it. */
  close(): Promise<void>;
}
