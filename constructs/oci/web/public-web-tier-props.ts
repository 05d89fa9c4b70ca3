import type { Construct } from "constructs";
import { requireThat } from "../../shared";
import type * as contract from "../../public-web-tier";
import type { Exposure } from "./exposure";
import type { Iam } from "../account";
import type { OracleLinuxVersion } from "./oracle-linux";
import type { PrivateDatabase } from "../database";
import type { BackupPolicy } from "./public-server";
import type { Scaling } from "./scaling";
import type { Shape } from "./shape";
import type { TieredNetwork } from "../network";

/** Properties of {@link PublicWebTier}. */
export interface PublicWebTierProps extends contract.PublicWebTierProps {
  readonly network: TieredNetwork;
  readonly database: PrivateDatabase;
  /** The way of visitors to the servers. */
  readonly exposure: Exposure;
  /**
   * Shape of each server.
   *
   * @default Shape.fixed("VM.Standard2.1")
   */
  readonly shape?: Shape;
  /**
   * Release of Oracle Linux that servers run; no supported Node runs on 7.7.
   *
   * @default "9"
   */
  readonly oracleLinux?: OracleLinuxVersion;
  /**
   * OCID of an image of your own, made from that release.
   *
   * @default - the newest that Oracle offers, looked up at deploy time
   */
  readonly imageId?: string;
  /**
   * The only availability domain that servers stand in, such as `kIdk:EU-FRANKFURT-1-AD-1`.
   *
   * @default - all that the region has
   */
  readonly availabilityDomain?: string;
  /**
   * Whether servers start signed software alone (Secure Boot). Arm processors are refused: OCI names no platform for them.
   * Another choice makes new servers.
   *
   * @default false
   */
  readonly secureBoot?: boolean;
  /**
   * OCID of a key of your own that encrypts boot volumes and the artifact's bucket. Before it can be used, a policy must
   * let block storage and object storage use it. Another key makes new servers.
   *
   * @default - a key that Oracle looks after
   */
  readonly encryptionKeyId?: string;
  /**
   * Autoscaling: by CPU, or by the clock.
   *
   * @default Scaling.byCpu()
   */
  readonly scaling?: Scaling;
  /**
   * Backup policy of the boot volume of a single public server. Servers of a pool have none: they hold nothing, and
   * are made anew from image and artifact.
   *
   * @default "bronze"
   */
  readonly bootVolumeBackups?: BackupPolicy;
  /**
   * Who makes the dynamic group and the policy that let servers read their secrets.
   *
   * @default Iam.managed()
   */
  readonly iam?: Iam;
}

/**
 * Refuses machines that OCI does not have.
 *
 * @throws {ConstructError} naming the prop, the rule and the value
 */
export function checkMachine(scope: Construct, props: PublicWebTierProps): void {
  const { oracleLinux, bootVolumeBackups, secureBoot = false, shape, encryptionKeyId } = props;
  if (shape?.isArm)
    requireThat(
      scope,
      "secureBoot",
      secureBoot,
      "be false or left out on a shape with an Arm processor, for which OCI has no Secure Boot",
      (value) => !value,
    );
  if (encryptionKeyId !== undefined)
    requireThat(
      scope,
      "encryptionKeyId",
      encryptionKeyId,
      "be the OCID of a key, such as ocid1.key.oc1..aaaa",
      (id) => /^ocid1\.key\.\S+$/.test(id),
    );
  if (oracleLinux !== undefined)
    requireThat(
      scope,
      "oracleLinux",
      oracleLinux,
      "be 8 or 9, because no supported Node runs on 7",
      (version) => ["8", "9"].includes(version),
    );
  if (bootVolumeBackups !== undefined)
    requireThat(
      scope,
      "bootVolumeBackups",
      bootVolumeBackups,
      "be one of gold, silver, bronze, none",
      (policy) => ["gold", "silver", "bronze", "none"].includes(policy),
    );
}

/**
 * Refuses what a single public server has no use for.
 *
 * @throws {ConstructError} where there is to be another number of servers than one
 */
export function checkSingle(scope: Construct, { servers, scaling }: PublicWebTierProps): void {
  if (servers)
    requireThat(
      scope,
      "servers",
      servers,
      "be { min: 1, max: 1 } or left out where `exposure` is a single public server",
      ({ min, max }) => min === 1 && max === 1,
    );
  if (scaling)
    requireThat(
      scope,
      "scaling",
      scaling.choice.kind,
      "be none or left out where `exposure` is a single public server",
      (kind) => kind === "none",
    );
}
