import * as z from "zod";
import type { CredentialSourceName } from "../credentials/sources";
import type { DriverName } from "../store/drivers";

/** Every variable is text or absent; the message of a check is the rule that the text must keep. */
const text = (rule: string) => z.string(rule).min(1, rule);
const matching = (pattern: RegExp, rule: string) => z.string(rule).regex(pattern, rule);
const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, `one of ${values.join(", ")}`);

function integer(min: number, max: number) {
  const rule = `an integer from ${min} to ${max}`;
  return matching(/^\d{1,9}$/, rule)
    .transform(Number)
    .refine((value) => value >= min && value <= max, rule);
}

/** A label that visitors may read: its characters leave no room for an address with a port, an ARN, an OCID or a link. */
const label = matching(
  /^[\p{L}\p{N}][\p{L}\p{N} .,()·-]{0,59}$/u,
  "at most 60 letters, digits, spaces and . , ( ) · -, for everybody to see",
).optional();

const labels = z.record(z.string().min(1), z.string().min(1));
const series = z.strictObject({ name: z.string().min(1), labels: labels.optional() });
const embedding = z.strictObject({
  namespace: z.string().min(1),
  dimensions: labels,
  series: z.array(series).min(1),
});
/** A structure as JSON, which a program made. */
const json = <T extends z.ZodType>(schema: T, rule: string) =>
  z.string(rule).transform((text, context): z.output<T> => {
    try {
      return schema.parse(JSON.parse(text));
    } catch {
      context.addIssue({ code: "custom", message: rule });
      return z.NEVER;
    }
  });

/** Metrics for CloudWatch. */
const embeddedMetrics = json(
  embedding,
  'JSON such as {"namespace":"counter","dimensions":{"WebTier":"web"},"series":[{"name":"counter_visits_total"}]}',
);

const region = (rule: string) => matching(/^[a-z]{2}(-[a-z]+)+-\d$/, rule);

/** Metrics for OCI Monitoring: https://docs.oracle.com/iaas/api/#/en/monitoring/20180401/datatypes/MetricDataDetails has the rules of names. */
const ociMetrics = json(
  z.strictObject({
    region: region("a region"),
    compartmentId: z.string().regex(/^ocid1\.(compartment|tenancy)\./),
    namespace: z.string().regex(/^(?!oci_|oracle_)[a-z]\w*$/i),
    names: z.array(z.string().regex(/^[a-z][\w.$-]*$/i)).min(1),
  }),
  'JSON such as {"region":"us-ashburn-1","compartmentId":"ocid1.compartment.oc1..example","namespace":"counter","names":["counter_visits_total"]}, in a pod of OKE',
);

/** Keep-alive time-out behind an unknown balancer: nginx and AWS's keep an idle connection for 60 seconds. */
export const DEFAULT_KEEP_ALIVE_SECONDS = 75;

