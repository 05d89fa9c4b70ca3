import driver from "oracledb";
import { administrator, type OracleServer } from "./server";

/** Who logs in, and how. */
type LogIn = Partial<driver.ConnectionAttributes>;

/** Logs in by the real driver, as the administrator unless somebody else is given. */
export function logIn(server: OracleServer, options: LogIn = {}): Promise<driver.Connection> {
  return driver.getConnection({ ...administrator, connectString: server.connectString, ...options });
}

/** The code of the error that a promise is rejected with, as the driver gives it. */
export async function codeOf(failing: Promise<unknown>): Promise<string> {
  const error = await failing.then(
    () => undefined,
    (error: unknown) => error as { code?: string },
  );
  return error?.code ?? "no error";
}
