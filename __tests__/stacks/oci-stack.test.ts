import { describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { counterApp } from "../../stacks/counter-app";
import { OciStack } from "../../stacks/oci-stack";
import { type Profile, profiles } from "../../stacks/context/profiles";
import { ociProviderSchema } from "../support/provider-schema";
import { schemaViolations } from "../support/schema-check";
import { inventory, synth } from "../support/synth";

const make = (profile: Profile) => new OciStack(Testing.app(), "oci-stack", { profile });

describe("the OCI stack", () => {
  test("tags every resource that takes tags", () => {
    const { resources } = ociProviderSchema();
    const untagged = Object.entries(synth(make(profiles.production)).resource)
      .filter(([type]) => resources[type]?.attributes?.freeform_tags !== undefined)
      .flatMap(([, byName]) => Object.entries(byName))
      .filter(([, resource]) => resource.freeform_tags?.stack !== "oci-stack")
      .map(([name]) => name);
    expect(untagged).toEqual([]);
  });

  test("tags what the pool launches as all else", () => {
    const { resource } = synth(make(profiles.lab));
    const [configuration] = Object.values(resource.oci_core_instance_configuration!);
    expect(configuration!.instance_details.launch_details.freeform_tags).toEqual({
      application: "counterpart",
      stack: "oci-stack",
    });
  });

  test("has exactly these resources", () => {
    expect(inventory(make(profiles.lab))).toEqual({
      // network
      oci_core_vcn: 1, // the network itself
      oci_core_subnet: 3, // public, web and data, each over all availability domains
      oci_core_default_security_list: 1, // emptied, so that nothing is open by default
      oci_core_internet_gateway: 1, // the way in to the load balancer
      oci_core_nat_gateway: 1, // a way out for servers that no rule opens yet
      oci_core_service_gateway: 1, // Oracle's services without crossing the internet
      oci_core_route_table: 3, // one per tier
      "data.oci_core_vcn": 1, // its addresses before a deployment, which change by one block at a time
      "data.oci_core_services": 1, // what the service gateway leads to
      "data.oci_identity_availability_domains": 1, // where servers can stand
      // firewalls
      oci_core_network_security_group: 3, // load balancer, servers, database
      oci_core_network_security_group_security_rule: 7, // internet → balancer (80, 443) → servers → database, servers → services
      // database
      oci_database_autonomous_database: 1, // with a private endpoint
      "data.oci_database_autonomous_database": 1, // its release before a deployment, which only goes up
      oci_kms_vault: 1, // keeps passwords
      oci_kms_key: 1, // encrypts them
      oci_vault_secret: 2, // make up those of administrator and application
      // artifact
      "data.oci_objectstorage_namespace": 1, // where the tenancy's buckets are
      oci_objectstorage_bucket: 1, // holds the web app for the servers
      oci_objectstorage_object: 1, // the artifact
      oci_objectstorage_preauthrequest: 1, // lets servers download it
      // web tier
      oci_load_balancer_load_balancer: 1, // where visitors arrive
      oci_load_balancer_listener: 2, // ports 80 and, with a certificate, 443
      oci_load_balancer_rule_set: 2, // lead from 80 to 443 and keep browsers there, with a certificate
      oci_load_balancer_certificate: 1, // the one that is given in PEM
      oci_load_balancer_backend_set: 1, // servers that are healthy
      "data.oci_core_images": 1, // the newest Oracle Linux 9
      oci_core_instance_configuration: 1, // what a server is
      "data.oci_core_instance_pool_instances": 5, // whether new servers take visits, a look after each pause
      "data.oci_load_balancer_backend_set_health": 1, // whether old ones still do
      oci_core_instance_pool: 1, // how many servers there are
      oci_autoscaling_auto_scaling_configuration: 1, // how their number follows the load
      terraform_data: 12, // what the stack was deployed with, and that releases go up; names of artifact and certificate; image, processor and scaling that replace servers; five pauses and a verdict
      // identity
      "data.oci_identity_region_subscriptions": 1, // which region takes changes of identity
      oci_identity_dynamic_group: 1, // who a server is
      oci_identity_policy: 3, // may read the database's secrets, write logs and write metrics
      // eyes
      oci_logging_log_group: 1, // all logs of the stack
      oci_logging_log: 3, // the app's lines, the load balancer's access and errors
      oci_logging_unified_agent_configuration: 2, // have servers send the app's lines, and what it measures
      oci_ons_notification_topic: 1, // where alarms go
      oci_events_rule: 1, // has the topic hear of the database's failures, once an address is there
      oci_ons_subscription: 1, // to whom, if anybody
      oci_monitoring_alarm: 8, // servers' CPU, balancer's health and errors, database's CPU, storage, sessions, waiting visitors and the database's latency as the app sees it
    });
  });

  test("has three logs of flows more in production, remembers that it is one, and nothing else", () => {
    const lab = inventory(make(profiles.lab));
    expect(inventory(make(profiles.production))).toEqual({
      ...lab,
      oci_logging_log: lab.oci_logging_log! + 3,
      terraform_data: lab.terraform_data! + 1, // remembers that the stack is production
    });
  });

  test("demands a certificate in production, and does without one in the lab", () => {
    const demands = (profile: Profile) =>
      Object.values(synth(make(profile)).resource.oci_load_balancer_listener!).filter(({ lifecycle }) =>
        JSON.stringify(lifecycle?.precondition ?? []).includes("This stack encrypts visits"),
      ).length;
    expect([profiles.lab, profiles.production].map(demands)).toEqual([0, 1]);
  });

  test("synthesizes as before", () => {
    const json = JSON.stringify(synth(make(profiles.lab)), null, 2);
    expect(json.replaceAll(counterApp.artifact.sha256, "<sha256 of the artifact>")).toMatchSnapshot();
  });

  test.each(Object.entries<Profile>(profiles))(
    "is what the provider's schema asks for, with the profile %s",
    (_, profile) => {
      expect(schemaViolations(synth(make(profile)), { oci: ociProviderSchema() })).toEqual([]);
    },
  );

  test("demands at deploy time the three inputs that Resource Manager fills in, and no other", () => {
    const { variable = {}, provider } = synth(make(profiles.lab));
    const demanded = Object.keys(variable).filter((name) => !("default" in variable[name]!));
    expect(demanded.sort()).toEqual(["compartment_ocid", "region", "tenancy_ocid"]);
    expect(provider.oci![0]).toEqual({ region: "${var.region}" });
  });
});
