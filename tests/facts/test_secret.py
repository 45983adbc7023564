"""Secrets are found by the shape their provider gives them; every sample here is made up while the test runs."""

from __future__ import annotations

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlready.facts.secret import Secret, find, mask
from mlready.facts.secret.credential import credentials, is_credential_file
from mlready.facts.secret.placeholder import is_placeholder

LOWER_HEX = "0123456789abcdef"
ALPHANUMERIC = string.ascii_letters + string.digits
DASHED = ALPHANUMERIC + "_-"
BASE64 = ALPHANUMERIC + "+/"
UPPER = string.ascii_uppercase + string.digits


def made_up(alphabet: str, length: int, seed: int = 7) -> str:
    """Characters nobody would call a pattern, the same in every run."""
    return "".join(random.Random(f"{seed}{alphabet}").choices(alphabet, k=length))


def key_block(label: str = "RSA ", lines: int = 4, line_break: str = "\n") -> str:
    body = line_break.join(made_up(BASE64, 64, seed) for seed in range(lines))
    return line_break.join([f"-----BEGIN {label}" + "PRIVATE KEY-----", body, f"-----END {label}" + "PRIVATE KEY-----"])


RSA_HEADER = key_block().partition("\n")[0]
AWS_ID = "AKIA" + made_up(string.ascii_uppercase + "234567", 16)
AWS_SECRET = made_up(BASE64, 40)
HEX40 = made_up(LOWER_HEX, 40)
HEX32 = made_up(LOWER_HEX, 32)

TOKENS = {
    "AWS access key id": AWS_ID,
    "AWS temporary key id": "ASIA" + made_up(string.ascii_uppercase + "234567", 16),
    "GitHub token": "ghp_" + made_up(ALPHANUMERIC, 36),
    "GitHub server token": "ghs_" + made_up(ALPHANUMERIC, 36),
    "GitHub fine-grained token": "github_" + "pat_" + made_up(ALPHANUMERIC, 22) + "_" + made_up(ALPHANUMERIC, 59),
    "GitLab token": "glpat-" + made_up(DASHED, 20),
    "Hugging Face token": "hf_" + made_up(ALPHANUMERIC, 34),
    "Hugging Face token of letters": "hf_" + made_up(string.ascii_letters, 34),
    "OpenAI key": "sk-" + made_up(ALPHANUMERIC, 48),
    "OpenAI project key": "sk-proj-" + made_up(DASHED, 120),
    "Anthropic key": "sk-ant-" + "api03-" + made_up(DASHED, 95),
    "OpenRouter key": "sk-or-v1-" + made_up(LOWER_HEX, 64),
    "Groq key": "gsk_" + made_up(ALPHANUMERIC, 52),
    "Replicate token": "r8_" + made_up(ALPHANUMERIC, 37),
    "LangSmith key": "lsv2_" + "pt_" + HEX32 + "_" + made_up(LOWER_HEX, 10),
    "Slack token": "xoxb-"
    + made_up(string.digits, 12)
    + "-"
    + made_up(string.digits, 12, 8)
    + "-"
    + made_up(ALPHANUMERIC, 24),
    "SendGrid key": "SG." + made_up(DASHED, 22) + "." + made_up(DASHED, 43),
    "Stripe live key": "sk_" + "live_" + made_up(ALPHANUMERIC, 24),
    "npm token": "npm_" + made_up(ALPHANUMERIC, 36),
    "PyPI token": "pypi-" + "AgEIcHlwaS5vcmc" + made_up(DASHED, 140),
    "Databricks token": "dapi" + HEX32,
    "Google API key": "AIza" + made_up(DASHED, 35),
    "Google client secret": "GOCSPX-" + made_up(DASHED, 28),
    "Telegram bot token": made_up(string.digits, 10) + ":AA" + made_up(DASHED, 33),
    "Azure client secret": "k7J" + "8Q~" + made_up(DASHED + "~.", 34),
}

