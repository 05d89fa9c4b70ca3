/** The hop before a server, a load balancer or none, as far as the app must know it. */
export interface Ingress {
  /** Seconds that a server keeps a connection on which nothing happens: longer than the other side does. */
  readonly keepAliveSeconds: number;
  /**
   * Header in which a load balancer names each request, whatever a visitor sent.
   *
   * @default - none; a server names requests itself
   */
  readonly requestIdHeader?: string;
}
