/**
 * Thresholds of CPU utilization, in percent of both virtual processors of a server: one process uses no more than half. Servers are added before
 * that, and go when two could do with half of it; an alarm that waits for more than half would never ring.
 */
export const cpuOfServers = { addAbove: 40, removeBelow: 20, alarmAbove: 45 };
