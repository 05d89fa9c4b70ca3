# The visit counter in a container. `docker build -t counter .`; compose.yaml runs it with its database.
#
# The digest decides which bytes are built on, the tag only says what they were. A newer one is found by
# `docker buildx imagetools inspect node:24-bookworm-slim`.
ARG NODE_IMAGE=node:24-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6

# On the builder's own processor: what it makes runs on every one.
FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS build
WORKDIR /build
# What is installed depends on these alone, so that a change of the sources installs nothing again.
COPY package.json package-lock.json ./
COPY preflight/package.json preflight/
COPY providers/oci/package.json providers/oci/
COPY webapp/package.json webapp/
RUN npm ci --ignore-scripts --no-audit --no-fund --include-workspace-root --workspace counterpart-webapp
COPY tsconfig.json ./
COPY webapp/ webapp/
RUN npm run build --workspace counterpart-webapp \
  && mkdir /app \
  && tar --extract --gzip --no-same-owner --file webapp/dist/counter.tar.gz --directory /app

FROM ${NODE_IMAGE}
ENV NODE_ENV=production
WORKDIR /app
# Root owns the files, so that the app cannot change itself.
COPY --from=build /app/ ./
# A number, because a name does not tell Kubernetes that this is not root.
USER 1000:1000
EXPOSE 8080
# Not /health: who restarts what is unhealthy would not bring a database back.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8080}/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "counter.mjs"]
CMD ["serve"]
