"""The rule book: pages, front matter, the index and its renewal, foreign books."""

import json
import os
import sys
from pathlib import Path

import pytest

from mlready import __version__
from mlready.rulebook import RuleBook, RuleError, build_index, read_rule

PAGE = """\
---
summary: A thing is wrong
subject: python
severity: high
confidence: high
effort: {once: 5, each: 2}
profile: recommended
---
It matters.

## What to do

Mend it.

```python title="a.py"
## not a heading
```

## Bad
"""
CHECK = "def check(subject, repo):\n    yield from ()\n"


def front(**changes: str | None) -> str:
    """The page with keys of its front matter changed, added or taken out (None)."""
    values: dict[str, str | None] = {
        "summary": "A thing is wrong",
        "subject": "python",
        "severity": "high",
        "confidence": "high",
        "effort": "{once: 5, each: 2}",
        "profile": "recommended",
    }
    values |= changes
    lines = [f"{key}: {value}" for key, value in values.items() if value is not None]
    return "\n".join(["---", *lines, "---", "It matters.", ""])


def write(folder: Path, **pages: str) -> Path:
    """Pairs in the family `security`, by stem."""
    (folder / "security").mkdir(parents=True, exist_ok=True)
    for stem, page in pages.items():
        (folder / "security" / f"{stem}.md").write_text(page, encoding="utf-8")
        (folder / "security" / f"{stem}.py").write_text(CHECK, encoding="utf-8")
    return folder


def load(folder: Path, **options: Path) -> RuleBook:
    return RuleBook.load(folder, cache_dir=folder.parent / "cache", **options)  # type: ignore[arg-type]


def faults(page: str, path: str = "security/open_door.md") -> list[str]:
    with pytest.raises(RuleError) as caught:
        read_rule(path, page)
    return str(caught.value).splitlines()


def test_a_page_becomes_a_rule_with_its_defaults() -> None:
    rule = read_rule("security/open_door.md", front(when="trains", peers="{bandit: [B301, B302], sonar: S1}"))
    assert (rule.name, rule.family, rule.summary) == ("open-door", "security", "A thing is wrong")
    assert (rule.once, rule.each, rule.zones, rule.fix) == (5, 2, ("prod", "infra"), "none")
    assert (rule.root_cause, rule.oldest_name) == ("open-door", "open-door")
    assert rule.peers == {"bandit": "B301, B302", "sonar": "S1"}
    assert (rule.path, rule.check_path, rule.foreign) == ("security/open_door.md", "security/open_door.py", False)
    assert rule.is_site_rule


