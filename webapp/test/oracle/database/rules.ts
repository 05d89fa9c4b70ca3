/** Rules of a database that tests switch on; Oracle Database as it is installed has none of them but the ten log-ins. */
export interface Rules {
  /**
   * Failed log-ins after which an account is locked. `FAILED_LOGIN_ATTEMPTS` of the profile DEFAULT is 10:
   * https://docs.oracle.com/en/database/oracle/oracle-database/19/sqlrf/CREATE-PROFILE.html
   *
   * @default 10
   */
  readonly failedLogIns: number;
  /**
   * Number of an account's last passwords that are refused (ORA-28007), the present one among them. Autonomous Database refuses
   * the last four, and one that was set within 24 hours:
   * https://docs.oracle.com/en/cloud/paas/atp-cloud/atpud/create-database-users.html
   *
   * @default 0
   */
  readonly rememberedPasswords: number;
  /**
   * Whether a password must have 12 to 30 characters, one of each case and a digit, and neither a double quote nor the user's
   * name (ORA-28003), as the same page asks for.
   *
   * @default false
   */
  readonly strongPasswords: boolean;
  /**
   * Days that a password lives by the profile DEFAULT, `PASSWORD_LIFE_TIME`; after them log-ins are warned for the days of
   * `PASSWORD_GRACE_TIME`, which begin with the first of them. 180 and 7 where the database is as it is installed (the page above); 360
   * are told of Autonomous Database, whose documentation has no number.
   *
   * @default 180
   */
  readonly passwordLifeDays: number;
  /**
   * Whether the administrator may make profiles.
   *
   * @default true
   */
  readonly profiles: boolean;
  /**
   * Sessions at once (ORA-00018). Autonomous Database takes 75 for each ECPU:
   * https://docs.oracle.com/en/cloud/paas/autonomous-database/serverless/adbsb/predefined-database-services-names.html
   *
   * @default Infinity
   */
  readonly sessions: number;
  /**
   * Idle time after which a session is ended, in milliseconds; its next call is told so (ORA-02396). Autonomous Database
   * ends it after 24 hours:
   * https://docs.oracle.com/en/cloud/paas/autonomous-database/serverless/adbsb/idle-time-limits.html
   *
   * @default Infinity
   */
  readonly idleMs: number;
}

/** Oracle Database as it is installed. */
export const installed: Rules = {
  failedLogIns: 10,
  rememberedPasswords: 0,
  strongPasswords: false,
  passwordLifeDays: 180,
  profiles: true,
  sessions: Infinity,
  idleMs: Infinity,
};

/** Autonomous Database of so many ECPUs. */
export function autonomous(ecpus: number): Rules {
  return {
    failedLogIns: 10,
    rememberedPasswords: 4,
    strongPasswords: true,
    passwordLifeDays: 360,
    profiles: true,
    sessions: 75 * ecpus,
    idleMs: 24 * 3_600_000,
  };
}
