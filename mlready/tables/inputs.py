"""What a caller sends to a service, and what looks at it before the model does."""

REQUESTS = frozenset({"flask.request", "quart.request", "bottle.request"})
"""Objects that stand for the request without being handed over."""

REQUEST_NAMES = frozenset({"request", "req", "self.request", "http_request"})

RAW_READS = frozenset(
    {
        "json", "get_json", "form", "args", "values", "data", "get_data", "body", "POST", "GET", "post", "media", "get_media",
        "query_params", "get_argument", "get_body_argument",
    }
)  # fmt: skip
"""Attributes and methods of a request that give what was sent as it came."""

RAW_ANNOTATIONS = frozenset(
    {"builtins.dict", "builtins.list", "typing.Dict", "typing.List", "typing.Any", "collections.abc.Mapping"}
)
"""Declared types that say nothing about what is inside."""

CONVERSIONS = frozenset(
    {"builtins.float", "builtins.int", "builtins.bool", "builtins.isinstance", "datetime.datetime.fromisoformat"}
)

CHECKING_CALLS = frozenset(
    {
        "jsonschema.validate", "pydantic.parse_obj_as", "pydantic.TypeAdapter", "cerberus.Validator", "voluptuous.Schema", "flask.abort",
        "fastapi.HTTPException", "starlette.exceptions.HTTPException", "werkzeug.exceptions.BadRequest", "msgspec.json.decode", "msgspec.convert",
    }
)  # fmt: skip

CHECKING_METHODS = frozenset(
    {
        "validate", "model_validate", "model_validate_json", "parse_obj", "parse_raw", "is_valid", "validate_on_submit", "validate_python",
        "validate_json", "from_dict", "astype",
    }
)  # fmt: skip

CHECKING_WORDS = r"valid|verif|check|schema|expects_json|use_args|use_kwargs|sanit|parse_|clean"
"""What is named so looks at its input."""
