/**
 * Files whose tests start whole programs again and again: builds, Terraform, a browser, `npm start`. `npm run test:programs`
 * runs them and `npm test` does not, which ends within minutes for it; `npx jest <file>` knows them all.
 */
export const programs = [
  "__tests__/cdktf-cli.test.ts",
  "__tests__/commands/await.test.ts",
  "__tests__/commands/commands.test.ts",
  "__tests__/commands/shell.test.ts",
  "__tests__/constructs/aws/web/rollback.test.ts",
  "__tests__/main.test.ts",
  "__tests__/rehearsal/release.test.ts",
  "__tests__/release/assets.test.ts",
  "__tests__/stacks/context/app.test.ts",
  "preflight/test/main.test.ts",
  "providers/oci/test/add.test.ts",
  "providers/oci/test/build.test.ts",
  "webapp/test/artifact.test.ts",
  "webapp/test/build.test.ts",
  "webapp/test/http/page.test.ts",
  "webapp/test/local/start.test.ts",
  "webapp/test/processes.test.ts",
  "webapp/test/store/oracledb-artifact.test.ts",
];
