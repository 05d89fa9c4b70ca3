import { generateKeyPair } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { rootCertificates } from "node:tls";
import { promisify } from "node:util";
import type { AuthenticationDetailsProvider } from "oci-common";
import { postJson } from "./post-json";

/** Folder in which a pod has the token of its service account and the authority of its cluster. */
const serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";
/** Time limit of the exchange, in milliseconds. */
const GIVE_UP_MS = 5_000;
/** Attempts at the exchange while the cluster answers with an error of its own: as many as Oracle's SDK makes. */
const ATTEMPTS = 4;
/** Time before its end from which a session is not used any more, in milliseconds: a request takes a while to arrive. */
const EARLY_MS = 30_000;

/** An identity that OCI gives a pod for some minutes: a token, and the key that goes with it. */
interface Session {
  readonly token: string;
  readonly privateKey: string;
  /** Its end, in milliseconds since 1970. */
  readonly until: number;
}

/**
 * Workload identity of a pod on OKE: its cluster exchanges the service account's token for a session, whose key signs requests to OCI.
 *
 * The exchange is that of Oracle's SDK, which makes keys on the thread that answers visitors (each time 80 to 1,800 ms), waits for
 * ever, and reads the service account's token once, though Kubernetes mounts another one every hour.
 *
 * https://docs.oracle.com/iaas/Content/ContEng/Tasks/contenggrantingworkloadaccesstoresources.htm
 */
export class WorkloadIdentity implements AuthenticationDetailsProvider {
  private exchanging: Promise<Session> | undefined;

  private constructor(private session: Session) {}

  /** Opens the first session. */
  static async open(): Promise<WorkloadIdentity> {
    return new WorkloadIdentity(await exchange());
  }

  /** Name of the key: the session's token. */
  async getKeyId(): Promise<string> {
    if (this.session.until - EARLY_MS <= Date.now())
      this.session = await (this.exchanging ??= exchange().finally(() => (this.exchanging = undefined)));
    return `ST$${this.session.token}`;
  }

  /** The session's key, in PEM. */
  getPrivateKey(): string {
    return this.session.privateKey;
  }

  /** The key has none. */
  getPassphrase(): null {
    return null;
  }
}

async function exchange(): Promise<Session> {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT_PROXYMUX: port } = process.env;
  if (!host || !port)
    throw new Error(
      "`KUBERNETES_SERVICE_HOST` and `KUBERNETES_SERVICE_PORT_PROXYMUX` must be set, as Enhanced OKE clusters set them: others have no identities for workloads",
    );
  const [accountToken, authority] = ["token", "ca.crt"].map((name) =>
    readFileSync(path.join(serviceAccount, name), "utf8").trim(),
  ) as [string, string];
  const { publicKey, privateKey } = await promisify(generateKeyPair)("rsa", {
    modulusLength: 2_048,
    publicKeyEncoding: { type: "spki", format: "der" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const signal = AbortSignal.timeout(GIVE_UP_MS);
  for (let attempt = 1; ; attempt++) {
    const { status, text } = await postJson(`https://${host}:${port}/resourcePrincipalSessionTokens`, {
      headers: { authorization: `Bearer ${accountToken}` },
      body: JSON.stringify({ podKey: publicKey.toString("base64") }),
      ca: [...rootCertificates, authority],
      signal,
    });
    if (status === 200) return { privateKey, ...sessionOf(text) };
    if (status < 500 || attempt === ATTEMPTS)
      throw new Error(`the cluster must answer 200 to the service account's token; it answered ${status}`);
  }
}

/** Reads an answer without ever quoting it: its token is a secret. */
function sessionOf(answer: string): Pick<Session, "token" | "until"> {
  try {
    const { token } = JSON.parse(Buffer.from(answer, "base64").toString("utf8")) as { token: string };
    const bare = token.replace(/^ST\$/, "");
    const claims = Buffer.from(bare.split(".")[1] ?? "", "base64url").toString("utf8");
    const { exp } = JSON.parse(claims) as { exp: number };
    return { token: bare, until: exp * 1_000 };
  } catch {
    throw new Error("the cluster must answer with a token and its end; the answer is not shown");
  }
}