IN_CONTEXT = {
    "AWS secret in a profile": (f"aws_secret_access_key = {AWS_SECRET}\n", AWS_SECRET),
    "AWS secret in the environment": (f'os.environ["AWS_SECRET_ACCESS_KEY"] = "{AWS_SECRET}"\n', AWS_SECRET),
    "AWS secret in JSON": (f'{{"SecretAccessKey": "{AWS_SECRET}"}}', AWS_SECRET),
    "AWS secret in a pod": (f"- name: AWS_SECRET_ACCESS_KEY\n  value: {AWS_SECRET}\n", AWS_SECRET),
    "AWS secret in ENV": (f"ENV AWS_SECRET_ACCESS_KEY {AWS_SECRET}\n", AWS_SECRET),
    "AWS secret for Spark": (f'conf.set("fs.s3a.secret.key", "{AWS_SECRET}")\n', AWS_SECRET),
    "AWS secret as an argument": (f'boto3.client("s3", aws_secret_access_key="{AWS_SECRET}")\n', AWS_SECRET),
    "Weights & Biases login": (f'wandb.login(key="{HEX40}")\n', HEX40),
    "Weights & Biases login over lines": (f"wandb.login(\n    relogin=True,\n    key='{HEX40}',\n)\n", HEX40),
    "Weights & Biases at the prompt": (f"!wandb login --relogin {HEX40}\n", HEX40),
    "Weights & Biases variable": (f"export WANDB_API_KEY={HEX40}\n", HEX40),
    "Weights & Biases in a notebook": ('"source": ["os.environ[\\"WANDB_API_KEY\\"] = \\"' + HEX40 + '\\"\\n"]', HEX40),
    "Label Studio": (f'from label_studio_sdk import Client\nClient(url=u, api_key="{HEX40}")\n', HEX40),
    "Kaggle variable": (f"KAGGLE_KEY={HEX32}\n", HEX32),
    "Kaggle token": (f'{{"username":"someone","key":"{HEX32}"}}', HEX32),
    "Slack webhook": (
        "https://hooks.slack.com/" + f"services/T{made_up(UPPER, 9)}/B{made_up(UPPER, 9)}/{made_up(ALPHANUMERIC, 24)}",
        made_up(ALPHANUMERIC, 24),
    ),
    "Azure storage": (f"AccountName=a;AccountKey={made_up(BASE64, 86)}==;Endpoint=x", made_up(BASE64, 86) + "=="),
    "Azure service bus": (f"Endpoint=sb://a/;SharedAccessKey={made_up(BASE64, 43)}=", made_up(BASE64, 43) + "="),
    "Twilio": (f"client = twilio.rest.Client('SK{HEX32}', secret)", f"SK{HEX32}"),
    "database": ("postgresql+psycopg2://app:Vk93" + "_tRo8@db.prod.acme.io:5432/x", "Vk93_tRo8"),
    "database in a cluster": ("redis://:Vk93" + "_tRo8xx@redis:6379/0", "Vk93_tRo8xx"),
    "database in MongoDB's cloud": ("mongodb+srv://app:Vk93" + "tRo8@c0.ab1.mongodb.net/?w=1", "Vk93tRo8"),
}  # fmt: skip


@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS)
@pytest.mark.parametrize(
    "around", ["{}", 'KEY = "{}"\n', "a b {}, c", "x: {}\n", '"text\\n{}\\n"', "https://u:{}@host/x"]
)
def test_a_token_is_found_wherever_it_stands(token: str, around: str) -> None:
    text = "# first\n" + around.format(token)
    (secret,) = find(text.encode())

    assert secret.line == 2
    assert text.split("\n")[1][secret.column - 1 : secret.end_column - 1] == token


@pytest.mark.parametrize(("text", "value"), IN_CONTEXT.values(), ids=IN_CONTEXT)
def test_a_value_is_found_by_what_it_is_given_to(text: str, value: str) -> None:
    (secret,) = find(text.encode())

    assert text.split("\n")[secret.line - 1][secret.column - 1 : secret.end_column - 1] == value


@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS)
def test_nothing_of_a_token_but_its_prefix_is_kept_or_shown(token: str) -> None:
    (secret,) = find(token.encode())

    assert secret.masked.endswith(f"****({len(token)})")
    assert token.startswith(secret.masked.partition("****")[0])
    assert len(secret.masked.partition("****")[0]) <= 11
    for at in range(11, len(token) - 6):
        assert token[at : at + 6] not in repr(secret)
    assert mask(f"a {token} b") == f"a {secret.masked} b"


def test_the_masked_form_names_prefix_and_length() -> None:
    (secret,) = find(TOKENS["GitHub token"].encode())

    assert secret == Secret("GitHub token", 1, 1, 41, "ghp_****(40)")


@pytest.mark.parametrize(("text", "value"), IN_CONTEXT.values(), ids=IN_CONTEXT)
def test_masking_leaves_the_rest_of_a_text(text: str, value: str) -> None:
    before, after = text.split(value)

    assert value not in mask(text)
    assert mask(text).startswith(before)
    assert mask(text).endswith(after)


