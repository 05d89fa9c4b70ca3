import { Client } from "./client";
import { readDataSource } from "./data-sources";
import facts from "./facts.json";
import { kinds } from "./kinds";
import { create, read, remove, update } from "./lifecycle";
import { type Facts, plan } from "./plan";
import type { Type } from "./requests";
import type { ProviderSchema } from "./schema";
import { completed, type Item } from "./state";
import { decoded, type DynamicValue, encoded, type ObjectValue, textOf } from "./values";

/** Where requests go, and what paths of files belong to. */
export interface Surroundings {
  /** Variables of the environment that send the provider somewhere. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folder that Terraform runs in. */
  readonly folder: string;
}

/** A request of Terraform about a type of resources. */
interface Request {
  readonly type_name: string;
  readonly config: DynamicValue;
  readonly prior_state: DynamicValue;
  readonly planned_state: DynamicValue;
  readonly proposed_new_state: DynamicValue;
  readonly current_state: DynamicValue;
  readonly raw_state: DynamicValue;
}

const nothing = encoded(null);

/** What the stand-in answers to Terraform, beside schemas, for one configuration of a provider. */
export class Provider {
  private client: Client | undefined;

  constructor(
    private readonly schema: ProviderSchema,
    private readonly surroundings: Surroundings,
  ) {}

  /** Takes the region and who asks. */
  configure({ config }: Pick<Request, "config">): object {
    const { region, tenancy_ocid: tenancy, user_ocid: user, fingerprint } = valueOf(config)!;
    const keyId = [tenancy, user, fingerprint].map(textOf).join("/");
    this.client = new Client(this.surroundings.environment.HTTPS_PROXY!, keyId, textOf(region));
    return {};
  }

  /** Ends its connections. */
  close(): void {
    this.client?.close();
  }

  /** Takes a state that Terraform kept. */
  upgrade({ type_name: name, raw_state: state }: Request): object {
    return {
      state: encoded(completed(this.schema.resources[name]!, JSON.parse(String(state.json)) as Item)),
    };
  }

  /** Reads a resource anew. */
  async read({ type_name: name, current_state: state }: Request): Promise<object> {
    return { state: encoded(await read(this.type(name), valueOf(state)!)) };
  }

  /** Reads a data source. */
  async readData({ type_name: name, config }: Request): Promise<object> {
    const block = this.schema.dataSources[name]!;
    return { state: encoded(await readDataSource(name, block, valueOf(config)!, this.client!)) };
  }

  /** Plans a change. */
  plan({ type_name: name, prior_state: prior, proposed_new_state: proposed }: Request): object {
    const after = valueOf(proposed);
    // A resource that goes has nothing to plan.
    if (after === null) return { planned_state: nothing, legacy_type_system: true };
    const { planned, replace } = plan(this.schema.resources[name]!, factsOf(name), valueOf(prior), after);
    return {
      planned_state: encoded(planned),
      requires_replace: replace.map((attribute) => ({ steps: [{ attribute_name: attribute }] })),
      legacy_type_system: true,
    };
  }

  /** Makes, changes or deletes a resource. What fails leaves the state that was there before. */
  async apply({ type_name: name, prior_state: prior, planned_state: planned }: Request): Promise<object> {
    const [before, after] = [valueOf(prior), valueOf(planned)];
    const type = this.type(name);
    try {
      const state =
        after === null
          ? await remove(type, before!).then(() => null)
          : before === null
            ? await create(type, after)
            : await update(type, before, after);
      return { new_state: encoded(state), legacy_type_system: true };
    } catch (error) {
      return { new_state: prior, legacy_type_system: true, diagnostics: diagnosed(error, name) };
    }
  }

  private type(name: string): Type {
    const kind = kinds[name];
    if (!kind) throw new Error(`the stand-in only knows the schema of ${name}`);
    return {
      kind,
      block: this.schema.resources[name]!,
      facts: factsOf(name),
      client: this.client!,
      folder: this.surroundings.folder,
    };
  }
}

/** What Terraform prints of an error. */
export function diagnosed(error: unknown, name = ""): object[] {
  const detail = error instanceof Error ? error.message : String(error);
  return [{ severity: "ERROR", summary: `${detail} (stand-in of oracle/oci)`, detail: `${detail}\n${name}` }];
}

function factsOf(name: string): Facts {
  return (facts as Readonly<Record<string, Facts>>)[name] ?? {};
}

function valueOf(value: DynamicValue): ObjectValue | null {
  return decoded(value) as ObjectValue | null;
}
