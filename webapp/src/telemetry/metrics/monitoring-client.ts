import { DefaultRequestSigner, EndpointBuilder } from "oci-common";
import { postJson } from "../../credentials/post-json";
import { WorkloadIdentity } from "../../credentials/workload-identity";

/** Posts to OCI Monitoring. */
export interface MonitoringClient {
  /**
   * Posts a body of `PostMetricData`.
   *
   * @throws Error that names the status and the service's code, where it does not take all of it
   */
  post(body: string, signal: AbortSignal): Promise<void>;
}

/** Longest part of a refusal that is quoted, in characters. */
const MAX_QUOTED = 300;

// The service takes metrics at an address of their own: https://docs.oracle.com/iaas/api/#/en/monitoring/20180401/MetricData/PostMetricData
const endpointOf = "https://telemetry-ingestion.{region}.{secondLevelDomain}";

/** Opens the identity of this pod's workload, which signs what is posted. */
export async function open(region: string): Promise<MonitoringClient> {
  const signer = new DefaultRequestSigner(await WorkloadIdentity.open());
  const uri = `${EndpointBuilder.createEndpointFromRegionId(endpointOf, region)}/20180401/metrics`;
  return {
    async post(body, signal) {
      const headers = new Headers({ "content-type": "application/json" });
      await signer.signHttpRequest({ method: "POST", uri, headers, body });
      const { status, text } = await postJson(uri, { headers: Object.fromEntries(headers), body, signal });
      if (status !== 200)
        throw new Error(`OCI Monitoring must answer 200; it answered ${status} ${text.slice(0, MAX_QUOTED)}`);
      const { failedMetricsCount, failedMetrics } = JSON.parse(text) as Summary;
      if (failedMetricsCount > 0)
        throw new Error(
          `OCI Monitoring must take every metric; it refused ${failedMetricsCount}: ${failedMetrics?.[0]?.message}`,
        );
    },
  };
}

/** What the service says of a request whose metrics it took, or took in part. */
interface Summary {
  readonly failedMetricsCount: number;
  readonly failedMetrics?: readonly { readonly message: string }[];
}
