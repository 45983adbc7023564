"""Arguments that switch encryption off, of clients, training jobs and stores."""

CLIENTS = {
    "boto3": ("use_ssl", "endpoint_url", None),
    "minio": ("secure", "endpoint", 0),
}
"""Package -> (argument that is false where the connection is plain, argument that names the address, its position)."""

CLIENT_MAKERS = (
    "boto3.client",
    "boto3.resource",
    "boto3.Session.client",
    "boto3.session.Session.client",
    "minio.Minio",
    "minio.api.Minio",
)
CLIENT_METHODS = frozenset({"client", "resource"})
"""Calls, and methods of sessions, that make a client."""

CLOUD_PACKAGES = ("boto3", "botocore", "aiobotocore", "sagemaker", "aws_cdk", "pulumi_aws", "troposphere")

OFF_WHERE_FALSE = {
    "encrypt_inter_container_traffic": "what the machines of this job tell each other is not encrypted",
    "enable_inter_container_traffic_encryption": "what the machines of this job tell each other is not encrypted",
    "EnableInterContainerTrafficEncryption": "what the machines of this job tell each other is not encrypted",
    "storage_encrypted": "what is stored here is not encrypted",
    "StorageEncrypted": "what is stored here is not encrypted",
    "encrypted": "what is stored here is not encrypted",
    "Encrypted": "what is stored here is not encrypted",
    "at_rest_encryption_enabled": "what is stored here is not encrypted",
    "AtRestEncryptionEnabled": "what is stored here is not encrypted",
    "transit_encryption_enabled": "what is sent here is not encrypted",
    "TransitEncryptionEnabled": "what is sent here is not encrypted",
}
"""Arguments of cloud packages -> what it means that one is false."""

DATABASE_CALLS = (
    "psycopg2.connect", "psycopg.connect", "psycopg.AsyncConnection.connect", "psycopg.Connection.connect", "psycopg2.pool.*", "psycopg_pool.*",
    "asyncpg.connect", "asyncpg.create_pool", "sqlalchemy.create_engine", "sqlalchemy.ext.asyncio.create_async_engine",
    "mysql.connector.connect", "pandas.read_sql", "pandas.read_sql_query", "polars.read_database_uri", "connectorx.read_sql",
)  # fmt: skip
"""Calls that connect to a database."""

OLD_PROTOCOLS = frozenset(
    f"ssl.{name}"
    for name in (
        "PROTOCOL_SSLv2", "PROTOCOL_SSLv3", "PROTOCOL_TLSv1", "PROTOCOL_TLSv1_1", "TLSVersion.SSLv3", "TLSVersion.TLSv1",
        "TLSVersion.TLSv1_1",
    )
)  # fmt: skip
"""Versions of TLS that are broken or given up."""
