import { Exposure, kubernetesManifests, Program, type WorkloadProps } from "../../constructs/kubernetes";
import { testApp } from "./app";

/** A workload with one of everything, on no cloud. */
export const workload: WorkloadProps = {
  app: testApp,
  connection: {
    driver: "pg",
    environment: { DB_DRIVER: "pg", DB_HOST: "db.example.com" },
    migration: { DB_DRIVER: "pg", DB_HOST: "db.example.com", APP_DB_USER: "webapp" },
  },
  program: Program.image(`registry.example.com/demo@sha256:${"0".repeat(64)}`),
  ingress: { keepAliveSeconds: 75, requestIdHeader: "x-request-id" },
  place: "Nowhere",
  identities: { serve: {}, migrate: { mountsToken: true, annotations: { "example.com/role": "migrate" } } },
  exposure: Exposure.podAddresses(),
  visitsFrom: [{ cidr: "10.0.0.0/24" }, { cidr: "10.0.1.0/24" }],
  egress: [
    { name: "database", purpose: "log-ins", to: [{ cidr: "10.0.20.0/24" }], ports: [5432] },
    {
      name: "secrets",
      purpose: "the administrator's password",
      to: [{ cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] }],
      ports: [443],
      of: "migrate",
    },
  ],
};

/** The objects of a workload of one kind. */
export function objectsOf(kind: string, props: Partial<WorkloadProps> = {}) {
  return kubernetesManifests({ ...workload, ...props }).filter((object) => object.kind === kind);
}
