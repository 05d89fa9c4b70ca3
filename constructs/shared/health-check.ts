/** Seconds between two questions of a load balancer for a server's health. */
export const healthCheckIntervalSeconds = 30;

/** Seconds that a server may take to answer that question; less than the interval, or answers would overtake each other. */
export const healthCheckTimeoutSeconds = 5;

/** Equal answers in a row that make a server healthy, or ill. */
export const healthCheckThreshold = 2;

/**
 * Seconds that a stopping server calls itself ill and still answers: by then a load balancer has asked often enough, and
 * sends nobody any more. The load balancer in turn gives requests under way just as long when it lets go of a server.
 */
export const drainSeconds = healthCheckThreshold * healthCheckIntervalSeconds + healthCheckTimeoutSeconds;
