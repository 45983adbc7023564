"""What configuration may say, and what the reader is told where it says something else."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlready.config import Config, ConfigError, Ignore, Suppress, covers, find, find_above, load, nearest, parse
from mlready.config.check import first_fault, schema

NAMES = frozenset({"unseeded-split", "unpinned-base-image", "security", "testing"})
FINGERPRINT = "0123456789abcdef0123456789abcdef"


def read(text: str, name: str = "mlready.toml") -> Config:
    found = parse(text.encode(), name, NAMES)
    assert found is not None
    return found


def refusal(text: str, name: str = "mlready.toml") -> str:
    with pytest.raises(ConfigError) as caught:
        parse(text.encode(), name, NAMES)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_every_key_is_read() -> None:
    found = read(
        f"""
        profile = "strict"
        select = ["security", "unseeded-split"]
        exclude = ["legacy/"]
        domain = ["health"]
        environment = "prod"
        goals = ["scale"]
        fail-on = "medium"
        max-debt = 40
        min-grade = "C"
        infra-repo = "acme/infrastructure"
        related-repos = ["acme/features"]
        [ignore]
        unpinned-base-image = "images are mirrored by digest"
        [roles]
        trains = true
        serves = false
        [zones]
        "scripts/*" = "prod"
        [limits]
        files = 100
        [[suppress]]
        rule = "unseeded-split"
        fingerprint = "{FINGERPRINT}"
        reason = "a demo"
        until = 2027-03-01
        """
    )
    assert found == Config(
        path="mlready.toml",
        profile="strict",
        select=("security", "unseeded-split"),
        ignore=(Ignore("unpinned-base-image", "images are mirrored by digest"),),
        exclude=("legacy/",),
        roles={"trains": True, "serves": False},
        domain=("health",),
        environment="prod",
        goals=("scale",),
        fail_on="medium",
        max_debt=40,
        min_grade="C",
        zones=(("scripts/*", "prod"),),
        limits={"files": 100},
        suppress=(Suppress("unseeded-split", "a demo", FINGERPRINT, until=date(2027, 3, 1)),),
        infra_repo="acme/infrastructure",
        related_repos=("acme/features",),
    )


def test_an_empty_file_says_nothing() -> None:
    assert read("") == Config(path="mlready.toml")


def test_an_ignore_may_be_a_list_and_a_date_may_be_text() -> None:
    found = read(
        """
        ignore = [{rule = "testing", reason = "tested elsewhere"}]
        suppress = [{rule = "unseeded-split", path = "demo/", reason = "a demo", until = "2027-03-01"}]
        """
    )
    assert found.ignore == (Ignore("testing", "tested elsewhere"),)
    assert found.suppress == (Suppress("unseeded-split", "a demo", path="demo/", until=date(2027, 3, 1)),)


def test_a_domain_declares_roles_and_roles_outrank_it() -> None:
    found = read('domain = ["health"]\nroles = {regulated = false}')
    assert found.asserted_roles == {"regulated": False, "affects-people": True}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param('profil = "strict"', ("`profil`", "`profile`"), id="an unknown key names the nearest"),
        pytest.param("fail_on = 'high'", ("`fail_on`", "`fail-on`"), id="an underscore for a hyphen"),
        pytest.param('profile = "strictt"', ("`profile`", "`strict`"), id="an unknown value names the nearest"),
        pytest.param('profile = ["strict"]', ("`profile`", "a text", "a list"), id="a list for a text"),
        pytest.param('exclude = "legacy"', ("`exclude`", "a list", '"legacy"'), id="a text for a list"),
        pytest.param("exclude = [1]", ("`exclude[0]`", "a text"), id="a number in a list of texts"),
        pytest.param("max-debt = true", ("`max-debt`", "a number", "true"), id="a truth value for a number"),
        pytest.param("max-debt = 101", ("`max-debt`", "0 to 100"), id="a debt out of range"),
        pytest.param("max-debt = nan", ("`max-debt`", "0 to 100"), id="a debt that is no number"),
        pytest.param("roles = {train = true}", ("`roles`", "`trains`"), id="an unknown role"),
        pytest.param('roles = {trains = "yes"}', ("`roles.trains`", "true or false"), id="a text for a truth value"),
        pytest.param('select = ["unseeded-spilt"]', ("`select`", "`unseeded-split`"), id="an unknown rule"),
        pytest.param('[ignore]\nunseeded = "why"', ("`ignore`", "`unseeded-split`"), id="an unknown rule to ignore"),
        pytest.param('[ignore]\nunseeded-split = " "', ("`ignore.unseeded-split`", "empty"), id="an empty reason"),
        pytest.param('ignore = ["unseeded-split"]', ("`ignore[0]`", "a table"), id="an ignore without a reason"),
        pytest.param('ignore = [{rule = "testing"}]', ("`ignore[0]`", "`reason`"), id="a reason left out"),
        pytest.param(
            'suppress = [{rule = "testing", reason = "x"}]', ("`fingerprint` or `path`",), id="nothing to suppress"
        ),
        pytest.param(
            'suppress = [{rule = "testing", reason = "x", path = "a", until = "2027-02-30"}]',
            ("`suppress[0].until`", "a date like 2027-03-01", "2027-02-30"),
            id="a day that does not exist",
        ),
        pytest.param(
            'suppress = [{rule = "testing", reason = "x", path = "a", until = 2027-02-01T10:00:00}]',
            ("`suppress[0].until`", "a date like"),
            id="a time for a date",
        ),
        pytest.param(
            'suppress = [{rule = "testing", reason = "x", fingerprint = "abc"}]',
            ("`suppress[0].fingerprint`", "32 hexadecimal"),
            id="a shortened fingerprint",
        ),
        pytest.param('zones = {"a/*" = "tests"}', ("`zones.a/*`", "`test`"), id="an unknown zone"),
        pytest.param("limits = {files = 1.5}", ("`limits.files`", "a whole number"), id="a fraction of a file"),
        pytest.param("limits = {files = 0}", ("`limits.files`", "at least 1"), id="a limit of nothing"),
        pytest.param('infra-repo = "https://x.example/a"', ("`infra-repo`", "owner/name"), id="an address"),
    ],
)
def test_what_is_wrong_is_told_with_the_file_the_key_and_what_is_right(text: str, parts: tuple[str, ...]) -> None:
    message = refusal(text)
    assert message.startswith("mlready.toml: ")
    assert all(part in message for part in parts), message


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("a = 1\nb = = 2\n", "mlready.toml:2: ", id="in the middle"),
        pytest.param('a = 1\r\nb = "x\r\n', "mlready.toml:2: ", id="with DOS line ends"),
        pytest.param("a = 1\nb = [1,\n", "mlready.toml:3: ", id="at the end"),
    ],
)
def test_what_is_not_toml_is_told_with_its_line(text: str, place: str) -> None:
    assert refusal(text).startswith(place + "not valid TOML")


def test_what_is_not_text_is_told_with_its_line() -> None:
    with pytest.raises(ConfigError, match=r"mlready\.toml:2: not UTF-8 text"):
        parse(b"# fine\nprofile = '\xff'\n", "mlready.toml", NAMES)


def test_a_byte_order_mark_is_no_fault() -> None:
    assert parse(b'\xef\xbb\xbfprofile = "strict"', "mlready.toml", NAMES) == Config("mlready.toml", "strict")


def test_a_file_nested_too_deeply_is_refused() -> None:
    assert "nested too deeply" in refusal("a = " + "[" * 100_000)


def test_a_file_that_is_too_large_is_refused() -> None:
    assert "too large" in refusal("#" * 1_000_001)


def test_pyproject_has_a_table_of_its_own() -> None:
    assert read('[tool.mlready]\nprofile = "strict"', "pyproject.toml").profile == "strict"
    assert refusal("[tool.mlready]\nprofil = 1", "pyproject.toml").startswith("pyproject.toml: ")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[tool.ruff]\nline-length = 120", id="about other tools"),
        pytest.param('[project]\ndependencies = ["mlready-lint"]', id="naming the distribution"),
        pytest.param('tool = "mlready"', id="with a tool that is no table"),
        pytest.param("[project\n# mlready", id="that is not TOML and says nothing to mlready"),
    ],
)
def test_a_pyproject_without_the_table_is_no_configuration(text: str) -> None:
    assert parse(text.encode(), "pyproject.toml", NAMES) is None


def test_a_broken_pyproject_that_has_the_table_is_told() -> None:
    assert refusal("[tool.mlready]\nprofile = \n", "pyproject.toml").startswith("pyproject.toml:2: ")


def test_mlready_toml_outranks_pyproject() -> None:
    files = {"mlready.toml": b'profile = "strict"', "pyproject.toml": b'[tool.mlready]\nprofile = "preview"'}
    found = find(files.get, NAMES)
    assert found is not None
    assert (found.path, found.profile) == ("mlready.toml", "strict")


def test_no_file_is_no_configuration() -> None:
    assert find({}.get, NAMES) is None


def test_the_nearest_folder_above_counts_inside_a_work_tree(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "mlready.toml").write_text('profile = "strict"')
    folder = tmp_path / "services" / "api"
    folder.mkdir(parents=True)
    found = find_above(str(folder), NAMES)
    assert found is not None
    assert (found.path, found.profile, found.inside) == ("../../mlready.toml", "strict", "services/api/")
    (tmp_path / "services" / "mlready.toml").write_text('profile = "preview"')
    nearer = find_above(str(folder), NAMES)
    assert nearer is not None
    assert (nearer.path, nearer.profile, nearer.inside) == ("../mlready.toml", "preview", "api/")


def test_nothing_above_a_work_tree_or_outside_one_counts(tmp_path: Path) -> None:
    (tmp_path / "mlready.toml").write_text('profile = "strict"')
    repository, plain = tmp_path / "repository", tmp_path / "plain"
    (repository / ".git").mkdir(parents=True)
    plain.mkdir()
    assert find_above(str(repository), NAMES) is None
    assert find_above(str(plain), NAMES) is None


def test_a_link_above_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.toml").write_text('profile = "strict"')
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    (repository / "mlready.toml").symlink_to(tmp_path / "elsewhere.toml")
    (repository / "api").mkdir()
    assert find_above(str(repository / "api"), NAMES) is None


def test_a_file_the_reader_names_must_be_readable(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot read the configuration"):
        load(str(tmp_path / "absent.toml"), NAMES)
    (tmp_path / "mine.toml").write_text('profile = "strict"')
    assert load(str(tmp_path / "mine.toml"), NAMES).profile == "strict"


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("legacy", "legacy/train.py", True),
        ("legacy/", "legacy/deep/train.py", True),
        ("./legacy/**", "legacy/deep/train.py", True),
        ("*.ipynb", "notebooks/a.ipynb", True),
        ("**/old", "old/train.py", True),
        ("**/old", "pkg/old/train.py", True),
        ("legacy", "legacy2/train.py", False),
        ("train.py", "pkg/train.py", False),
    ],
)
def test_a_glob_names_a_file_or_all_below_a_folder(pattern: str, path: str, expected: bool) -> None:
    assert covers(pattern, path) is expected


def test_nothing_is_near_a_word_unlike_all_others() -> None:
    assert nearest("qqqq", NAMES) is None


SCALARS = st.one_of(
    st.booleans(),
    st.integers(-5, 200),
    st.floats(-5, 200),
    st.sampled_from(
        ["", " ", "x", "strict", "prod", "high", "A", "2027-03-01", "2027-3-1", "20270301", FINGERPRINT, "a/b"]
    ),
    st.dates(),
)
SCHEMA = schema()
TABLE_KEYS = ("trains", "rule", "reason", "fingerprint", "path", "until", "files", "a/*")


def tables(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(TABLE_KEYS), values, max_size=4)


VALUES = st.one_of(SCALARS, tables(SCALARS), st.lists(st.one_of(SCALARS, tables(SCALARS)), max_size=3))
KEYS = st.sampled_from([*SCHEMA["properties"], "unknown"])
SUPPRESSIONS = st.lists(
    st.fixed_dictionaries(
        {"rule": st.just("testing"), "reason": st.sampled_from(["because", " "])},
        optional={"path": st.just("a"), "fingerprint": SCALARS, "until": SCALARS},
    ),
    max_size=2,
)


@given(st.one_of(st.dictionaries(KEYS, VALUES, max_size=3), st.fixed_dictionaries({"suppress": SUPPRESSIONS})))
def test_the_published_schema_and_the_check_agree(table: dict[str, Any]) -> None:
    plain = json.loads(json.dumps(table, default=date.isoformat))
    checker = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker(["date"]))
    ours = first_fault(plain) is None
    assert ours == checker.is_valid(plain)


@given(st.dates())
def test_a_toml_date_and_the_same_date_as_text_are_one(day: date) -> None:
    text = f'suppress = [{{rule = "testing", reason = "x", path = "a", until = {day.isoformat()}}}]'
    quoted = text.replace(day.isoformat(), f'"{day.isoformat()}"')
    assert read(text) == read(quoted)


def test_the_schema_is_itself_valid_and_closed() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def closed(schema: dict[str, Any]) -> bool:
        inner = [*schema.get("properties", {}).values(), *schema.get("oneOf", ())]
        inner += [schema["items"]] if "items" in schema else []
        return all(closed(one) for one in inner) and (
            schema.get("type") != "object" or "additionalProperties" in schema
        )

    assert closed(SCHEMA)
