/** Why the OCI stack creates what it creates, in the order of the page. */
export const reasons: Readonly<Record<string, string>> = {
  oci_core_vcn: "the network itself",
  oci_core_subnet: "public, web and data, each over all availability domains",
  oci_core_default_security_list: "emptied, so that nothing is open by default",
  oci_core_internet_gateway: "the way in to the load balancer",
  oci_core_nat_gateway: "the way out to the internet for servers, unused until a rule opens it",
  oci_core_service_gateway: "Oracle's services without crossing the internet",
  oci_core_route_table: "one for each tier",
  oci_core_network_security_group: "before load balancer, servers and database",
  oci_core_network_security_group_security_rule:
    "internet → load balancer → servers → database, servers → services",
  oci_database_autonomous_database: "with a private endpoint, TLS and no wallet",
  oci_kms_vault: "keeps the passwords; none where you give a vault",
  oci_kms_key: "encrypts them; none where you give a key",
  oci_vault_secret: "make up the passwords of administrator and application",
  oci_objectstorage_bucket: "holds the artifact for the servers",
  oci_objectstorage_object: "the artifact",
  oci_objectstorage_preauthrequest: "a link by which servers read this one object",
  oci_load_balancer_load_balancer: "where visitors arrive",
  oci_load_balancer_backend_set: "servers whose database answers",
  oci_load_balancer_backend: "one for each node of a cluster; a pool of servers brings its own",
  oci_load_balancer_listener: "port 80, and with a certificate 443",
  oci_load_balancer_rule_set: "lead from 80 to 443 and keep browsers there, with a certificate",
  oci_load_balancer_certificate: "the certificate, where you give it in PEM",
  oci_core_instance_configuration: "what a server is",
  oci_core_instance_pool: "the servers, over all availability and fault domains",
  oci_containerengine_cluster: "runs the application as pods; with `webTier` `kubernetes` alone",
  oci_containerengine_node_pool: "one node each, over all availability and fault domains",
  oci_artifacts_container_repository: "images of the application, and Node's own",
  oci_autoscaling_auto_scaling_configuration: "how their number follows the load",
  terraform_data:
    "what the stack was deployed with, and that releases of its database go up; names of artifact and certificate; image, processor and scaling that replace servers; whether new servers are healthy before old ones go; that the stack is production",
  oci_identity_dynamic_group:
    "who a server, or a node of a cluster, is; none where `create_identity` is false",
  oci_identity_policy:
    "lets servers, or pods by their service account, read the two secrets and write metrics, and servers and nodes write logs; none where `create_identity` is false",
  oci_logging_log_group: "all logs of the stack",
  oci_logging_log:
    "the app's lines, the load balancer's access and errors, and a cluster's control plane; in production the flows of each tier",
  oci_logging_unified_agent_configuration:
    "have servers send the app's lines, and what it measures, and nodes its lines; none where `create_identity` is false",
  oci_ons_notification_topic: "where alarms go",
  oci_events_rule: "has the topic hear of the database's failures; none where `alarm_email` is empty",
  oci_ons_subscription: "to whom; none where `alarm_email` is empty",
  oci_monitoring_alarm:
    "servers' CPU; load balancer's health and errors; database's CPU, storage and sessions; visitors who wait, and the database's latency as the app sees it",
};
