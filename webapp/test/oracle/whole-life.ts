import { open } from "../../src/store/oracledb";
import { administrator, type OracleServer } from "./server";

const app = { username: "APP", password: "Once-4-ever-and-a-day" };

/** Has a store do all that it ever does, by its own verbs: create, unlock and mend its user, count, read, and be asked for its health. */
export async function liveThrough({ connectString, database }: OracleServer): Promise<void> {
  const options = { driver: "oracledb", connectString } as const;
  const migrate = async () => {
    const owner = open({
      ...options,
      credentials: { source: "env", username: administrator.user, password: administrator.password },
      appCredentials: { source: "env", ...app },
    });
    await owner.migrate();
    await owner.close();
  };

  await migrate();
  database.accounts.setStatus(app.username, "LOCKED");
  await migrate();
  await database.change("password", app.username, "Another-1-for-now");
  await migrate();
  const store = open({ ...options, credentials: { source: "env", ...app }, schema: administrator.user });
  await store.increment(1);
  await store.read();
  await store.ping();
  await store.close();
}
