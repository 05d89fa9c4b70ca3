import { setTimeout as pause } from "node:timers/promises";
import type { AuthenticationDetailsProvider } from "oci-common";
import { IdentityClient, models } from "oci-identity";
import { CommandError } from "../../commands/programs";
import { dateOf } from "../../preflight/oci/dates";

const { LifecycleState } = models.Compartment;

/** Name of a pull request's environment, and of its compartment. */
const ofPullRequest = /^pr-([1-9]\d*)$/;

const dayMs = 86_400_000;

/** Properties of {@link Compartments}. */
export interface CompartmentsProps {
  /** Principal that signs the requests. */
  readonly provider: AuthenticationDetailsProvider;
  /** OCID of the compartment that they are in. */
  readonly parentId: string;
  /** Home region of the tenancy, the only one where compartments are written. */
  readonly homeRegion: string;
  /**
   * Address of the service.
   *
   * @default - the region's own
   */
  readonly endpoint?: string | undefined;
}

/**
 * Compartments of pull requests' environments, one for each: servers may do what every server of their compartment may.
 *
 * A compartment costs nothing, and OCI deletes none that holds anything; secrets wait a day for their deletion, a vault a week. So an
 * environment is destroyed first, and its compartment goes some night after that.
 */
export class Compartments {
  private readonly identity: IdentityClient;

  constructor(private readonly props: CompartmentsProps) {
    this.identity = new IdentityClient({ authenticationDetailsProvider: props.provider });
    if (props.endpoint === undefined) this.identity.regionId = props.homeRegion;
    else this.identity.endpoint = props.endpoint;
  }

  /** OCID of an environment's compartment; nothing where there is none. */
  async find(name: string): Promise<string | undefined> {
    return (await this.active()).find((compartment) => compartment.name === name)?.id;
  }

  /**
   * OCID of an environment's compartment, which is made where there is none.
   *
   * @param everyMs how long to wait between looks at one that is being made
   * @throws {CommandError} for a name that is no pull request's
   */
  async findOrMake(name: string, everyMs = 2_000): Promise<string> {
    if (!ofPullRequest.test(name))
      throw new CommandError(`the environment must be a pull request's, such as pr-12, got "${name}"`);
    const found = await this.find(name);
    if (found !== undefined) return found;
    const { compartment } = await this.identity.createCompartment({
      createCompartmentDetails: {
        compartmentId: this.props.parentId,
        name,
        description: "Environment of a pull request",
        freeformTags: { application: "counterpart", environment: name },
      },
    });
    for (let { lifecycleState } = compartment; lifecycleState !== LifecycleState.Active;) {
      await pause(everyMs);
      const now = await this.identity.getCompartment({ compartmentId: compartment.id });
      ({ lifecycleState } = now.compartment);
    }
    return compartment.id;
  }

  /**
   * Has OCI delete compartments of environments that are gone. It does so minutes later, or leaves what still holds something.
   * Those of the last day stay: an environment may just be made in them, and what was in them waits a day at the least.
   *
   * @param kept numbers of the pull requests whose environments are there, or may be
   * @param now moment that is counted from, in milliseconds
   * @returns names of the compartments that OCI was asked to delete
   */
  async drop(kept: readonly number[], now = Date.now()): Promise<string[]> {
    const gone = (await this.active()).filter(({ name, timeCreated }) => {
      const [, number] = ofPullRequest.exec(name) ?? [];
      return (
        number !== undefined && !kept.includes(Number(number)) && now - dateOf(timeCreated)!.getTime() > dayMs
      );
    });
    for (const { id } of gone) await this.identity.deleteCompartment({ compartmentId: id });
    return gone.map(({ name }) => name).sort();
  }

  private async active(): Promise<models.Compartment[]> {
    const found: models.Compartment[] = [];
    let page: string | undefined;
    do {
      const { items, opcNextPage } = await this.identity.listCompartments({
        compartmentId: this.props.parentId,
        lifecycleState: LifecycleState.Active,
        ...(page && { page }),
      });
      found.push(...items);
      page = opcNextPage;
    } while (page);
    return found;
  }
}
