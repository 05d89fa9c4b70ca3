import { chownSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { join } from "node:path";
import { serverCertificate } from "../../local/certificates";
import { unprivilegedUser } from "../../local/postgres";
import { administer, temporaryFolder, temporaryPostgres } from "../../webapp/test/support/database";
import { later, listen } from "./network";
import { type Authorities, metadataAddress, type Settings } from "./settings";

const master = { username: "administrator", password: "made-by-RDS-and-rotated" };

/**
 * The instance's metadata, Secrets Manager, and a PostgreSQL that takes a token where RDS does.
 *
 * @returns the authority of Secrets Manager's certificate
 */
export async function surroundOnAws(settings: Settings): Promise<Authorities> {
  await listen(createHttpServer(metadata(settings)), 80, metadataAddress);
  const region = settings.migration.APP_DB_REGION ?? "";
  const name = `secretsmanager.${region}.amazonaws.com`;
  const { certificate: cert, key, ca } = await serverCertificate([{ type: "dns", value: name }]);
  await listen(createHttpsServer({ cert, key }, secretsManager(settings)), 443, "127.0.0.1");
  later(settings.trouble.database, () => startDatabase(settings));
  return { services: ca };
}

/**
 * IMDSv2 only, as the launch template asks for:
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
 */
function metadata({ trouble: { metadata: refusals = 0 } }: Settings): RequestListener {
  let asked = 0;
  const role = "/latest/meta-data/iam/security-credentials/";
  const credentials = () => ({
    Code: "Success",
    Type: "AWS-HMAC",
    AccessKeyId: "ASIAIOSFODNN7EXAMPLE",
    SecretAccessKey: "example",
    Token: "session",
    Expiration: new Date(Date.now() + 6 * 3_600_000).toISOString(),
  });
  return (request, response) => {
    request.resume();
    const { url, method, headers } = request;
    if (method === "PUT" && url === "/latest/api/token") response.end("token");
    else if (headers["x-aws-ec2-metadata-token"] !== "token") response.writeHead(401).end();
    else if (url === role) response.end("web");
    else if (url === `${role}web`)
      response.writeHead(++asked > refusals ? 200 : 503).end(JSON.stringify(credentials()));
    else response.writeHead(404).end();
  };
}

function secretsManager({ migration }: Settings): RequestListener {
  return (request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.once("end", () => {
      const { SecretId } = JSON.parse(body) as { SecretId: string };
      const signed = request.headers.authorization?.includes("ASIAIOSFODNN7EXAMPLE");
      const known = SecretId === migration.DB_SECRET_ARN && signed;
      const answer = known
        ? { ARN: SecretId, SecretString: JSON.stringify(master), VersionId: "1" }
        : { __type: "ResourceNotFoundException" };
      response.writeHead(known ? 200 : 400, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(answer));
    });
  };
}

/** The first line stands for a token that was found to be good; nobody gets in without TLS. */
const access = `
hostssl all webapp 127.0.0.1/32 trust
hostssl all all    127.0.0.1/32 scram-sha-256
`;

async function startDatabase({ migration, database }: Settings): Promise<void> {
  const user = await unprivilegedUser();
  const folder = temporaryFolder().path;
  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    if (user) chownSync(path, user.uid, user.gid);
    return path;
  };
  const settings = {
    ssl_cert_file: file("database.crt", database.certificate),
    ssl_key_file: file("database.key", database.key),
  };
  const postgres = await temporaryPostgres({ tls: true, port: 5432, settings });
  const [hba] = await administer(postgres, "SHOW hba_file");
  writeFileSync(String(hba?.hba_file), access);
  await administer(
    postgres,
    `CREATE ROLE rds_iam;
     CREATE ROLE ${master.username} LOGIN CREATEROLE PASSWORD '${master.password}';
     GRANT rds_iam TO ${master.username} WITH ADMIN OPTION`,
  );
  await administer(postgres, `CREATE DATABASE "${migration.DB_NAME}" OWNER ${master.username}`);
  await administer(postgres, "SELECT pg_reload_conf()");
}
