/** Bounds of durations in seconds: from half a millisecond to beyond the two seconds that anybody may wait. */
export const DURATIONS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] as const;

/** How often values fell below each bound; adding one is a comparison or two and two additions. */
export class Histogram {
  private readonly counts: Float64Array;
  private sum = 0;

  constructor(private readonly bounds: readonly number[]) {
    this.counts = new Float64Array(bounds.length + 1);
  }

  /** Adds a value. */
  observe(value: number): void {
    const { bounds, counts } = this;
    let index = 0;
    while (index < bounds.length && value > (bounds[index] as number)) index++;
    (counts[index] as number)++;
    this.sum += value;
  }

  /** The lines of this histogram, with the labels that its family gave it. */
  lines(name: string, labels: string): string[] {
    let total = 0;
    const buckets = [...this.counts].map((count, index) => {
      total += count;
      const bound = this.bounds[index] ?? "+Inf";
      return line(`${name}_bucket`, [labels, `le="${bound}"`].filter(Boolean).join(), total);
    });
    return [...buckets, line(`${name}_sum`, labels, this.sum), line(`${name}_count`, labels, total)];
  }
}

/** A number that only grows. */
export class Counter {
  /** The number. */
  value = 0;
}

/** What is measured, in the order in which it was named, as Prometheus reads it. */
export class Registry {
  private readonly families: (() => string[])[] = [];

  /** Names a value that is looked up whenever somebody asks. */
  gauge(name: string, help: string, read: () => number | Readonly<Record<string, number>>): void {
    this.family(name, help, "gauge", () => {
      const values = read();
      if (typeof values === "number") return [line(name, "", values)];
      return Object.entries(values).map(([labels, value]) => line(name, labels, value));
    });
  }

  /** Names a number that only grows, for each of its labels; made when it is first asked for. */
  counters(name: string, help: string): (labels: string) => Counter {
    return this.labelled(
      name,
      help,
      "counter",
      () => new Counter(),
      ({ value }, labels) => [line(name, labels, value)],
    );
  }

  /** Names a total that is kept elsewhere. */
  total(name: string, help: string, read: () => number): void {
    this.family(name, help, "counter", () => [line(name, "", read())]);
  }

  /** Names a histogram for each of its labels; made when it is first asked for. */
  histograms(name: string, help: string, bounds: readonly number[]): (labels: string) => Histogram {
    return this.labelled(
      name,
      help,
      "histogram",
      () => new Histogram(bounds),
      (histogram, labels) => histogram.lines(name, labels),
    );
  }

  /** Everything, in Prometheus' text format. */
  text(): string {
    return this.families.flatMap((lines) => [...lines(), ""]).join("\n");
  }

  private labelled<T>(
    name: string,
    help: string,
    type: string,
    make: () => T,
    lines: (made: T, labels: string) => string[],
  ): (labels: string) => T {
    const series = new Map<string, T>();
    this.family(name, help, type, () => [...series].flatMap(([labels, made]) => lines(made, labels)));
    return (labels) => {
      const made = series.get(labels) ?? make();
      series.set(labels, made);
      return made;
    };
  }

  private family(name: string, help: string, type: string, lines: () => string[]): void {
    this.families.push(() => [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines()]);
  }
}

function line(name: string, labels: string, value: number): string {
  return `${name}${labels === "" ? "" : `{${labels}}`} ${value}`;
}