@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS)
def test_masking_twice_is_masking_once(token: str) -> None:
    assert mask(mask(token)) == mask(token)


def test_a_private_key_is_found_with_its_body() -> None:
    block = key_block()
    (secret,) = find(f"x = 1\n  {block}\nrest\n".encode())

    assert (secret.kind, secret.line, secret.column) == ("private key", 2, 3)
    assert secret.end_column == 3 + len(block.split("\n")[0])
    assert made_up(BASE64, 64, 0)[:8] not in repr(secret)
    assert mask(f"a {block} b").startswith("a -----BEGIN RSA " + "PRIVATE KEY-----****")
    assert not any(made_up(BASE64, 64, seed)[:16] in mask(block) for seed in range(4))


@pytest.mark.parametrize("label", ["", "EC ", "OPENSSH ", "ENCRYPTED ", "DSA "])
def test_every_kind_of_private_key_is_found(label: str) -> None:
    assert [one.kind for one in find(key_block(label).encode())] == ["private key"]


def test_a_google_service_account_is_told_from_other_keys() -> None:
    text = '{"type": "service_account", "private_key": "' + key_block("", 4, "\\n") + '\\n"}'

    assert [one.kind for one in find(text.encode())] == ["Google service account key"]


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN " + "PRIVATE KEY-----",
        "-----BEGIN " + "PRIVATE KEY-----\n...\n-----END " + "PRIVATE KEY-----",
        "-----BEGIN " + "PRIVATE KEY-----\\nMIIEvQIBADAN...\\n-----END " + "PRIVATE KEY-----\\n",
        "-----BEGIN " + "PRIVATE KEY-----\n" + "x" * 64 + "\n-----END " + "PRIVATE KEY-----",
        f's.find("{RSA_HEADER}")\nif first_line_of_the_key >= 0 and the_rest_of_the_code_is_long_enough():',
        "-----BEGIN PUBLIC KEY-----\n" + made_up(BASE64, 64) + "\n-----END PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----\n" + made_up(BASE64, 64) + "\n-----END CERTIFICATE-----",
    ],
)
def test_a_header_without_a_key_is_no_private_key(text: str) -> None:
    assert find(text.encode()) == ()


@pytest.mark.parametrize(
    "token",
    [
        "AKIA" + "IOSFODNN7EXAMPLE",
        "AKIA" + "JX7X7X7X7X7X7X7X",
        "AKIA" + "A" * 16,
        "ghp_" + "x" * 36,
        "ghp_" + "1234567890" * 4,
        "ghp_" + "abcdefghijklmnopqrstuvwxyz0123456789",
        "ghp_" + "a1b2c3d4e5f6g7h8i9j0" * 2,
        "ghp_" + made_up(ALPHANUMERIC, 12) * 3,
        "ghp_" + made_up(ALPHANUMERIC, 20),
        "ghp_" + made_up(ALPHANUMERIC, 36) + "...",
        "hf_" + "x" * 34,
        "hf_" + "YourHuggingFaceTokenGoesHereNow" + "abc",
        "sk-" + "1" * 48,
        "sk-" + "your-api-key-here-and-then-some-more",
        "sk-" + "a" * 20 + "T3Blbk" + "FJ" + "a" * 20,
        "sk-container-id-1 div.sk-parallel-item::after",
        "my_task-" + made_up(ALPHANUMERIC, 40),
        "risk-" + made_up(ALPHANUMERIC, 40),
        "xoxb-" + "0" * 12 + "-" + "0" * 12 + "-" + "X" * 24,
        "https://hooks.slack.com/" + "services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
        "dapi" + "1234567890ab1234567890ab12345678",
        "dapi" + made_up(LOWER_HEX, 20),
        "SK" + HEX32,
        "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfi" + "CYEXAMPLEKEY",
        "aws_secret_access_key = " + HEX40,
        "aws_secret_access_key = ${AWS_SECRET_ACCESS_KEY}",
        "aws_secret_access_key = " + "x" * 40,
        "commit " + HEX40,
        "WANDB_API_KEY=" + "x" * 40,
        "WANDB_API_KEY=${{ secrets.WANDB_API_KEY }}",
        "wandb.login(key=args.key)  # see " + HEX40,
        "md5: " + HEX32,
        "AccountKey=" + "A" * 86 + "==",
        "sha512-" + made_up(BASE64, 86) + "==",
        "data:image/png;base64," + "AKIA" + made_up(BASE64, 400),
    ],
)
def test_what_only_resembles_a_token_is_left_alone(token: str) -> None:
    assert find(f'key = "{token}"\n'.encode()) == ()
    assert mask(token) == token