/** Variables of the server and of the commands. */
export const serverVariables = z
  .object({
    HOST: text("an address to listen on").default("0.0.0.0"),
    PORT: integer(0, 65_535).default(8080),
    METRICS_HOST: text("an address to serve metrics on").default("127.0.0.1"),
    METRICS_PORT: integer(0, 65_535).optional(),
    METRICS_EMBEDDED: embeddedMetrics.optional(),
    METRICS_OCI: ociMetrics.optional(),
    SERVER_LABEL: label,
    DATABASE_LABEL: label,
    LOG_LEVEL: oneOf(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
    DRAIN_SECONDS: integer(0, 300).default(0),
    KEEP_ALIVE_SECONDS: integer(1, 3_600).default(DEFAULT_KEEP_ALIVE_SECONDS),
    REQUEST_ID_HEADER: matching(/^[\w-]{1,64}$/, "the name of a header")
      .transform((name) => name.toLowerCase())
      .optional(),
    MIGRATE_TIMEOUT_SECONDS: integer(0, 86_400).optional(),
    // systemd sets it for a unit with `StateDirectory=`: https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html
    STATE_DIRECTORY: text("a folder that outlives the process").optional(),
  })
  .refine(({ PORT, METRICS_PORT }) => PORT === 0 || PORT !== METRICS_PORT, {
    path: ["METRICS_PORT"],
    message: "another port than `PORT`, which is open to visitors",
  });

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i;

const awsRegion = region("the AWS region of the database, such as us-east-1");

/** Refuses some of the variables without the others. */
function requireTogether<K extends string>(
  given: Partial<Record<K, unknown>>,
  variables: readonly K[],
  context: z.RefinementCtx,
): void {
  if (variables.every((variable) => given[variable] === undefined)) return;
  for (const variable of variables)
    if (given[variable] === undefined)
      context.addIssue({
        code: "custom",
        path: [variable],
        message: `given together with ${variables.filter((other) => other !== variable).join(" and ")}`,
        input: given,
      });
}

const pgServer = {
  DB_HOST: text("the name of the database server"),
  DB_PORT: integer(1, 65_535).default(5432),
};

const pgVariables = z
  .object({
    ...pgServer,
    DB_NAME: text("the name of the database"),
    DB_CA_FILE: text("the path of a PEM file").optional(),
    DB_TLS: z.literal("off", "off, or not set").optional(),
    APP_DB_USER: matching(
      /^(?!pg_|rds)[a-z][a-z0-9_]{0,62}$/,
      "a role of lower-case letters, digits and _ that does not begin with pg_ or rds",
    ).optional(),
    APP_DB_LOGIN: z.literal("aws-iam", "aws-iam, or not set").optional(),
    APP_DB_REGION: awsRegion.optional(),
  })
  .superRefine((given, context) => {
    requireTogether(given, ["APP_DB_USER", "APP_DB_LOGIN", "APP_DB_REGION"], context);
    const refuse = (variable: string, rule: string) =>
      context.addIssue({ code: "custom", path: [variable], message: rule, input: given });
    if (given.DB_TLS === "off" && given.DB_CA_FILE !== undefined) {
      refuse("DB_CA_FILE", "absent with `DB_TLS=off`");
    } else if (given.DB_TLS === "off" && !loopback.test(given.DB_HOST)) {
      refuse("DB_TLS", `absent unless \`DB_HOST\` is a loopback address (it is "${given.DB_HOST}")`);
    } else if (given.DB_TLS === undefined && given.DB_CA_FILE === undefined) {
      refuse("DB_CA_FILE", "the path of a PEM file, or `DB_TLS=off` on a loopback address");
    }
  });

/** Whether each address of a connect string (a descriptor or Easy Connect) is encrypted or on this machine. */
function isPrivate(connectString: string): boolean {
  const addresses = connectString.match(/\(\s*address\s*=(\s*\([^()]*\))*\s*\)/gi);
  if (addresses === null)
    return /^\s*tcps:/i.test(connectString) || loopback.test(easyConnectHost(connectString));
  return addresses.every(
    (address) =>
      /\(\s*protocol\s*=\s*tcps\s*\)/i.test(address) ||
      loopback.test(/\(\s*host\s*=\s*([^()\s]*)\s*\)/i.exec(address)?.[1] ?? ""),
  );
}

function easyConnectHost(connectString: string): string {
  return /^\s*(?:tcp:)?(?:\/\/)?(\[[^\]]*\]|[^:/,?]*)(?![^/]*,)/i.exec(connectString)?.[1] ?? "";
}

const oracleName = (what: string) =>
  matching(/^[A-Z][A-Z0-9_]{0,29}$/, `${what} of capital letters, digits and _`);
const vaultSecret = matching(/^ocid1\.vaultsecret\.\S+$/, "the OCID of a secret in OCI Vault");

const oracledbVariables = z
  .object({
    DB_CONNECT_STRING: text("a connect descriptor or an Easy Connect string").refine(
      isPrivate,
      "a connect string whose addresses all use tcps or are loopback addresses",
    ),
    DB_TLS_NAME: z.literal("unchecked", "unchecked, or not set").optional(),
    DB_SCHEMA: oracleName("a schema").optional(),
    APP_DB_USER: oracleName("a user").optional(),
    APP_DB_LOGIN: z.literal("oci-vault", "oci-vault, or not set").optional(),
    APP_DB_SECRET_ID: vaultSecret.optional(),
  })
  .superRefine((given, context) =>
    requireTogether(given, ["APP_DB_USER", "APP_DB_LOGIN", "APP_DB_SECRET_ID"], context),
  );

/** Variables of each driver. */
export const driverVariables = {
  pg: pgVariables,
  oracledb: oracledbVariables,
  memory: z.object({}),
} satisfies Record<DriverName, z.ZodObject>;

/** Variables of each source of credentials. */
export const credentialVariables = {
  env: z.object({
    DB_USER: text("the name of the database user"),
    DB_PASSWORD: text("the password of the database user"),
  }),
  "aws-secrets-manager": z.object({
    DB_SECRET_ARN: matching(
      /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:.+$/,
      "the ARN of a secret in AWS Secrets Manager",
    ),
  }),
  "aws-iam": z.object({
    ...pgServer,
    DB_USER: text("the name of the database user"),
    DB_REGION: awsRegion,
  }),
  "oci-vault": z.object({
    DB_USER: text("the name of the database user"),
    DB_SECRET_ID: vaultSecret,
    // Its presence says who asks: a pod of OKE with the identity of its workload, else the instance.
    OCI_WORKLOAD_REGION: region(
      "the OCI region of the secret, such as us-ashburn-1, in a pod of OKE",
    ).optional(),
  }),
} satisfies Record<CredentialSourceName, z.ZodObject>;

/** Variables whose values must never be shown. */
export const secretVariables: ReadonlySet<string> = new Set(["DB_PASSWORD"]);
