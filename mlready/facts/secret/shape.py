"""The shapes: how each provider's secrets look. Names of providers and formats only; no secret is in here."""

from __future__ import annotations

from typing import NamedTuple

# What may stand between a name and the value given to it: `X=v`, `"x": "v"`, `env["X"] = "v"` (also escaped in a
# notebook), `ENV X v`, and the `name: X` / `value: v` pairs of Kubernetes, compose and task definitions.
_QUOTES = rb"""[\\"'\])]{0,6}"""
_GIVEN = (
    rb"(?:" + _QUOTES + rb"\s{0,8}(?:=>|[:=,])\s{0,8}" + _QUOTES + rb"|[ \t]{1,4}"
    rb"|[\\\"',\s\-]{1,80}value" + _QUOTES + rb"\s{0,8}[:=]\s{0,8}" + _QUOTES + rb")"
)


class Shape(NamedTuple):
    """`pattern` is tried only where one of `needles` occurs; its group 1 (else all of it) is the secret.

    `made_of`: "word", its first 26 characters or more (of AWS key ids, 20) are letters, digits, `_` or `-`, with a needle right there; "hex", 32 or
    more hexadecimal digits, or "base64", 40 or more of its characters, with a needle at most 400 bytes before. `shown` is how
    many bytes of the secret a masked form keeps. `holds` are the classes that must all occur in the rest: A, a, 0.
    """

    kind: str
    needles: tuple[bytes, ...]
    pattern: bytes
    shown: int = 0
    made_of: str = "word"
    holds: str = "0"


PRIVATE_KEY = rb"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----"
DATABASES = (
    b"postgres", b"postgresql", b"mysql", b"mariadb", b"mongodb", b"redis", b"rediss", b"amqp", b"amqps", b"mssql", b"oracle",
    b"clickhouse", b"snowflake", b"redshift",
)  # fmt: skip
DATABASE = rb"(?:" + b"|".join(DATABASES) + rb")(?:\+[a-z0-9_]{1,20})?\Z"
CREDENTIALS = rb"://([^\s:/@\"'<>\\`]{0,100}):([^\s@/\"'<>\\`]{1,200})@([^\s/@\"'\\,;)`]{1,200})"
AZURE_CLIENT_SECRET = rb"[A-Za-z0-9_~.]{3}8Q~[A-Za-z0-9_~.-]{34}(?![A-Za-z0-9_~.-])"
_HEX_END = rb"(?![A-Za-z0-9])"