def test_a_renamed_rule_keeps_its_first_name_for_fingerprints() -> None:
    assert read_rule("security/open_door.md", front(aliases="[first-name, second-name]")).oldest_name == "first-name"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        pytest.param({"sevrity": "low"}, "8: sevrity: unknown key; did you mean 'severity'?", id="unknown key"),
        pytest.param({"severity": None}, "1: the key `severity` is missing", id="missing key"),
        pytest.param({"severity": "hihg"}, "4: severity: 'hihg' is not known; did you mean 'high'?", id="severity"),
        pytest.param(
            {"profile": "all"},
            "7: profile: 'all' is not known; one of recommended, strict, preview",
            id="nothing is near: all choices",
        ),
        pytest.param({"fix": "yes"}, "8: fix: True is not known; one of safe, unsafe, none", id="fix"),
        pytest.param({"summary": "[a]"}, "2: summary: it must be text, not ['a']", id="summary is a list"),
        pytest.param({"summary": "''"}, "2: summary: it must be text, not ''", id="empty summary"),
        pytest.param({"summary": '"a\\nb"'}, "2: summary: it must fit one line", id="long summary"),
        pytest.param({"when": "train"}, "8: when: 'train' is not a role; did you mean 'trains'?", id="role misspelt"),
        pytest.param(
            {"when": "trains and"}, "8: when: a role is missing at the end, in `trains and`", id="broken when"
        ),
        pytest.param({"zones": "[prd]"}, "8: zones: 'prd' is not a zone; did you mean 'prod'?", id="zone"),
        pytest.param({"zones": "[]"}, "8: zones: it names no zone", id="no zone"),
        pytest.param({"zones": "prod"}, "8: zones: it must be a list of texts, not 'prod'", id="zones is text"),
        pytest.param({"zones": "[prod, prod]"}, "8: zones: one of the list is given twice", id="zone twice"),
        pytest.param(
            {"subject": "repo", "zones": "[prod]"}, "8: zones: subject repo is not a file", id="zones of a project"
        ),
        pytest.param(
            {"subject": "git", "triggers": "['text:x']"},
            "8: triggers: subject git is not a file",
            id="triggers of a project",
        ),
        pytest.param(
            {"subject": "ci", "triggers": "[torch.load]"},
            "8: triggers: 'torch.load': subject ci knows only `text:` triggers",
            id="names outside Python",
        ),
        pytest.param({"triggers": "['text:']"}, "8: triggers: `text:` names no text", id="empty text trigger"),
        pytest.param(
            {"triggers": "['import:a b']"},
            "8: triggers: 'import:a b' is not a resolved name, `.method`, `import:package`, `def:name` or `text:literal`",
            id="trigger that names nothing",
        ),
        pytest.param(
            {"subject": "repo", "severity": "critical"},
            "4: severity: critical is for located faults, a rule about the repository has none",
            id="critical without a place",
        ),
        pytest.param(
            {"silences": "[other]"},
            "8: silences: only a rule about the repository can silence others",
            id="a site rule silences nothing",
        ),
        pytest.param(
            {"effort": "5"}, "6: effort: it must be {once: minutes, each: minutes}, not 5", id="effort is a number"
        ),
        pytest.param(
            {"effort": "{once: -1}"},
            "6: effort: minutes must be whole numbers from 0, not {'once': -1}",
            id="negative effort",
        ),
        pytest.param({"effort": None}, "1: the key `effort` is missing", id="no effort"),
        pytest.param(
            {"unblocks": "[Not_Kebab]"},
            "8: unblocks: 'Not_Kebab' is not a rule name (lower-case words joined by `-`)",
            id="not a rule name",
        ),
        pytest.param(
            {"aliases": "[open-door]"}, "8: aliases: a rule cannot be its own former name", id="alias of itself"
        ),
        pytest.param({"peers": "[a]"}, "8: peers: it must be {tool: code}, not ['a']", id="peers is a list"),
        pytest.param(
            {"peers": "{a: {b: c}}"}, "8: peers: the codes of a must be texts, not {'b': 'c'}", id="peers is deep"
        ),
    ],
)
def test_a_fault_of_the_front_matter_says_what_and_where(changes: dict[str, str | None], fault: str) -> None:
    changed = front(**changes)
    if None in changes.values():
        assert f"security/open_door.md:{fault}" in faults(changed)
    else:
        assert faults(changed) == [f"security/open_door.md:{fault}"]


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        pytest.param("# Title\n", "1: the page does not begin with front matter (`---`)", id="no front matter"),
        pytest.param("---\nsummary: a\n", "1: the front matter is not closed (`---`)", id="not closed"),
        pytest.param("---\na: [\n---\n", "3: the front matter is not YAML: ", id="not YAML"),
        pytest.param("---\n- a\n---\n", "1: the front matter is not a list of `key: value`", id="a list"),
        pytest.param("---\n---\n", "1: the front matter is not a list of `key: value`", id="empty"),
        pytest.param(front().replace("subject", "severity: low\nsubject"), "5: severity: given twice", id="twice"),
    ],
)
def test_a_page_without_usable_front_matter_is_refused(page: str, fault: str) -> None:
    assert faults(page)[0].startswith(f"security/open_door.md:{fault}")


def test_the_name_of_the_file_and_its_folder_are_checked() -> None:
    assert faults(front(), "secrity/open-Door.md") == [
        "secrity/open-Door.md:1: the file's name 'open-Door.md' is not lower-case words joined by `_`",
        "secrity/open-Door.md:1: its folder 'secrity' is not a family; did you mean 'security'?",
    ]


def test_all_faults_of_a_book_are_told_at_once(tmp_path: Path) -> None:
    folder = write(tmp_path / "rules", one=front(severity="worst"), two=front(subject="pyton"), three=front())
    (folder / "security" / "three.py").unlink()
    (folder / "security" / "four.py").write_text(CHECK)
    with pytest.raises(RuleError) as caught:
        build_index(folder)
    lines = str(caught.value).splitlines()
    assert [line.split(": ")[0] for line in lines] == [
        "security/one.md:4",
        "security/two.md:3",
        "security/three.md",
        "security/four.py",
    ]
    assert "its check security/three.py is missing" in lines[2]
    assert "its page security/four.md is missing" in lines[3]


