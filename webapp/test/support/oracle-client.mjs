/** Posts `BODY` to OCI Monitoring as Oracle's own client does, with the identity of a pod of OKE. */
import process from "node:process";
import common from "oci-common";
import monitoring from "oci-monitoring";

const Provider = common.OkeWorkloadIdentityAuthenticationDetailsProvider;
const client = new monitoring.MonitoringClient({
  authenticationDetailsProvider: Provider.builder(
    Provider.DEFAULT_KUBERNETES_SERVICE_ACCOUNT_CERT_PATH,
    Provider.DEFAULT_DEFAULT_KUBERNETES_SERVICE_ACCOUNT_CERT_PATH,
  ),
});
client.endpoint = "https://telemetry-ingestion.eu-frankfurt-1.oraclecloud.com";
const { metricData } = JSON.parse(process.env.BODY);
for (const { datapoints } of metricData)
  for (const point of datapoints) point.timestamp = new Date(point.timestamp);
await client.postMetricData({ postMetricDataDetails: { metricData } });
process.exit();