SHAPES: tuple[Shape, ...] = (
    Shape("AWS access key id", (b"AKIA", b"ASIA"), rb"A[KS]IA[A-Z2-7]{16}(?![A-Za-z0-9+/=])", 4, holds="A"),
    Shape(
        "AWS secret access key",
        (b"ecret", b"ECRET"),
        rb"(?i:secret_?access_?key|aws_?secret(?:_?key)?|s3[an]?\.secret\.key)"
        + _GIVEN
        + rb"([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])",
        made_of="base64",
        holds="Aa0",
    ),
    Shape(
        "GitHub token",
        (b"ghp_", b"gho_", b"ghu_", b"ghs_", b"ghr_"),
        rb"gh[pousr]_[A-Za-z0-9]{36,255}(?![A-Za-z0-9_])",
        4,
    ),
    Shape("GitHub token", (b"github_pat_",), rb"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}(?![A-Za-z0-9_])", 11),
    Shape(
        "GitLab token", (b"glpat-",), rb"glpat-[A-Za-z0-9_-]{20,300}(?:\.[a-z0-9]{2}\.[a-z0-9]{9})?(?![A-Za-z0-9_-])", 6
    ),
    Shape("Hugging Face token", (b"hf_",), rb"hf_[A-Za-z0-9]{34,40}(?![A-Za-z0-9_])", 3, holds="Aa"),
    Shape("Anthropic key", (b"sk-ant-",), rb"sk-ant-[a-z]{3,8}\d\d-[A-Za-z0-9_-]{80,130}(?![A-Za-z0-9_-])", 7),
    Shape("OpenRouter key", (b"sk-or-v1-",), rb"sk-or-v1-[0-9a-f]{64}(?![A-Za-z0-9_-])", 9),
    Shape("Langfuse key", (b"sk-lf-",), rb"sk-lf-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![A-Za-z0-9_-])", 6),
    Shape(
        "OpenAI key",
        (b"sk-proj-", b"sk-svcacct-", b"sk-admin-"),
        rb"sk-(?:proj|svcacct|admin)-[A-Za-z0-9_-]{40,250}(?![A-Za-z0-9_-])",
        3,
        holds="Aa0",
    ),
    Shape("OpenAI key", (b"sk-",), rb"sk-[A-Za-z0-9]{32,64}(?![A-Za-z0-9_-])", 3, holds="a0"),
    Shape("Groq key", (b"gsk_",), rb"gsk_[A-Za-z0-9]{52}(?![A-Za-z0-9_])", 4, holds="Aa0"),
    Shape("Replicate token", (b"r8_",), rb"r8_[A-Za-z0-9]{37}(?![A-Za-z0-9_])", 3, holds="Aa0"),
    Shape("LangSmith key", (b"lsv2_",), rb"lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}(?![A-Za-z0-9_])", 5),
    Shape(
        "Weights & Biases key",
        (b"WANDB_API_KEY", b"wandb_api_key"),
        rb"(?:WANDB_API_KEY|wandb_api_key)" + _GIVEN + rb"([0-9a-f]{40})" + _HEX_END,
        made_of="hex",
    ),
    Shape(
        "Weights & Biases key",
        (b"wandb.login", b"wandb login"),
        rb"wandb(?:\.login\s{0,4}\([^()]{0,200}?[\\\"']{1,2}| login (?:--?[a-z=-]{1,30} ){0,4}[\"']?)([0-9a-f]{40})"
        + _HEX_END,
        made_of="hex",
    ),
    Shape("Weights & Biases key", (b"wandb_v1_",), rb"wandb_v1_[A-Za-z0-9_]{40,120}(?![A-Za-z0-9_])", 9),
    Shape(
        "Label Studio key",
        (b"label_studio", b"LABEL_STUDIO", b"label-studio"),
        rb"(?i:api_?key|token)" + _GIVEN + rb"([0-9a-f]{40})" + _HEX_END,
        made_of="hex",
    ),
    Shape(
        "Kaggle key",
        (b"KAGGLE_KEY", b"kaggle_key"),
        rb"(?:KAGGLE_KEY|kaggle_key)" + _GIVEN + rb"([0-9a-f]{32})" + _HEX_END,
        made_of="hex",
    ),
    Shape(
        "Kaggle key",
        (b"username",),
        rb"username[\\\"']{1,3}\s{0,8}:\s{0,8}[\\\"']{1,3}[A-Za-z0-9_-]{1,60}[\\\"']{1,3}\s{0,8},\s{0,8}[\\\"']{1,3}key"
        rb"[\\\"']{1,3}\s{0,8}:\s{0,8}[\\\"']{1,3}([0-9a-f]{32})" + _HEX_END,
        made_of="hex",
    ),
    Shape("Slack token", (b"xox",), rb"xox[abeoprs]-\d{8,14}-[A-Za-z0-9-]{18,120}(?![A-Za-z0-9-])", 5),
    Shape("Slack token", (b"xapp-",), rb"xapp-\d-[A-Z0-9]{8,14}-\d{8,14}-[0-9a-f]{40,80}(?![A-Za-z0-9-])", 5),
    Shape(
        "Slack webhook",
        (b"hooks.slack.com/",),
        rb"hooks\.slack\.com/(?:services/T[A-Z0-9]{6,12}/B[A-Z0-9]{6,12}|workflows/[A-Z0-9]{6,14}/[A-Z0-9]{6,14}/\d{10,20})"
        rb"/([A-Za-z0-9]{20,40})(?![A-Za-z0-9])",
        made_of="base64",
        holds="a",
    ),
    Shape(
        "Azure storage key",
        (b"ccountKey", b"ccount_key", b"CCOUNT_KEY", b"TORAGE_KEY", b"torage_key"),
        rb"(?i:account_?key|storage_key)" + _GIVEN + rb"([A-Za-z0-9+/]{86}==)",
        made_of="base64",
        holds="Aa0",
    ),
    Shape(
        "Azure shared access key",
        (b"SharedAccessKey=",),
        rb"SharedAccessKey=([A-Za-z0-9+/]{43}=)(?![A-Za-z0-9+/=])",
        made_of="base64",
        holds="Aa0",
    ),
    Shape("SendGrid key", (b"SG.",), rb"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])", 3),
    Shape("Stripe live key", (b"k_live_",), rb"[sr]k_live_[A-Za-z0-9]{24,247}(?![A-Za-z0-9])", 8),
    Shape("npm token", (b"npm_",), rb"npm_[A-Za-z0-9]{36}(?![A-Za-z0-9_])", 4),
    Shape("PyPI token", (b"pypi-AgE",), rb"pypi-AgE[A-Za-z0-9_-]{50,1000}(?![A-Za-z0-9_-])", 5),
    Shape("Databricks token", (b"dapi",), rb"dapi[0-9a-f]{32}(?:-\d)?(?![A-Za-z0-9_-])", 4),
    Shape("Google API key", (b"AIza",), rb"AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])", 4),
    Shape("Google client secret", (b"GOCSPX-",), rb"GOCSPX-[A-Za-z0-9_-]{28}(?![A-Za-z0-9_-])", 7),
    Shape("Telegram bot token", (b":AA",), rb"[0-9]{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])"),
    Shape("Twilio key", (b"wilio", b"WILIO"), rb"SK[0-9a-f]{32}(?![A-Za-z0-9])", 2, made_of="hex"),
)
