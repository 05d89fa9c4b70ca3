import { createHash } from "node:crypto";
import type { JobSpec } from "cdk8s-plus-34/lib/imports/k8s";
import { KubeJob } from "cdk8s-plus-34/lib/imports/k8s";
import { Lazy } from "cdktf";
import { migrateEnvironment } from "../server";
import { podLabels } from "./names";
import { podSpec } from "./pod";
import type { WorkloadProps } from "./workload-props";

// One attempt waits this long for the database; four of them, with the pauses between, are over before the deadline.
const migrateTimeoutSeconds = 180;
const activeDeadlineSeconds = 900;
const backoffLimit = 3;

/** Job that creates the schema before a roll-out, with rights of its own. A pod that failed stays, so that its log can be read. */
export function migrationJobSpec(props: WorkloadProps): JobSpec {
  const { app, environment = {} } = props;
  return {
    backoffLimit,
    activeDeadlineSeconds,
    template: {
      metadata: { labels: podLabels(app, "migrate") },
      spec: podSpec(
        {
          ...props,
          role: "migrate",
          environment: {
            ...migrateEnvironment(props),
            MIGRATE_TIMEOUT_SECONDS: String(migrateTimeoutSeconds),
            ...environment,
          },
        },
        { restartPolicy: "Never" },
      ),
    },
  };
}

/**
 * Name of the Job: the app's, and the digest of all that its pod is made of, with the image's digest in it. What a Job runs cannot
 * be changed, and what was run need not be run again.
 */
export function migrationJobName({ app }: Pick<WorkloadProps, "app">, spec: JobSpec): string {
  const template: unknown = KubeJob.manifest({ spec });
  const json = JSON.stringify(template);
  // What only Terraform knows, only Terraform can digest.
  const digest = json.includes("TfToken[")
    ? digestOf(json)
    : createHash("sha256").update(json).digest("hex").slice(0, digits);
  return `${app.name}-migrate-${digest}`;
}

const digits = 12;

// Written by hand, because cdktf's functions escape no quotation marks; as a token, because its own are escaped in what it stands in.
function digestOf(json: string): string {
  const expression = `\${substr(sha256(${JSON.stringify(json)}), 0, ${digits})}`;
  return Lazy.stringValue({ produce: () => expression });
}
