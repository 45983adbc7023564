"""Our Dockerfile parser held against BuildKit's own (package `dockerfile`, where it can be installed)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlready.facts.dockerfile import Instruction, parse

buildkit = pytest.importorskip("dockerfile")

CORPUS = {
    "single stage": "FROM python:3.11-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nCMD python serve.py\n",
    "stages and flags": (
        "FROM --platform=$BUILDPLATFORM golang:1.22 AS build\nRUN --mount=type=cache,target=/var/cache/pip "
        '--network=none go build\nFROM scratch\nCOPY --from=build --chown=1:1 /bin/app /app\nENTRYPOINT ["/app"]\n'
    ),
    "lower case keywords": 'from alpine\nrun apk add git\ncmd ["sh"]\n',
    "comments and empty lines inside a continuation": (
        "FROM a\nRUN one && \\\n# first\n\n    # second\n   two && \\\n\n three\nRUN four\n"
    ),
    "continuation that runs to the end of the file": "FROM a\nRUN one \\\n # last\n\n",
    "spaces after the continuation mark": "FROM a\nRUN one \\  \t\n  two\n",
    "an escaped backslash does not continue": "FROM a\nRUN one \\\\\nRUN two\n",
    "a backslash alone continues": "FROM a\nRUN one \\\n\\\n two\n",
    "escape directive": "# escape=`\nFROM a\nRUN one `\n two\\\nRUN C:\\dir\\\nENV P=C:\\x` y Q=2\n",
    "directives after one another": "# syntax=docker/dockerfile:1\n# escape = `\nFROM a\nRUN one `\n two\n",
    "a directive after a comment is a comment": "# hello\n# escape=`\nFROM a\nRUN one \\\n two\n",
    "a directive after an empty line is a comment": "\n# escape=`\nFROM a\nRUN one \\\n two\n",
    "windows line ends": 'FROM a\r\nRUN one \\\r\n  two\r\nENV A=1 \\\r\n  B=2\r\nCMD ["x"]\r\n',
    "byte order mark": "\ufeffFROM a\nRUN b\n",
    "heredoc": "FROM a\nRUN <<EOF\none\n\n# not a comment\n  two \\\nEOF\nRUN three\n",
    "several heredocs on a line": "FROM a\nRUN <<ONE cat <<TWO\n1\nONE\n2\nTWO\nCOPY <<a <<b /c/\nx\na\ny\nb\n",
    "chomping heredoc": "FROM a\nRUN <<-END\n\tone\n\t\ttwo\n\tEND\nRUN x\n",
    "quoted heredoc names": "FROM a\nCOPY <<'E 1' <<\"E2\" /x\na\nE 1\nb\nE2\n",
    "heredoc with a number": "FROM a\nRUN cat 3<<EOF\nx\nEOF\n",
    "heredoc in ONBUILD": "FROM a\nONBUILD RUN <<EOF\nx\nEOF\nRUN y\n",
    "heredoc after a continuation": "FROM a\nRUN cat \\\n <<EOF > /f\nx\nEOF\n",
    "windows heredoc": "FROM a\r\nRUN <<EOF\r\none\r\nEOF\r\nRUN two\r\n",
    "a shift is no heredoc": "FROM a\nRUN echo $((1<<2)) $(( 1 << 2 )) && cat<<EOF\nRUN x\n",
    "a here-string is no heredoc": "FROM a\nRUN cat <<< word\nRUN x\n",
    "no heredoc inside quotes": "FROM a\nRUN echo '<<EOF' \"a <<EOF\"\nRUN x\n",
    "no heredoc beside an open quote": "FROM a\nRUN echo it's <<EOF\nRUN x\n",
    "no heredoc in the exec form": 'FROM a\nRUN ["cat", "<<EOF"]\nRUN x\n',
    "no heredoc in other instructions": "FROM a\nENV X=1 Y=<<EOF\nCMD cat <<EOF\nRUN x\n",
    "heredoc beside a substitution": "FROM a\nRUN X=${Y:-'}'} ${Z:-%.*} cat <<EOF\nx\nEOF\nRUN y\n",
    "no heredoc beside a bad substitution": "FROM a\nRUN ${#Y} cat <<EOF\nRUN y\n",
    "ENV in both forms": "FROM a\nENV A=1 B='two words' C=\"x y\" D=e\\ f\nENV OLD some   words = here\nENV E=\n",
    "ARG forms": 'ARG V=1\nARG W\nFROM a:$V\nARG V\nARG X=1 Y="a b" Z\n',
    "LABEL": 'FROM a\nLABEL a=b "c d"="e f"\nLABEL one two three\n',
    "exec forms": 'FROM a\nRUN ["a", "b c"]\nCOPY ["x y", "z"]\nVOLUME ["/a"]\nSHELL ["bash", "-c"]\nCMD []\n',
    "what only looks like an exec form": "FROM a\nRUN [ -f x ] && y\nCMD ['a', 'b']\nENTRYPOINT [\"a\", ]\n",
    "exec form over several lines": 'FROM a\nCMD ["a", \\\n  "b", \\\n  "c"]\n',
    "escapes in the exec form": 'FROM a\nCMD ["\\u00e9\\n", "\\"", "\\\\"]\n',
    "HEALTHCHECK": "FROM a\nHEALTHCHECK --interval=5s --retries=3 CMD curl -f localhost || exit 1\n",
    "HEALTHCHECK exec form and none": 'FROM a\nHEALTHCHECK CMD ["a", "b"]\nHEALTHCHECK NONE\n',
    "ONBUILD": 'FROM a\nONBUILD RUN one && two\nONBUILD COPY --chown=1 . .\nONBUILD CMD ["x"]\n',
    "the rest": "FROM a\nMAINTAINER me <m@e>\nEXPOSE 80 443/tcp\nUSER me:us\nSTOPSIGNAL 9\nWORKDIR /a b\nVOLUME /a /b\n",
    "quotes and escapes in flags": "FROM a\nCOPY --chown=\"a b\" --x=a\\ b --y='c' s d\nRUN -- --x y\nRUN --a -- b\n",
    "tabs between words": "FROM\ta\tAS\tb\nCOPY\tx\t \ty\n",
    "only blanks before an instruction": "   FROM a\n\t RUN b\n",
    "an empty instruction": "FROM a\nRUN\nCMD\nEXPOSE\n",
    "an unknown instruction": "FROM a\nFETCH x y\nRUN z\n",
    "template": "FROM {{cookiecutter.image}}\nRUN pip install {{cookiecutter.package}}==1\n",
    "text beyond ASCII": "FROM a\nRUN echo äöü \u00a0 \u2003x\nENV É=ü\n",
}  # fmt: skip


def buildkit_view(text: str) -> list[tuple[object, ...]] | None:
    """What BuildKit's parser says, one tuple an instruction; None where it refuses the file."""
    try:
        commands = buildkit.parse_string(text)
    except buildkit.GoParseError:
        return None
    return [
        (
            one.cmd.upper(),
            one.sub_cmd.upper() if one.sub_cmd else None,
            one.start_line,
            one.end_line,
            tuple(one.flags),
            one.json,
            tuple(one.value),
            tuple(heredoc.content.replace("\r\n", "\n") for heredoc in one.heredocs),
        )
        for one in commands
    ]


