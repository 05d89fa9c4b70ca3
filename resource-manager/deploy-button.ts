const picture =
  "https://oci-resourcemanager-plugin.plugins.oci.oraclecloud.com/latest/deploy-to-oracle-cloud.svg";

/**
 * A button for Markdown that opens Oracle's console with the package ready to deploy.
 *
 * @param packageUrl address that the console can download the package from without logging in
 * @see https://docs.oracle.com/iaas/Content/ResourceManager/Tasks/deploybutton.htm
 */
export function deployButton(packageUrl: string): string {
  const link = `https://cloud.oracle.com/resourcemanager/stacks/create?zipUrl=${encodeURIComponent(packageUrl)}`;
  return `[![Deploy to Oracle Cloud](${picture})](${link})`;
}

if (require.main === module) {
  const [packageUrl] = process.argv.slice(2);
  if (!packageUrl) throw new Error("usage: tsx resource-manager/deploy-button.ts <address of the package>");
  console.log(deployButton(packageUrl));
}
