import type { Edits } from "../mutant";

/** What watches over the rest: proofs, preflight, the emulated control plane, and workflows. */
export const watchers: Edits = {
  "proofs/ways.ts": [
    {
      name: "proofs: a machine whose addresses nobody knows is in no block",
      security: true,
      find: "return node.blocks.length === 0 || node.blocks.some(",
      put: "return node.blocks.some(",
    },
    {
      name: "proofs: the second end of a way is not asked",
      security: true,
      find: "...[to.into, to.policy?.into].map(",
      put: "...[undefined, to.policy?.into].map(",
    },
    {
      name: "proofs: ways in from the internet are left out",
      security: true,
      find: "    ...fromOthers(node),\n",
      put: "",
    },
  ],
  "proofs/secrets.ts": [
    {
      name: "proofs: the default of a sensitive variable is no secret",
      security: true,
      find: 'holds: value === "" ? "asked at deployment" : "clear text",',
      put: 'holds: value === undefined ? "clear text" : "asked at deployment",',
    },
  ],
  "proofs/network-policies.ts": [
    {
      name: "proofs: pods that no policy selects are taken for closed",
      security: true,
      find: "if (isolating.length === 0) return undefined;",
      put: "if (isolating.length === 0) return [];",
    },
  ],
  "proofs/addresses.ts": [
    {
      name: "proofs: addresses of 172.0 to 172.255 count as private",
      security: true,
      find: '"172.16.0.0/12"',
      put: '"172.0.0.0/8"',
    },
  ],
  "preflight/aws/quota.ts": [
    {
      name: "preflight: a quota that is too small is no failure",
      find: "if (others + least > limit) return failure(says, ask);",
      put: "if (least > limit) return failure(says, ask);",
    },
  ],
  "preflight/oci/limit.ts": [
    {
      name: "preflight: what the stack has already is asked for again",
      find: "Math.max(0, count - own)",
      put: "Math.max(0, count)",
    },
  ],
  "preflight/oci/rights.ts": [
    {
      name: "preflight: a right under a condition counts as proven",
      find: "    !right.isConditional &&\n",
      put: "",
    },
  ],
  "preflight/aws/permissions.ts": [
    {
      name: "preflight: what the organization denies is only a warning",
      find: 'return EvalDecision === "explicitDeny" || OrganizationsDecisionDetail?.AllowedByOrganizations === false;',
      put: 'return EvalDecision === "explicitDeny";',
    },
  ],
  "preflight/ask.ts": [
    {
      name: "preflight: an account that does not answer holds everything up",
      find: "return await Promise.race([question.answer(account), late]);",
      put: "return await question.answer(account);",
    },
  ],
  "rehearsal/oci/control-plane/in-use.ts": [
    {
      name: "rehearsal: OCI takes a subnet away that a load balancer stands in",
      find: "  loadbalancer: ({ subnetIds, networkSecurityGroupIds }) => [\n    ...list(subnetIds),\n",
      put: "  loadbalancer: ({ networkSecurityGroupIds }) => [\n",
    },
  ],
  "rehearsal/oci/control-plane/rights.ts": [
    {
      name: "rehearsal: servers read secrets that no policy lets them read",
      find: "groups.includes(group) && (only === undefined || only === secretId)",
      put: "groups.includes(group)",
    },
  ],
  "rehearsal/oci/stand-in/plan.ts": [
    {
      name: "rehearsal: the stand-in changes in place what takes another resource",
      find: "  return { planned: kept, replace };",
      put: "  return { planned: kept, replace: [] };",
    },
    {
      name: "rehearsal: the stand-in knows what is computed before it is",
      find: "if (prior === null) return { planned: withUnknowns(block, whole), replace: [] };",
      put: "if (prior === null) return { planned: whole, replace: [] };",
    },
  ],
  "rehearsal/oci/stand-in/state.ts": [
    {
      name: "rehearsal: the stand-in sends tags without their namespace",
      find: 'name === "defined_tags" ? byNamespace(given as ObjectValue) : given',
      put: "given",
    },
  ],
  ".github/workflows/deploy.yml": [
    {
      name: "workflows: what was pushed is applied without approval",
      security: true,
      find: "    environment: ${{ matrix.cloud }}${{ matrix.environment != '' && format('-{0}', matrix.environment) || '' }}\n",
      put: "",
    },
    {
      name: "workflows: a deployment cuts off the one before it",
      find: "      group: apply-${{ matrix.cloud }}-${{ matrix.environment }}\n      cancel-in-progress: false",
      put: "      group: apply-${{ matrix.cloud }}-${{ matrix.environment }}\n      cancel-in-progress: true",
    },
  ],
  ".github/workflows/preview.yml": [
    {
      name: "workflows: a pull request from a fork gets an environment",
      security: true,
      find: "      github.event.pull_request.head.repo.full_name == github.repository &&\n",
      put: "",
    },
    {
      name: "workflows: environments of pull requests are deployed as production's deployer",
      security: true,
      find: "    environment: ${{ matrix.cloud }}-preview\n    concurrency:\n      group: apply-${{ matrix.cloud }}-pr-${{ github.event.pull_request.number }}",
      put: "    environment: ${{ matrix.cloud }}\n    concurrency:\n      group: apply-${{ matrix.cloud }}-pr-${{ github.event.pull_request.number }}",
    },
  ],
  ".github/workflows/destroy.yml": [
    {
      name: "workflows: an environment is destroyed without approval",
      security: true,
      find: "    environment: ${{ inputs.cloud }}${{ inputs.environment != '' && format('-{0}', inputs.environment) || '' }}\n",
      put: "",
    },
    {
      name: "workflows: a name that is written once is destroyed",
      find: "    if: inputs.environment == inputs.again\n",
      put: "",
    },
  ],
  ".github/workflows/release.yml": [
    {
      name: "workflows: what builds a release may write releases",
      security: true,
      find: "    name: Build and test\n    permissions:\n      contents: read",
      put: "    name: Build and test\n    permissions:\n      contents: write",
    },
  ],
};