@pytest.mark.parametrize(
    ("pages", "fault"),
    [
        pytest.param(
            {"lock": front(), "seed": front(unblocks="[lok]")},
            "security/seed.md: unblocks: there is no rule 'lok'; did you mean 'lock'?",
            id="unblocks a rule that is not there",
        ),
        pytest.param(
            {"seed": front(subject="repo", silences="[seed]")},
            "security/seed.md: silences: a rule cannot name itself",
            id="silences itself",
        ),
        pytest.param(
            {"a": front(subject="repo", silences="[b]"), "b": front(subject="repo", silences="[a]")},
            "security/a.md: silences: it silences itself by way of b",
            id="silences in a circle",
        ),
        pytest.param(
            {"a": front(aliases="[b]"), "b": front()},
            "security/b.md: the name b is taken by security/a.md",
            id="an alias that is another rule's name",
        ),
        pytest.param(
            {"a": front(subject="suppression")},
            "security/a.py: mlready judges subject suppression itself, no check is called",
            id="a check nobody calls",
        ),
    ],
)
def test_rules_of_a_book_fit_together(tmp_path: Path, pages: dict[str, str], fault: str) -> None:
    with pytest.raises(RuleError) as caught:
        build_index(write(tmp_path / "rules", **pages))
    assert str(caught.value).splitlines()[0] == fault


def test_a_book_gives_rules_by_name_and_former_name_and_their_pages(tmp_path: Path) -> None:
    book = load(write(tmp_path / "rules", open_door=PAGE.replace("---\nIt", "aliases: [ajar]\n---\nIt"), a=PAGE))
    assert [rule.name for rule in book] == ["a", "open-door"]
    assert len(book) == 2
    assert book["ajar"] is book["open-door"]
    assert book.get("nothing") is None
    assert "ajar" in book
    assert book.nearest("open-dor") == "open-door"
    assert book.page("ajar").startswith("It matters.\n\n## What to do\n")
    assert book.why("open-door") == "It matters."
    assert book.todo("open-door") == 'Mend it.\n\n```python title="a.py"\n## not a heading\n```'
    assert [rule.name for rule in book.only("ajar")] == ["open-door"]
    assert book.only("ajar").page("open-door") == book.page("open-door")


def test_text_triggers_are_what_reading_must_look_for(tmp_path: Path) -> None:
    book = load(write(tmp_path / "rules", a=front(triggers="['text:/home/', torch.load]")))
    assert book.literals == frozenset({"/home/"})


def test_the_index_is_the_same_for_the_same_book(tmp_path: Path) -> None:
    one, two = write(tmp_path / "one", b=PAGE, a=PAGE), write(tmp_path / "two", a=PAGE, b=PAGE)
    assert build_index(one) == build_index(two)
    (two / "security" / "a.py").write_text(CHECK + "\n")
    assert build_index(one) != build_index(two)


def test_a_shipped_index_is_taken_as_it_is(tmp_path: Path) -> None:
    folder = write(tmp_path / "rules", a=PAGE)
    (folder / "index.json").write_text(build_index(folder))
    (folder / "security" / "a.md").write_text("not read")
    assert [rule.summary for rule in load(folder)] == ["A thing is wrong"]
    assert not (tmp_path / "cache").exists()


def test_the_index_of_a_checkout_renews_itself(tmp_path: Path) -> None:
    folder = write(tmp_path / "rules", a=PAGE)
    first = load(folder)
    kept = next((tmp_path / "cache").iterdir())
    before = kept.stat().st_mtime_ns, kept.read_bytes()
    again = load(folder)
    assert (kept.stat().st_mtime_ns, kept.read_bytes()) == before
    assert (again.rules, again.version) == (first.rules, first.version)
    write(folder, a=PAGE.replace("A thing", "Another thing"))
    assert [rule.summary for rule in load(folder)] == ["Another thing is wrong"]
    write(folder, b=PAGE)
    assert [rule.name for rule in load(folder)] == ["a", "b"]
    assert load(folder).version.startswith(f"{__version__}+")
    assert load(folder).version != first.version


@pytest.mark.parametrize("damage", ["", "[]", '{"format": 0}', "{" * 100_000, "\x00"])
def test_a_damaged_index_is_made_anew(tmp_path: Path, damage: str) -> None:
    folder = write(tmp_path / "rules", a=PAGE)
    load(folder)
    kept = next((tmp_path / "cache").iterdir())
    kept.write_text(damage)
    assert len(load(folder)) == 1
    assert json.loads(kept.read_text())["rules"]


def test_an_index_with_a_broken_row_is_made_anew(tmp_path: Path) -> None:
    folder = write(tmp_path / "rules", a=PAGE)
    load(folder)
    kept = next((tmp_path / "cache").iterdir())
    index = json.loads(kept.read_text())
    for rows in ([{}], ["a"], "a"):
        kept.write_text(json.dumps(index | {"rules": rows}))
        assert [rule.name for rule in load(folder)] == ["a"]


