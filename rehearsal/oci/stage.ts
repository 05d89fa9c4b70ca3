import { type OciExisting, ociBases, ociTold } from "../../__tests__/clouds/changes/oci-bases";
import { ociChanges } from "../../__tests__/clouds/changes/oci";
import { OciStack } from "../../stacks/oci-stack";
import { Environment } from "../../stacks/context/environment";
import type { Change, Deployed, Input, Planned, Sample, Stage } from "../life/stage";
import { merged } from "../life/switches";
import { OciControlPlane } from "./control-plane/control-plane";
import { ociKeeper } from "../machine/providers";
import { asynchronous } from "./control-plane/pace";
import { OciDeployment, type PlannedChange } from "./deployment";

/** Options that no lab on OCI is switched to, with the reason. */
const notSwitched: Readonly<Record<string, string>> = {
  profile: "a step of its own",
  deletionProtected: "what production is about: only a stack that may leave it lets go",
  ociCustomerKey: "a running stack does not give its key back",
};

/** OCI's control plane as it is played here, and stacks that Oracle's provider keeps in it, or its stand-in where there is none. */
export class OciStage implements Stage {
  /** Begins with an empty tenancy. */
  static async open(): Promise<OciStage> {
    return new OciStage(await OciControlPlane.start(asynchronous));
  }

  readonly cloud = "OCI";
  readonly provider = `${ociKeeper()}, answered by rehearsal/oci`;
  readonly stack = "oci-stack";
  readonly reads = /^(GET|HEAD) /;
  readonly kept =
    /^oci_(core_vcn|core_subnet|database_|kms_|vault_|objectstorage_bucket|load_balancer_load_balancer)/;
  readonly switches = ociChanges.filter(
    ({ base, effect, option }) => base === "lab" && effect !== "refused" && !(option in notSwitched),
  );
  readonly apart = [
    ["ociAlarmTopicId", "alarm_email"],
    ["ociAlarmTopicId", "ociMonthlyBudget"],
  ];
  readonly production: Input = ociBases.production;
  readonly leaving: Input = {
    context: { profile: "lab", leaveProduction: ["oci-stack"] },
    variables: ociBases.production.variables,
  };
  readonly artifactSteps = [
    "oci_autoscaling_auto_scaling_configuration replace",
    "oci_core_instance_configuration replace",
    "oci_core_instance_pool replace",
    "oci_monitoring_alarm update",
    "oci_objectstorage_object replace",
    "oci_objectstorage_preauthrequest replace",
    "terraform_data replace",
  ];
  readonly illness = {
    set: (ill: boolean) => {
      this.plane.routes.health = ill ? "CRITICAL" : "OK";
    },
    servers: () => this.plane.routes.inventory.all("instance").map(({ id }) => String(id)),
  };

  private constructor(private readonly plane: OciControlPlane) {}

  /** Every request that was answered. */
  get ledger() {
    return this.plane.ledger;
  }

  /** A stack in the tenancy. */
  deployment(environment?: string, always: Input = {}): Deployed {
    return new OciDeployed(
      new OciDeployment(
        this.plane,
        (app, props) =>
          new OciStack(
            environment === undefined ? app : new Environment(app, environment),
            "oci-stack",
            props,
          ),
      ),
      always,
    );
  }

  /** Number of resources after each request. */
  alive(): readonly Sample[] {
    return this.ledger.entries.map(({ at, alive = 0 }) => ({ at, count: alive }));
  }

  /** Resources in the tenancy, without those that OCI deletes after some days. */
  leftovers(): Promise<readonly string[]> {
    const { routes, storage } = this.plane;
    const kinds = Object.keys(routes.inventory.count());
    const left = kinds.flatMap((kind) =>
      routes.inventory
        .all(kind)
        .filter((item) => item.lifecycleState !== "PENDING_DELETION")
        .map(({ id }) => String(id)),
    );
    return Promise.resolve([...left, ...(storage.size > 0 ? ["a bucket"] : [])]);
  }

  /** The key of who deploys, and every password that the vault made. */
  canaries(): Promise<readonly string[]> {
    const [, line = ""] = this.plane.environment.TF_VAR_private_key!.split("\n");
    const { routes } = this.plane;
    const secrets = routes.inventory.all("vaultsecret").map(({ id }) => routes.secretContentOf(String(id)));
    return Promise.resolve([line, ...secrets]);
  }

  /** Stops the control plane. */
  close(): Promise<void> {
    return this.plane.close();
  }
}

class OciDeployed implements Deployed {
  constructor(
    private readonly deployment: OciDeployment,
    private readonly always: Input,
  ) {}

  get folder(): string {
    return this.deployment.folder;
  }

  get printed(): readonly string[] {
    return this.deployment.printed;
  }

  async apply(input: Input = {}): Promise<readonly Change[]> {
    const { props, variables } = this.told(input);
    return (await this.deployment.apply(props, variables)).map(inOneWord);
  }

  async applySynthesized(folder: string): Promise<readonly Change[]> {
    return (await this.deployment.applySynthesized(folder)).map(inOneWord);
  }

  plan(input: Input = {}): Promise<Planned> {
    const { props, variables } = this.told(input);
    return this.deployment.judge(props, variables);
  }

  destroy(): Promise<void> {
    return this.deployment.destroyAsApplied();
  }

  private told(input: Input) {
    return ociTold("lab", merged(this.always, input), nothing);
  }

  delete(): void {
    this.deployment.delete();
  }
}

/** A lab makes its own network. */
const nothing: OciExisting = { vcn: "", public: "", web: "", data: "", web2: "" };

function inOneWord({ address, actions }: PlannedChange): Change {
  return { address, action: actions.length === 1 ? actions[0]! : "replace" };
}