@pytest.mark.parametrize(
    "url",
    [
        "postgres://user:pass@localhost/db",
        "postgres://app:Vk93tRo8@localhost:5432/db",
        "postgres://app:Vk93tRo8@127.0.0.1/db",
        "mysql://root:Vk93tRo8@host.docker.internal/db",
        "postgres://user:password@db.prod.acme.io/db",
        "postgres://user:${DB_PASSWORD}@db.prod.acme.io/db",
        "postgres://user:{password}@db.prod.acme.io/db",
        "postgres://user:{{ db.password }}@db.prod.acme.io/db",
        "postgres://user:%s@db.prod.acme.io/db",
        "postgres://user:<password>@db.prod.acme.io/db",
        "mongodb+srv://&lt;username&gt;:&lt;password&gt;@c0.ab1.mongodb.net/",
        "postgres://user:changeme@db.prod.acme.io/db",
        "postgres://airflow:airflow@db.prod.acme.io/db",
        "postgres://app:evidently_password@postgres:5432/db",
        "postgresql://airflow:airflow@postgres/airflow",
        "postgresql://mlflow:letmein@db/mlflow",
        "redis://:*****@cache.prod.acme.io",
        "postgres://app:Vk93tRo8@your-host.com/db",
        "postgres://app:Vk93tRo8@db.example.com/db",
        "postgres://db.prod.acme.io/db?user=a@b",
        "https://user:Vk93tRo8@db.prod.acme.io/db",
        "sqlite:///a:b@c.db",
    ],
)
def test_a_database_address_without_a_real_password_is_left_alone(url: str) -> None:
    assert find(url.encode()) == ()


def test_public_sample_keys_are_known() -> None:
    emulator = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6" + "tq/K1SZFPTOtr/KBHBeksoGMGw=="

    assert find(f"AccountKey={emulator}".encode()) == ()


def test_places_count_lines_and_characters() -> None:
    token = TOKENS["npm token"]
    text = f"é {token} {token}\r\n\n  ä{token[:0]} {token}\n"

    assert [(one.line, one.column, one.end_column) for one in find(text.encode())] == [
        (1, 3, 43),
        (1, 44, 84),
        (3, 5, 45),
    ]


def test_a_file_in_utf_16_is_read() -> None:
    assert [one.line for one in find(f"a\n{AWS_ID}\n".encode("utf-16"))] == [2]


def test_an_image_in_a_notebook_holds_no_secret_and_hides_none() -> None:
    image = made_up(BASE64, 5000)
    text = (
        f'{{"image/png": "{image}", "text/plain": ["{AWS_ID}"], "image/svg+xml": "<svg {AWS_ID}>", "image/png": ["x"]}}'
    )

    assert [one.masked for one in find(text.encode())] == ["AKIA****(20)"] * 2


def test_a_megabyte_on_one_line_is_read_to_its_end() -> None:
    for filler in (
        "a",
        "A1",
        "sk-",
        "AKIA ",
        "://a:b@",
        "-----BEGIN " + "PRIVATE KEY-----",
        "wandb.login(",
        "username: ",
        '"image/',
    ):
        data = (filler * (1_000_000 // len(filler)) + " " + AWS_ID).encode()
        assert [one.kind for one in find(data)][-1:] == ["AWS access key id"]


def test_very_many_secrets_are_told_up_to_a_bound() -> None:
    assert len(find((AWS_ID + "\n").encode() * 5000)) == 1000
    assert AWS_ID not in mask((AWS_ID + "\n") * 5000)


@pytest.mark.parametrize(
    "value",
    [
        "", "changeme", "your-api-key", "<token>", "${TOKEN}", "{{ token }}", "xxxxxxxx", "password", "Password123!", "admin",
        "...", "none", "%(password)s", "abcdefgh12345678", "my-secret", "test_key_1", "aaaaaaaaaaaaaaaa", "s3cr3t" + "example",
    ],
)  # fmt: skip
def test_stand_ins_are_known(value: str) -> None:
    assert value == "" or is_placeholder(value)


@pytest.mark.parametrize("value", [HEX40, AWS_SECRET, "Vk93_tRo8", made_up(DASHED, 30)])
def test_a_real_value_is_no_stand_in(value: str) -> None:
    assert not is_placeholder(value)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (".env", True), ("app/.env.production", True), ("prod.env", True), (".env.example", False), (".env.sample", False),
        ("example.env", False), ("kaggle.json", True), (".netrc", True), (".aws/credentials", True), ("docs/credentials", False),
        ("certs/server.key", True), ("web.pem", True), ("gcp-key.json", True), ("my-service-account.json", True), ("keys.json", False),
        (".streamlit/secrets.toml", True), ("secrets.toml", False),
        ("id_rsa", True), ("id_rsa.pub", False), ("env.py", False), (".docker/config.json", True), ("config.json", False),
    ],
)  # fmt: skip
def test_credential_files_are_known_by_name(path: str, expected: bool) -> None:
    assert is_credential_file(path) is expected