def our_view(text: str) -> list[tuple[object, ...]]:
    """The same from ours; of ONBUILD the binding shows neither flags nor heredocs."""
    return [
        (
            one.keyword,
            one.trigger,
            one.line,
            one.end_line,
            () if one.trigger else flag_words(one),
            one.words is not None,
            value_words(one),
            () if one.trigger else one.heredocs,
        )
        for one in parse(text.encode()).instructions
    ]


def flag_words(one: Instruction) -> tuple[str, ...]:
    return tuple(
        f"--{name}={value}" if value else f"--{name}"
        for name, values in one.flags.items()
        for value in values.split("\n")
    )


def value_words(one: Instruction) -> tuple[str, ...]:
    """The value, divided as BuildKit's nodes are."""
    kind = one.trigger or one.keyword
    if kind == "HEALTHCHECK" and one.value:
        first, *rest = re.split(r"\s+", one.value, maxsplit=1)
        return (first, *(one.words if one.words is not None else rest))
    if kind in {"ENV", "LABEL"}:
        return tuple(part for name, raw in one.raw_pairs for part in (name, raw or ""))
    if kind == "ARG":
        return tuple(name if raw is None else f"{name}={raw}" for name, raw in one.raw_pairs)
    if kind in {"ADD", "COPY", "EXPOSE", "FROM", "VOLUME"} or one.words is not None:
        return one.arguments
    known = {"CMD", "ENTRYPOINT", "MAINTAINER", "RUN", "SHELL", "STOPSIGNAL", "USER", "WORKDIR"}
    return ((one.value,) if one.value else ()) if kind in known else ("",)


