import { mutantsOf } from "../mutant";
import { app } from "./app";
import { appHttp } from "./app-http";
import { appOci } from "./app-oci";
import { appOracle } from "./app-oracle";
import { appStore } from "./app-store";
import { awsBalancer } from "./aws-balancer";
import { awsDatabase } from "./aws-database";
import { awsKubernetes } from "./aws-kubernetes";
import { awsNetwork } from "./aws-network";
import { awsOthers } from "./aws-others";
import { awsServers } from "./aws-servers";
import { delivery } from "./delivery";
import { images } from "./images";
import { kubernetes } from "./kubernetes";
import { ociBalancer } from "./oci-balancer";
import { ociDatabase } from "./oci-database";
import { ociKubernetes } from "./oci-kubernetes";
import { ociNetwork } from "./oci-network";
import { ociServers } from "./oci-servers";
import { pages } from "./pages";
import { server } from "./server";
import { shared } from "./shared";
import { stateBuckets } from "./state-buckets";
import { stacks } from "./stacks";
import { watchers } from "./watchers";

/** Every mutant. */
export const mutants = mutantsOf(
  awsNetwork,
  awsDatabase,
  awsBalancer,
  awsServers,
  awsKubernetes,
  awsOthers,
  ociNetwork,
  ociDatabase,
  ociBalancer,
  ociServers,
  ociKubernetes,
  kubernetes,
  images,
  server,
  shared,
  stacks,
  appStore,
  appOci,
  appOracle,
  appHttp,
  app,
  delivery,
  stateBuckets,
  watchers,
  pages,
);