def test_an_unwritable_cache_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert len(RuleBook.load(write(tmp_path / "rules", a=PAGE), cache_dir=tmp_path / "file" / "cache")) == 1


def test_yaml_is_not_imported_where_the_index_is_current(tmp_path: Path) -> None:
    import subprocess

    folder = write(tmp_path / "rules", a=PAGE)
    load(folder)
    program = (
        "import sys; from mlready.rulebook import RuleBook;"
        f"RuleBook.load({str(folder)!r}, cache_dir={str(tmp_path / 'cache')!r});"
        "print(sorted({'yaml', 'difflib', 'mlready.repo'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_check_is_loaded_by_path_when_first_asked_for(tmp_path: Path) -> None:
    folder = write(tmp_path / "rules", a=PAGE, b=PAGE)
    (folder / "security" / "b.py").write_text("raise ImportError('nothing here')\n")
    book = load(folder)
    check = book.check(book["a"])
    assert check.__module__ == "mlready_rules.security.a"
    assert book.check(book["a"]) is check
    with pytest.raises(ImportError, match="nothing here"):
        book.check(book["b"])
    assert "mlready_rules.security.b" not in sys.modules


def test_a_file_without_a_check_is_an_error_of_that_rule(tmp_path: Path) -> None:
    folder = write(tmp_path / "rules", a=PAGE)
    (folder / "security" / "a.py").write_text("check = 1\n")
    book = load(folder)
    with pytest.raises(RuleError, match=r"^security/a\.py: it has no function `check`$"):
        book.check(book["a"])


def test_a_foreign_book_joins_marked_and_leaves_no_traces(tmp_path: Path) -> None:
    own = write(tmp_path / "rules", a=PAGE)
    theirs = write(tmp_path / "theirs", b=front(unblocks="[a]"))
    book = load(own, extra=theirs)
    assert [(rule.name, rule.foreign) for rule in book] == [("a", False), ("b", True)]
    assert book.version == load(own).version
    assert book.check(book["b"]) is not None
    assert book.page("b") == "It matters.\n"
    assert sorted(os.listdir(theirs / "security")) == ["b.md", "b.py"]


def test_a_foreign_family_may_be_new(tmp_path: Path) -> None:
    own = write(tmp_path / "rules", a=PAGE)
    theirs = write(tmp_path / "theirs", b=PAGE)
    (theirs / "security").rename(theirs / "house")
    assert [rule.family for rule in load(own, extra=theirs)] == ["house", "security"]


def test_a_foreign_name_that_is_taken_is_an_error(tmp_path: Path) -> None:
    own = write(tmp_path / "rules", a=PAGE)
    theirs = write(tmp_path / "theirs", b=front(aliases="[a]"))
    with pytest.raises(RuleError, match=r"theirs.security.b\.md: the name a is taken by security/a\.md$"):
        load(own, extra=theirs)


def test_a_foreign_book_inside_the_scanned_folder_is_refused(tmp_path: Path) -> None:
    own = write(tmp_path / "rules", a=PAGE)
    scanned = tmp_path / "scanned"
    theirs = write(scanned / "rules", b=PAGE)
    (tmp_path / "link").symlink_to(theirs)
    for folder in (theirs, tmp_path / "link", scanned):
        with pytest.raises(RuleError, match="rules are not taken from inside the scanned folder"):
            load(own, extra=folder, scanned=scanned)
    assert len(load(own, extra=write(tmp_path / "scanned-not", b=PAGE), scanned=scanned)) == 2


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no such folder of rules"):
        load(tmp_path / "rules")
    with pytest.raises(RuleError, match="no such folder of rules"):
        load(write(tmp_path / "rules", a=PAGE), extra=tmp_path / "theirs")


def test_the_book_of_this_checkout_is_sound() -> None:
    rules = Path(__file__).parent.parent / "rules"
    assert json.loads(build_index(rules))["rules"]


def test_a_shipped_book_is_preferred_to_a_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = write(tmp_path / "mlready" / "rules", a=PAGE)
    (shipped / "index.json").write_text(build_index(shipped))
    monkeypatch.setattr("mlready.rulebook.__file__", str(tmp_path / "mlready" / "rulebook" / "__init__.py"))
    book = RuleBook.load()
    assert [rule.name for rule in book] == ["a"]
    assert book.page("a") == load(shipped).page("a")


def test_the_index_is_kept_in_the_cache_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    RuleBook.load(write(tmp_path / "rules", a=PAGE))
    assert len(list((tmp_path / "cache" / "mlready").iterdir())) == 1


def test_the_default_book_is_the_one_beside_the_package(tmp_path: Path) -> None:
    assert "unseeded-split" in RuleBook.load(cache_dir=tmp_path)
