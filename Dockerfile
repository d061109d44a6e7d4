# One image for each program, from the archive that "mvn -Pdist package" makes:
#
#   docker build -t gt8004-shipper .
#   docker build -t gt8004-analytics --build-arg PROGRAM=gt8004-analytics --build-arg HEALTH_PORT=9093 .
#   docker build -t gt8004 --build-arg PROGRAM=gt8004 .
#
# NOT RUN where it was written, for there is no Docker: a test checks that every path, option and variable
# named here exists, and runs the health check's command against the programs; nothing more is known.
FROM eclipse-temurin:17-jre

ARG VERSION=0.1.0-SNAPSHOT
ADD target/gt8004-${VERSION}.tar.gz /opt/

# The queue root is setgid: a container that logs runs as a user of its own and group 10001. What is mounted
# here as a new named volume takes over owner and mode.
RUN ln -s gt8004-${VERSION} /opt/gt8004 \
 && ln -s /opt/gt8004/bin/gt8004 /opt/gt8004/bin/gt8004-shipper /opt/gt8004/bin/gt8004-analytics /usr/local/bin/ \
 && groupadd --gid 10001 gt8004 \
 && useradd --uid 10001 --gid 10001 --home-dir /var/lib/gt8004 --no-create-home --shell /usr/sbin/nologin gt8004 \
 && install -d -m 0755 /var/lib/gt8004 \
 && install -d -m 2770 -o 10001 -g 10001 /var/lib/gt8004/queues \
 && install -d -m 0711 -o 10001 -g 10001 /var/lib/gt8004/analytics

ENV GT8004_QUEUE_ROOT=/var/lib/gt8004/queues \
    GT8004_ANALYTICS_DATA_DIR=/var/lib/gt8004/analytics
VOLUME ["/var/lib/gt8004/queues", "/var/lib/gt8004/analytics"]

ARG PROGRAM=gt8004-shipper
ARG HEALTH_PORT=9095
ENV HEALTH_PORT=${HEALTH_PORT}
RUN ln -s /opt/gt8004/bin/${PROGRAM} /usr/local/bin/program

USER 10001:10001
WORKDIR /var/lib/gt8004

# bash asks by itself, so that the image needs no curl. The shipper's port is on loopback, in here too.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$HEALTH_PORT && printf 'GET /healthz HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]

# The program replaces the script that starts it, so SIGTERM reaches it as process 1.
ENTRYPOINT ["/usr/local/bin/program"]
