import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Testing } from "cdktf";
import { GithubOnAws } from "../../../delivery/aws/github-on-aws";
import { resources } from "../../support/synth";
import { account, variants } from "./stacks";

const repository = { name: "octo/counterpart", id: 22, ownerId: 11 };
const environments = { production: variants.production!, "pr-*": variants.lab! };

/** The stack of delivery, with GitHub's provider or for an account that has it. */
export const stackWith = (providerExists = false) =>
  new GithubOnAws(Testing.app(), "github-on-aws", { repository, account, environments, providerExists });

export const stack = stackWith();
export const roles = Object.fromEntries(resources(stack, IamRole).map((role) => [role.name as string, role]));
export const deployer = "counterpart-deployer-aws-production";
