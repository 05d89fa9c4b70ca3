/**
 * How many servers Auto Scaling groups have.
 *
 * AWS raises a group's capacity with its minimum and starts the servers; moto raises the number and starts none, so it is told
 * the capacity with each change.
 */
export class GroupCapacities {
  private readonly desired = new Map<string, number>();

  /** A change of a group, with the capacity that it comes to. */
  inRequest(parameters: URLSearchParams): URLSearchParams {
    const asked = new URLSearchParams(parameters);
    const name = asked.get("AutoScalingGroupName") ?? "";
    if (!this.desired.has(name) && !asked.has("MinSize")) return asked;
    const numberOf = (key: string) => (asked.has(key) ? Number(asked.get(key)) : undefined);
    const least = numberOf("MinSize") ?? 0;
    const most = numberOf("MaxSize") ?? Infinity;
    const now = numberOf("DesiredCapacity") ?? this.desired.get(name) ?? least;
    const capacity = Math.min(most, Math.max(least, now));
    this.desired.set(name, capacity);
    asked.set("DesiredCapacity", String(capacity));
    return asked;
  }
}
