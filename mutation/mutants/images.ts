import type { Edits } from "../mutant";

/** Images of pods, from the commit that they are built from to the registry that they are pulled from. */
export const images: Edits = {
  "delivery/plan/image.ts": [
    {
      name: "delivery: an image holds what nobody committed",
      security: true,
      find: 'if (changes !== "")',
      put: 'if (changes === "?")',
    },
    {
      name: "delivery: an image that is there is built and pushed again",
      find: "digestOf(image) ?? (await built(image, commit, root))",
      put: "await built(image, commit, root)",
    },
    {
      name: "delivery: an image is for one of the processors",
      find: 'const platforms = "linux/amd64,linux/arm64";',
      put: 'const platforms = "linux/amd64";',
    },
    {
      name: "delivery: a deployment names an image by its tag",
      security: true,
      find: '"${repository}@${digest}"',
      put: '"${image}"',
    },
    {
      name: "delivery: an image that failed to build has a key",
      find: "    if (code !== 0)\n",
      put: "    if (code < 0)\n",
    },
  ],
  "delivery/plan/images.ts": [
    {
      name: "delivery: whatever Node's tag means is copied",
      security: true,
      find: "source: nodeImage }",
      put: 'source: nodeImage.replace(/@.*/, "") }',
    },
    {
      name: "delivery: copies that failed are pulled",
      find: "    if (code !== 0)\n",
      put: "    if (code < 0)\n",
    },
    {
      name: "delivery: a copy takes the place of the one that is there",
      find: "    if (digestOf(name) !== undefined) continue;\n",
      put: "",
    },
  ],
  "delivery/plan/registry.ts": [
    {
      name: "delivery: whoever lists processes reads the registry's password",
      security: true,
      find: '"--password-stdin", registry]',
      put: '"--password", password, registry]',
    },
    {
      name: "delivery: OCI's registry is asked for a token without TLS",
      security: true,
      find: "`https://${registry}`",
      put: "`http://${registry}`",
    },
    {
      name: "delivery: a registry that refuses is pushed to",
      find: ".status !== 0)\n    throw new CommandError(`docker did not log in",
      put: ".status === -1)\n    throw new CommandError(`docker did not log in",
    },
  ],
  "delivery/oci/registry-token.ts": [
    {
      name: "delivery: OCI's registry is asked for a token by nobody",
      find: "  await new DefaultRequestSigner(provider).signHttpRequest(request);\n",
      put: "  void new DefaultRequestSigner(provider);\n",
    },
    {
      name: "delivery: a registry's refusal is a token",
      find: "const { token } = answer.ok ? ((await answer.json()) as { token?: string }) : {};\n  if (!token)",
      put: 'const { token = "-" } = answer.ok ? ((await answer.json()) as { token?: string }) : {};\n  if (!token)',
    },
  ],
  ".github/workflows/image.yml": [
    {
      name: "workflows: an image is pushed without approval",
      security: true,
      find: "    environment: ${{ inputs.cloud }}${{ inputs.environment != '' && format('-{0}', inputs.environment) || '' }}\n",
      put: "",
    },
    {
      name: "workflows: an image's run may write to the repository",
      security: true,
      find: "      contents: read\n",
      put: "      contents: write\n",
    },
    {
      name: "workflows: packages have rights in the account that images are pushed to",
      security: true,
      find: "      - run: npm run delivery -- image",
      put: "      - run: npm ci && npm run delivery -- image",
    },
    {
      name: "workflows: the environment's name is a program for an image's shell",
      security: true,
      find: 'image "$CLOUD" --summary',
      put: 'image "${{ inputs.cloud }}" --summary',
    },
    {
      name: "workflows: an image is built with what another run kept",
      security: true,
      find: "          package-manager-cache: false\n",
      put: "",
    },
  ],
};
