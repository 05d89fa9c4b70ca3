import { awsVersion, withoutBackend } from "../../rehearsal/machine/providers";
import { TerraformFolder } from "./terraform";

/** Error of a configuration, and its place, unless it is wrong as a whole. */
export interface Complaint {
  readonly summary: string;
  readonly detail: string;
  readonly range?: { readonly filename: string };
}

/** A plan. */
export interface Plan {
  /** Errors and warnings. */
  readonly complaints: readonly Complaint[];
  /** Number of resources that it would create. */
  readonly created: number;
}

type Named<T> = Readonly<Record<string, T>>;

/** Errors and warnings of Terraform and the AWS provider about each of these configurations. */
export function validateOnAws(configurations: Named<object>): Named<readonly Complaint[]> {
  const output = inModules(configurations).run("validate", "-json");
  const { diagnostics } = JSON.parse(output) as { diagnostics: Complaint[] };
  return mapValues(configurations, (_, name) => about(name, diagnostics));
}

/** Plans of these configurations, where nothing can be asked of AWS. */
export function planOffline(configurations: Named<object>): Named<Plan> {
  const lines = inModules(mapValues(configurations, offline))
    .run("plan", "-refresh=false", "-input=false", "-json")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as PlanLine);
  const diagnostics = lines.flatMap(({ diagnostic }) => diagnostic ?? []);
  const created = lines.filter(
    ({ type, change }) => type === "planned_change" && change?.action === "create",
  );
  return mapValues(configurations, (_, name) => ({
    complaints: about(name, diagnostics),
    created: created.filter(({ change }) => change?.resource.module === `module.${moduleNamed(name)}`).length,
  }));
}

interface PlanLine {
  readonly type: string;
  readonly diagnostic?: Complaint;
  readonly change?: { readonly action: string; readonly resource: { readonly module: string } };
}

/** All of them below one root: the provider takes seconds to start, and so it starts once. */
function inModules(configurations: Named<object>): TerraformFolder {
  const modules = Object.entries(configurations).map(
    ([name, json]) => [moduleNamed(name), withoutBackend(withInstalledProvider(json))] as const,
  );
  const sources = modules.map(([name]) => [name, { source: `./${name}` }]);
  return new TerraformFolder({ module: Object.fromEntries(sources) as object }, Object.fromEntries(modules));
}

function moduleNamed(name: string): string {
  return name.replace(/\W+/g, "-");
}

// What is wrong nowhere in particular is everybody's.
function about(name: string, complaints: readonly Complaint[]): Complaint[] {
  return complaints.filter(({ range }) => !range || range.filename.startsWith(`${moduleNamed(name)}/`));
}

function mapValues<T, U>(values: Named<T>, change: (value: T, name: string) => U): Named<U> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]));
}

/** The bindings ask for the provider that they were made from; the one at hand may be older. */
function withInstalledProvider(json: object): object {
  const text = JSON.stringify(json).replace(/("source":"aws","version":)"[^"]*"/, `$1"${awsVersion()}"`);
  return JSON.parse(text) as object;
}

/** A provider that asks nobody who it is, and no question whose answer nothing but a check waits for. */
export function offline(json: object): object {
  const { provider, data = {}, ...rest } = json as Configuration;
  const silent = {
    access_key: "mock",
    secret_key: "mock",
    skip_credentials_validation: true,
    skip_requesting_account_id: true,
    skip_metadata_api_check: "true",
  };
  const asked = mapValues(data, (byName, type) =>
    Object.fromEntries(
      Object.entries(byName).filter(([name]) => JSON.stringify(rest).includes(`data.${type}.${name}.`)),
    ),
  );
  const kept = Object.entries(asked).filter(([, byName]) => Object.keys(byName).length > 0);
  return {
    ...rest,
    ...(kept.length > 0 && { data: Object.fromEntries(kept) }),
    provider: { aws: provider.aws.map((given) => ({ ...given, ...silent })) },
  };
}

interface Configuration {
  readonly provider: { readonly aws: readonly object[] };
  readonly data?: Named<Named<object>>;
}