@pytest.mark.parametrize(
    ("path", "text", "lines"),
    [
        (".env", f"HOST=a\nDB_PASSWORD={made_up(ALPHANUMERIC, 14)}\nAPI_KEY='{HEX32}'\n", [2, 3]),
        (
            ".env",
            "DB_PASSWORD=changeme\nAPI_KEY=\nSECRET_KEY=${X}\nTOKEN=<token>\nTOKEN_URL=https://a.io/x\nTOKEN_TTL=86400000\n",
            [],
        ),
        (".env", f"AWS_ACCESS_KEY_ID={AWS_ID}\nAWS_SECRET_ACCESS_KEY={AWS_SECRET}\n", [1, 2]),
        (".env", "MAX_TOKENS=4096\nPUBLIC_KEY=" + HEX40 + "\nKEY_FILE=/run/secrets/key\n", []),
        ("kaggle.json", f'{{"username": "a", "key": "{HEX32}"}}', [1]),
        ("kaggle.json", '{"username": "a", "key": "<your key>"}', []),
        (".netrc", f"machine api.wandb.ai\n  login user\n  password {HEX40}\n", [3]),
        (".pypirc", f"[pypi]\nusername = a\npassword = {made_up(ALPHANUMERIC, 12)}\n", [3]),
        (".npmrc", "//registry.npmjs.org/:_authToken=${NPM_TOKEN}\n", []),
        (".git-credentials", f"https://me:{made_up(ALPHANUMERIC, 20)}@git.acme.io\n", [1]),
        ("notes.txt", f"DB_PASSWORD={made_up(ALPHANUMERIC, 14)}\n", []),
        ("id_rsa", key_block("OPENSSH "), [1]),
        ("certs/server.key", key_block("EC "), [1]),
        ("certs/server.pem", "-----BEGIN CERTIFICATE-----\n" + made_up(BASE64, 64) + "\n-----END CERTIFICATE-----", []),
        (".streamlit/secrets.toml", f'name = "a"\napi_key = "{HEX32}"\n', [2]),
        ("credentials.json", '{"private_key": "' + key_block("", 4, "\\n") + '\\n"}', [1]),
        ("credentials.json", '{"user": "me"}', []),
        ("id_rsa", "not a key\n", []),
    ],
)
def test_a_credential_file_is_judged_by_its_content(path: str, text: str, lines: list[int]) -> None:
    found = credentials(path, text.encode())

    assert [one.line for one in found] == lines
    assert not any(made_up(ALPHANUMERIC, 12) in repr(one) or HEX32[:10] in repr(one) for one in found)


PIECES = st.sampled_from(
    [*TOKENS.values(), *(text for text, _ in IN_CONTEXT.values()), key_block(), "AKIA", "-----", "PRIVATE KEY", "://", "@", ":", "sk-", '"image/', '": "', "\n", " ", "x" * 2000, "é", "\x00", "\\n"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=8).map("".join))
def test_any_mixture_of_pieces_is_masked_and_placed(text: str) -> None:
    lines = text.split("\n")
    for one in find(text.encode()):
        assert 1 <= one.column < one.end_column <= len(lines[one.line - 1]) + 1
    assert find(mask(text).encode()) == ()


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    assert isinstance(find(data), tuple)
    assert isinstance(credentials(".env", data), tuple)


@given(st.text(max_size=200).filter(lambda text: len(text) < 20))
def test_short_texts_are_returned_as_they_are(text: str) -> None:
    assert mask(text) == text


def test_a_text_that_cannot_be_encoded_is_masked() -> None:
    assert mask(f"\udce9 {AWS_ID}") == "\udce9 AKIA****(20)"
