import { IdentityDynamicGroup } from "@cdktf/provider-oci/lib/identity-dynamic-group";
import { IdentityPolicy } from "@cdktf/provider-oci/lib/identity-policy";
import type { OciProvider } from "@cdktf/provider-oci/lib/provider";
import {
  conditional,
  Fn,
  type IResolvable,
  type ITerraformDependable,
  Lazy,
  type TerraformCount,
  TerraformLocal,
} from "cdktf";
import { Construct } from "constructs";
import { attributeOfOne, createdIf } from "./optional-resource";
import { HomeRegion } from "./home-region";
import type { Iam } from "./iam";
import { tenancyWideName } from "./names";
import { type Place, statementPlace } from "./place";

/** Properties of {@link ServerIdentity}. */
export interface ServerIdentityProps {
  /** Compartment that holds the servers. */
  readonly place: Place;
  /** The creator of the dynamic group and the policies. */
  readonly iam: Iam;
}

/** A notice to the person who deploys. */
export interface Notice {
  /** Text of the notice. */
  readonly text: string;
  /**
   * Whether it is not said after all.
   *
   * @default - it is said
   */
  readonly unless?: IResolvable | undefined;
}

/** One thing that servers may do. */
export interface Grant {
  /** Verb and kind of resource in the policy language, such as `read secret-bundles`. */
  readonly action: string;
  /**
   * Condition of the statement, which narrows it to a single resource, such as `target.secret.id = 'ocid1.vaultsecret.oc1..aaaa'`.
   *
   * @default - nothing; for actions that know of no single resource
   */
  readonly condition?: string;
}

/** Whoever can be granted something: servers, or pods. */
export interface Grantee {
  /**
   * Allows some things, or asks the administrator to allow them.
   *
   * @param id names the policy
   * @returns what must exist before they can be done
   */
  allow(id: string, grants: readonly Grant[]): ITerraformDependable[];
}

/**
 * The dynamic group of the compartment's instances, and the policies of what they may do. By itself it allows nothing.
 *
 * It stands for every instance in the compartment, so give the stack a compartment of its own.
 */
export class ServerIdentity extends Construct implements Grantee {
  private readonly newName: string;
  private readonly groupName: string;
  private readonly matchingRule: string;
  private readonly compartmentId: string;
  private readonly place: string;
  /** Terraform's own dynamic group of the servers; none where an administrator makes it. */
  readonly members: { readonly groupId: string; readonly when: { count?: TerraformCount } } | undefined;

  private readonly managed:
    { readonly group: IdentityDynamicGroup; readonly provider: OciProvider } | undefined;
  private readonly statements: string[] = [];
  private readonly configurations: string[] = [];
  private readonly ifManaged: { count?: TerraformCount };
  private readonly iam: Iam;

  constructor(scope: Construct, id: string, { place, iam }: ServerIdentityProps) {
    super(scope, id);
    this.iam = iam;
    this.compartmentId = place.compartmentId;
    // Two regions of one compartment may have the same stack.
    this.newName = tenancyWideName(this, Fn.join("/", [place.compartmentId, place.region]), longestName);
    this.matchingRule = `ALL {instance.compartment.id = '${this.compartmentId}'}`;
    this.place = statementPlace(this, place);
    this.ifManaged = createdIf(iam.variable?.booleanValue);
    if (iam.kind !== "by-administrator") this.managed = this.createGroup(place, iam);
    this.groupName = this.nameOfGroup();
    this.members = this.managed && {
      groupId: this.ifManaged.count ? attributeOfOne(this.managed.group, "id") : this.managed.group.id,
      when: this.ifManaged,
    };
  }

  allow(id: string, grants: readonly Grant[]): ITerraformDependable[] {
    const statements = grants.map(
      ({ action, condition }) =>
        `allow dynamic-group ${this.groupName} to ${action} in ${this.place}${condition ? ` where ${condition}` : ""}`,
    );
    this.statements.push(...statements);
    if (!this.managed) return [];
    const policy = new IdentityPolicy(this, id, {
      provider: this.managed.provider,
      compartmentId: this.compartmentId,
      name: `${this.newName}-${id}`,
      lifecycle: keptName,
      description: `Lets web servers ${id.replaceAll("-", " ")}`,
      statements,
      ...this.ifManaged,
      dependsOn: [this.managed.group],
    });
    return [policy];
  }

  /**
   * Says which configuration the agents of the dynamic group take, for whoever makes it where Terraform may not make the group.
   *
   * @param type type of the configuration, `LOGGING` or `MONITORING`
   * @param what what it reads, and where that goes
   */
  describeAgents(type: "LOGGING" | "MONITORING", what: string): void {
    this.configurations.push(`agent configuration of the type ${type} for the dynamic group: ${what}`);
  }

  /** Statements that an administrator of the tenancy creates where Terraform may not, one a line. */
  get statementsForAdministrator(): string {
    const produce = () =>
      [
        `dynamic group ${this.groupName}: ${this.matchingRule}`,
        ...this.statements,
        ...this.configurations,
      ].join("\n");
    return Lazy.stringValue({ produce });
  }

  /** Notice of the statements that are left to an administrator; undefined where Terraform creates them. */
  get noticeForAdministrator(): Notice | undefined {
    if (this.iam.kind === "managed") return undefined;
    return {
      text: `Servers are not healthy before an administrator has made this:\n${this.statementsForAdministrator}`,
      unless: this.iam.variable?.booleanValue,
    };
  }

  /** The name of Terraform's group, as it is, or that of the administrator's: one stands for the compartment's servers in every region. */
  private nameOfGroup(): string {
    const { variable } = this.iam;
    const byAdministrator = tenancyWideName(this, this.compartmentId, longestName);
    if (!this.managed) return byAdministrator;
    const { group } = this.managed;
    const name = variable
      ? conditional(variable.booleanValue, attributeOfOne(group, "name"), byAdministrator)
      : group.name;
    return new TerraformLocal(this, "group-name", name).asString;
  }

  private createGroup(place: Place, { variable }: Iam) {
    const provider = HomeRegion.of(this, place, variable?.booleanValue);
    const group = new IdentityDynamicGroup(this, "group", {
      provider,
      // Dynamic groups live in the tenancy's root, whatever compartment their members are in.
      compartmentId: place.tenancyId,
      name: this.newName,
      lifecycle: keptName,
      description: "Web servers",
      matchingRule: this.matchingRule,
      ...this.ifManaged,
    });
    return { group, provider };
  }
}

/** Policies have the group's name and their own behind it, 100 characters together. */
const longestName = 75;

/** Another name is another group, and servers have no rights between the two: what was made before names had the region keeps its own. */
const keptName = { ignoreChanges: ["name"] };