def without_chomping(view: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Heredocs without leading tabs: BuildKit removes those of `<<-` only later."""
    return [(*one[:-1], tuple(re.sub(r"(?m)^\t+", "", text) for text in one[-1])) for one in view]


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS)
def test_reads_as_buildkit_does(text: str) -> None:
    expected = buildkit_view(text)

    assert expected is not None
    assert without_chomping(our_view(text)) == without_chomping(expected)


BLANK = st.sampled_from([" ", "  ", "\t", " \\\n  ", " \\\n# why\n ", " \\ \n\n\t"])
WORD = st.text("abXZ09._/-=:@,", min_size=1, max_size=6)
SHELL_WORD = st.one_of(
    WORD,
    st.sampled_from(
        [
            "&&",
            "||",
            ";",
            "|",
            "'a b'",
            '"c d"',
            '"$X"',
            "$X",
            "${X:-y}",
            "$(ls)",
            "\\;",
            "\\\\",
            "#",
            "<<",
            "<<<",
            "[",
            "]",
        ]
    ),
)
NAME = st.text("ABxy_1", min_size=1, max_size=4)
VALUE = st.one_of(WORD, st.sampled_from(["'a b'", '"c d"', "a\\ b", '""', "", "$X", "${X}", "'\"'", '"\\""']))
HEREDOC_NAME = st.sampled_from(["EOF", "E1", "'Q'", '"D"'])
LINE = st.text("ab #\\'\"$<\t", max_size=8)


@st.composite
def plain(draw: st.DrawFn) -> str:
    keyword = draw(
        st.sampled_from(["RUN", "CMD", "ENTRYPOINT", "COPY", "ADD", "USER", "WORKDIR", "EXPOSE", "run", "Volume"])
    )
    flags = draw(st.lists(st.sampled_from(["--from=x", "--mount=type=cache", "--chown='a b'", "--x"]), max_size=2))
    words = draw(st.lists(SHELL_WORD, min_size=1, max_size=5))
    if not flags and words[0].startswith("--"):
        words[0] = "x"
    gaps = draw(st.lists(BLANK, min_size=8, max_size=8))
    return "".join(a + b for a, b in zip([keyword, *flags, *words], gaps, strict=False)).rstrip() + "\n"


@st.composite
def exec_form(draw: st.DrawFn) -> str:
    keyword = draw(st.sampled_from(["RUN", "CMD", "ENTRYPOINT", "COPY", "SHELL", "HEALTHCHECK CMD", "ONBUILD RUN"]))
    words = draw(st.lists(st.sampled_from(['"a"', '"b c"', '"\\n"', '"\\u00e9"', "'x'", '"<<EOF"', ""]), max_size=4))
    return f"{keyword} [{draw(st.sampled_from([', ', ',', ' , ']))}".rstrip(" ,") + ", ".join(words) + "]\n"


@st.composite
def assigning(draw: st.DrawFn) -> str:
    pairs = draw(st.lists(st.tuples(NAME, VALUE), min_size=1, max_size=3))
    gaps = draw(st.lists(BLANK, min_size=3, max_size=3))
    keyword = draw(st.sampled_from(["ENV", "LABEL", "ARG", "env"]))
    return (
        f"{keyword} "
        + "".join(f"{name}={value}{gap}" for (name, value), gap in zip(pairs, gaps, strict=False)).rstrip()
        + "\n"
    )


@st.composite
def heredoc(draw: st.DrawFn) -> str:
    names = draw(st.lists(HEREDOC_NAME, min_size=1, max_size=2))
    chomp = draw(st.sampled_from(["", "-"]))
    head = draw(st.sampled_from(["RUN ", "RUN cat ", "COPY ", "ONBUILD RUN ", "RUN --network=none python3 "]))
    tail = draw(st.sampled_from(["", " /x", " > /f && \\\n y"]))
    text = head + " ".join(f"<<{chomp}{name}" for name in names) + tail + "\n"
    for name in names:
        for line in draw(st.lists(LINE, max_size=3)):
            text += f"{line}\n"
        text += draw(st.sampled_from(["", "\t"])) * bool(chomp) + name.strip("'\"") + "\n"
    return text


PIECES = st.one_of(
    plain(),
    exec_form(),
    assigning(),
    heredoc(),
    st.sampled_from(
        [
            "\n",
            "# comment\n",
            "  # indented \\\n",
            "FROM a AS b\n",
            "FROM --platform=$P r:5000/a:1@sha256:0\n",
            "FETCH x\n",
        ]
    ),
)


@given(
    st.sampled_from(["", "# escape=`\n", "# syntax=x\n", "\ufeff"]),
    st.lists(PIECES, max_size=6),
    st.booleans(),
)
def test_reads_made_up_files_as_buildkit_does(start: str, pieces: list[str], windows: bool) -> None:
    text = start + "FROM a\n" + "".join(pieces)
    text = text.replace("\n", "\r\n") if windows else text
    expected = buildkit_view(text)

    if expected is not None:
        assert without_chomping(our_view(text)) == without_chomping(expected)
