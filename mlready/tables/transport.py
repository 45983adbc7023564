"""Clients that check certificates unless told otherwise, and the ways to tell them."""

HTTP_PACKAGES = (
    "requests",
    "httpx",
    "aiohttp",
    "urllib3",
    "boto3",
    "botocore",
    "hvac",
    "kubernetes",
    "elasticsearch",
    "opensearchpy",
)
"""Packages whose calls take an argument that says whether certificates are checked."""

OFF_KEYWORDS = frozenset({"verify", "verify_ssl", "ssl", "verify_certs", "use_ssl_verify"})
"""Arguments of theirs that switch the check off where they are false."""

REQUEST_METHODS = frozenset(
    {"get", "post", "put", "patch", "delete", "head", "options", "request", "send", "stream", "ws_connect"}
)

OFF_VARIABLES = {
    "PYTHONHTTPSVERIFY": "0",
    "GIT_SSL_NO_VERIFY": "1 true yes",
    "NODE_TLS_REJECT_UNAUTHORIZED": "0",
    "CURL_CA_BUNDLE": "",
    "REQUESTS_CA_BUNDLE": "",
}  # fmt: skip
"""Variables of the environment, and the values with which they switch the check off."""

LOCAL_HOST = r"(?:https?://)?(?:[^/@]*@)?(?:localhost|127\.|0\.0\.0\.0|\[?::1|host\.docker\.internal)"
"""What an address of this machine begins with, as a pattern."""
