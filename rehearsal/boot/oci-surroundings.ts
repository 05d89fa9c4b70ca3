import { createReadStream } from "node:fs";
import { createServer as createHttpsServer } from "node:https";
import { serverCertificate } from "../../local/certificates";
import { autonomous } from "../../webapp/test/oracle/database/rules";
import { administrator, OracleServer } from "../../webapp/test/oracle/server";
import { temporaryPostgres } from "../../webapp/test/support/database";
import { OciInstance } from "../../webapp/test/support/oci";
import { later, listen, relay } from "./network";
import { type Authorities, metadataAddress, type Settings, storeAddress } from "./settings";

/**
 * The instance's metadata and identity, Vault, Object Storage, and a server side of Oracle's protocol.
 *
 * @returns the authorities of their certificates
 */
export async function surroundOnOci(settings: Settings): Promise<Authorities> {
  const { migration, trouble, store } = settings;
  const database = partsOf(migration.DB_CONNECT_STRING ?? "");
  const instance = await OciInstance.start(database.host);
  instance.secrets.set(migration.DB_SECRET_ID ?? "", administrator.password);
  instance.secrets.set(migration.APP_DB_SECRET_ID ?? "", "Once-4-ever-and-a-day");
  const { metadata, services } = portsOf(instance);
  await relay(80, metadataAddress, metadata, trouble.metadata);
  await relay(443, "127.0.0.1", services);
  const { certificate: cert, key, ca } = await serverCertificate([{ type: "dns", value: store }]);
  await listen(createHttpsServer({ cert, key }, objectStorage(settings)), 443, storeAddress);
  later(trouble.database, async () => {
    const postgres = await temporaryPostgres();
    const rules = autonomous(2);
    const oracle = await OracleServer.start({ postgres, name: database.name, tls: instance.tls, rules });
    await relay(database.port, "127.0.0.1", oracle.port);
  });
  return { services: instance.tls.ca, store: ca };
}

/** Host, port and service of a connect descriptor with one address. */
function partsOf(descriptor: string): {
  readonly host: string;
  readonly port: number;
  readonly name: string;
} {
  const part = (name: string) => new RegExp(`\\(${name}=([^)]+)\\)`, "i").exec(descriptor)?.[1] ?? "";
  return { host: part("host"), port: Number(part("port")), name: part("service_name") };
}

/** Ports on loopback of the metadata service and the other services. */
function portsOf({ environment }: OciInstance): { metadata: number; services: number } {
  const ports = Object.entries(JSON.parse(environment.ELSEWHERE ?? "{}") as Record<string, number>);
  const of = (port: string) => ports.find(([address]) => address.endsWith(`:${port}`))?.[1] ?? 0;
  return { metadata: of("80"), services: of("443") };
}

function objectStorage({ artifact, trouble }: Settings): Parameters<typeof createHttpsServer>[1] {
  let downloads = 0;
  return (request, response) => {
    request.resume();
    if (++downloads <= (trouble.artifact ?? 0)) response.writeHead(503).end();
    else createReadStream(artifact).pipe(response);
  };
}
