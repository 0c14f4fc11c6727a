# The program alone, static, without a system around it:
#
#   docker build -t asl-lint .
#   docker run --rm -v "$PWD:/work:ro" asl-lint check

FROM rust:1.95-alpine AS build
WORKDIR /asl-lint
COPY Cargo.toml Cargo.lock ./
COPY benches benches
COPY schemas schemas
COPY src src
# Rust for Alpine links musl statically.
RUN cargo build --release --locked --bin asl-lint

FROM scratch
COPY --from=build /asl-lint/target/release/asl-lint /asl-lint
COPY LICENSE-MIT LICENSE-APACHE /
WORKDIR /work
USER 65534:65534
ENTRYPOINT ["/asl-lint"]
CMD ["check"]
