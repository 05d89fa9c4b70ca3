import { createHash } from "node:crypto";

/** Resource id that moto gives every database; RDS gives each its own, and the provider looks for databases by it. */
const everybodys = "db-M5ENSHXFPU6XHZ4G4ZEI5QIO2U";

/** Resource ids of RDS that tell databases apart, where moto has one for all. */
export class DatabaseIds {
  private readonly identifiers = new Map<string, string>();

  /** An answer in which each database has an id of its own. */
  inAnswer(answer: string): string {
    return answer.replace(/<DBInstance>.*?<\/DBInstance>/gs, (database) => {
      const identifier = /<DBInstanceIdentifier>([^<]*)</.exec(database)?.[1];
      return identifier === undefined ? database : database.replaceAll(everybodys, this.idOf(identifier));
    });
  }

  /** A question for the database of such an id, as one for its identifier. */
  inQuestion(parameters: URLSearchParams): URLSearchParams {
    const asked = new URLSearchParams(parameters);
    for (const [name, value] of parameters) {
      if (!name.endsWith(".Name") || value !== "dbi-resource-id") continue;
      const values = name.replace(/Name$/, "Values.Value.1");
      const identifier = this.identifiers.get(parameters.get(values) ?? "");
      if (identifier === undefined) continue;
      asked.set(name, "db-instance-id");
      asked.set(values, identifier);
    }
    return asked;
  }

  private idOf(identifier: string): string {
    const digest = createHash("sha256").update(identifier).digest("hex");
    const id = `db-${digest.toUpperCase().slice(0, 26)}`;
    this.identifiers.set(id, identifier);
    return id;
  }
}
