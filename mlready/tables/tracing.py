"""What follows one request through several services."""

TRACING_CALLS = (
    "opentelemetry.trace.get_tracer", "opentelemetry.trace.set_tracer_provider", "opentelemetry.sdk.trace.TracerProvider",
    "opentelemetry.instrumentation.*", "ddtrace.*", "aws_xray_sdk.*", "jaeger_client.*", "py_zipkin.*", "elasticapm.*", "newrelic.agent.*",
    "logfire.configure", "azure.monitor.opentelemetry.configure_azure_monitor", "aws_lambda_powertools.Tracer", "sentry_sdk.start_transaction",
    "langfuse.*", "phoenix.otel.register", "traceloop.sdk.*", "openinference.*",
)  # fmt: skip

TRACING_PROGRAMS = frozenset({"opentelemetry-instrument", "ddtrace-run", "newrelic-admin"})

TRACING_KINDS = frozenset({"OpenTelemetryCollector", "Instrumentation", "Jaeger", "Telemetry"})

TRACING_TEXTS = (
    b"otel/opentelemetry-collector", b"opentelemetry-collector-contrib", b"jaegertracing/", b"grafana/tempo", b"openzipkin/zipkin", b"linkerd.io/inject",
    b"istio-injection", b"sidecar.istio.io/inject", b"OTEL_EXPORTER_OTLP_ENDPOINT", b"aws-xray-daemon",
)  # fmt: skip

BACKING_IMAGES = (
    "postgres", "redis", "mysql", "mongo", "rabbitmq", "kafka", "zookeeper", "minio", "nginx", "traefik", "prom/", "prometheus", "grafana", "elasticsearch",
    "kibana", "adminer", "memcached", "mariadb", "busybox", "alpine", "localstack", "mailhog", "qdrant", "chroma", "weaviate", "milvus", "etcd",
)  # fmt: skip
"""Beginnings of images of stores and tools, which take part in a request but are not written here."""
