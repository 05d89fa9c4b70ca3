/** Way from Terraform's load balancer to pods. */
export class Exposure {
  /** By their own addresses: whoever binds the Service to a balancer is among the cloud's objects. */
  static podAddresses(): Exposure {
    return new Exposure(undefined);
  }

  /**
   * By a port of every node, which leads to a pod that is ready, wherever that runs. To pods all visits come from nodes.
   *
   * @param port from 30000 to 32767
   */
  static nodePort(port: number): Exposure {
    return new Exposure(port);
  }

  private constructor(
    /** Port of each node, if any. */
    readonly port: number | undefined,
  ) {}
}
