"""What rules learn from a Dockerfile."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlready.facts.dockerfile import Dockerfile, Image, is_dockerfile, parse


def read(text: str) -> Dockerfile:
    return parse(text.encode())


def image(reference: str, before: str = "") -> Image:
    return read(f"{before}FROM {reference}\n").stages[0].image


def scripts(text: str) -> list[str]:
    return [run.text for run in read(text).runs()]


@pytest.mark.parametrize(
    "path",
    [
        "Dockerfile", "docker/Dockerfile.gpu", "serve.Dockerfile", "a/serve.dockerfile", "Containerfile", "dockerfile",
        "Dockerfile-cpu", "Dockerfile.dev.j2",
    ],
)  # fmt: skip
def test_knows_a_dockerfile_by_its_name(path: str) -> None:
    assert is_dockerfile(path)


@pytest.mark.parametrize(
    "path", [".dockerignore", "Dockerfile.dockerignore", "docker/README", "dockerfile_lint.py", "Dockerfile/x.txt", "dockerfiles"]
)  # fmt: skip
def test_other_names_are_no_dockerfiles(path: str) -> None:
    assert not is_dockerfile(path)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("ubuntu", ("ubuntu", None, None)),
        ("ubuntu:22.04", ("ubuntu", "22.04", None)),
        ("registry:5000/team/app", ("registry:5000/team/app", None, None)),
        ("registry:5000/team/app:1", ("registry:5000/team/app", "1", None)),
        ("a@sha256:" + "0" * 64, ("a", None, "sha256:" + "0" * 64)),
        ("h.io:443/a:1@sha256:" + "0" * 64, ("h.io:443/a", "1", "sha256:" + "0" * 64)),
        ("scratch", ("scratch", None, None)),
        ('"python:3.11"', ("python", "3.11", None)),
    ],
)
def test_an_image_reference_has_name_tag_and_digest(
    reference: str, expected: tuple[str, str | None, str | None]
) -> None:
    found = image(reference)

    assert (found.name, found.tag, found.digest) == expected
    assert found.resolved


@pytest.mark.parametrize(
    ("before", "reference", "expected"),
    [
        ("ARG V=3.11\n", "python:$V", "python:3.11"),
        ("ARG V=3.11\n", "python:${V}-slim", "python:3.11-slim"),
        ("ARG V=3\nARG W=$V.11\n", "python:${W}", "python:3.11"),
        ("ARG R=reg:5000/\n", "${R}a:1", "reg:5000/a:1"),
        ("", "python:${V:-3.11}", "python:3.11"),
        ("ARG V\n", "python:${V:-3.11}", "python:3.11"),
        ("ARG V=\n", "python:3${V-x}", "python:3"),
        ("ARG V=1\n", "python:3${V:+.11}", "python:3.11"),
        ("", "python:3${V:+.11}", "python:3"),
        ("ARG V=3.9 W=1\n", "python:${V}", "python:3.9"),
        ("ARG V='3.9'\n", "python:${V}", "python:3.9"),
        ("ARG A=a B=${A:-x}\n", "${C:-${B}}:1", "a:1"),
    ],
)
def test_arguments_before_from_are_filled_in(before: str, reference: str, expected: str) -> None:
    found = image(reference, before)

    assert f"{found.name}:{found.tag}" == expected
    assert found.resolved


@pytest.mark.parametrize(
    ("before", "reference", "name", "tag"),
    [
        ("ARG V\n", "python:$V", "python", "$V"),
        ("", "python:${V}", "python", "${V}"),
        ("ARG R\n", "${R:?needed}/python:3.11", "${R:?needed}/python", "3.11"),
        ("ARG V=1.2\n", "python:${V%.*}", "python", "${V%.*}"),
        ("ARG I=$UNKNOWN\n", "$I", "$I", None),
        ("", "${OPEN:-x", "${OPEN:-x", None),
        ("", "{{ cookiecutter.image }}:{{ cookiecutter.tag }}", "{{cookiecutter.image}}", "{{cookiecutter.tag}}"),
    ],
)
def test_what_has_no_known_value_stays_as_written(before: str, reference: str, name: str, tag: str | None) -> None:
    found = image(reference, before)

    assert (found.name, found.tag, found.resolved) == (name, tag, False)


def test_an_argument_of_a_stage_is_unknown_to_later_from() -> None:
    found = read("FROM a:1\nARG V=2\nFROM b:${V}\n").stages[1].image

    assert (found.tag, found.resolved) == ("${V}", False)


def test_stages_know_the_stage_they_build_on() -> None:
    file = read(
        "FROM python:3.11 AS Base\nRUN a\nFROM base AS test\nFROM debian:12\nFROM BASE\nFROM 0\nFROM base:1\nCOPY a b\n\n"
    )

    assert [stage.name for stage in file.stages] == ["base", "test", None, None, None, None]
    assert [stage.base_stage for stage in file.stages] == [None, 0, None, 0, 0, None]
    assert [(stage.line, stage.end_line) for stage in file.stages] == [(1, 2), (3, 3), (4, 4), (5, 5), (6, 6), (7, 8)]
    assert file.final_stage == file.stages[5]
    assert file.base_image(file.stages[1]) == file.stages[0].image
    assert [one.keyword for one in file.of_stage(5)] == ["FROM", "COPY"]


def test_a_stage_named_through_an_argument_is_found() -> None:
    assert read("ARG KIND=dev\nFROM a AS dev-image\nFROM ${KIND}-image\n").stages[1].base_stage == 0


def test_a_stage_cannot_build_on_a_later_one() -> None:
    assert [stage.base_stage for stage in read("FROM b\nFROM a AS b\nFROM 7\n").stages] == [None, None, None]


def test_the_platform_is_kept() -> None:
    assert read("ARG P=linux/arm64\nFROM --platform=$P a\n").stages[0].platform == "linux/arm64"
    assert read("FROM --platform=$BUILDPLATFORM a\n").stages[0].platform == "$BUILDPLATFORM"


def test_run_text_has_the_values_known_at_its_place() -> None:
    assert scripts(
        "ARG GLOBAL=g\nARG OVERRIDDEN=no\nFROM a\nRUN echo $GLOBAL $T\nARG GLOBAL\nARG OVERRIDDEN=yes\nENV T=2.1 U=$T\n"
        "RUN echo $GLOBAL ${OVERRIDDEN} ${T} $U ${W:-w} \"$T\" '$T' \\$T $$ $(pwd) $1\nENV T 3 4\nRUN echo $T\n"
    ) == [
        "echo $GLOBAL $T",
        "echo g yes 2.1 $U w \"2.1\" '$T' \\$T $$ $(pwd) $1",
        "echo 3 4",
    ]


def test_env_outranks_arg_and_stages_hand_both_on() -> None:
    file = read(
        "FROM a AS base\nENV V=env\nARG V=arg\nARG W=1\nFROM base\nRUN echo $V $W\nFROM b\nRUN echo $V $W\nENV X=1 Y\n"
    )

    assert [run.text for run in file.runs()] == ["echo env 1", "echo $V $W"]
    assert file.variables(file.stages[1]) == {"V": "env", "W": "1"}
    assert file.variables() == {"X": "1"}


def test_a_variable_the_script_sets_itself_is_left_alone() -> None:
    assert scripts("FROM a\nENV V=1 I=2 R=3\nRUN V=$(x) && echo $V; for I in a b; do echo $I ${I:-z}; done; read -r R; echo $R\n") == [
        "V=$(x) && echo $V; for I in a b; do echo $I ${I:-z}; done; read -r R; echo $R"
    ]  # fmt: skip


def test_run_text_keeps_the_lines_of_the_file() -> None:
    file = read("FROM a\nRUN --mount=type=cache,target=/c one && \\\n  # why\n\n  two \\\n  three\nRUN four\n")
    first, second = file.runs()

    assert first.text == "one && \\\n\\\n\\\n  two \\\n  three"
    assert first.instruction.value == "one &&   two   three"
    assert (first.instruction.line, first.instruction.end_line, second.instruction.line) == (2, 6, 7)


def test_a_heredoc_is_the_script() -> None:
    text = "FROM a\nENV V=1\nRUN <<EOF\npip install x==$V\nEOF\nRUN <<-'E'\n\tone\n\tE\nRUN <<EOF\n#!/usr/bin/env python\nx\nEOF\n"

    assert scripts(text) == ["\npip install x==1\n", "\none\n", ""]
    assert scripts("FROM a\nRUN <<EOF\n#!/bin/bash -e\nx\nEOF\n") == ["\n#!/bin/bash -e\nx\n"]


def test_a_heredoc_of_a_command_stays_beside_it() -> None:
    assert scripts("FROM a\nRUN cat <<EOF > /f\nx\nEOF\n") == ["cat <<EOF > /f\nx\nEOF"]
    assert read("FROM a\nCOPY <<a.txt <<b.txt c /d/\nx\na.txt\ny\nb.txt\n").instructions[1].sources == ("c",)


def test_the_exec_form_gives_the_script_of_a_shell_and_quoted_words_otherwise() -> None:
    assert scripts('FROM a\nENV V=1\nRUN ["/bin/sh", "-c", "echo $V && x"]\nRUN ["pip", "install", "a b", "$V"]\n') == [
        "echo 1 && x",
        "pip install 'a b' '$V'",
    ]


def test_onbuild_run_counts_as_run() -> None:
    (run,) = read("FROM a\nONBUILD RUN pip install x\nONBUILD COPY . .\n").runs()

    assert (run.instruction.keyword, run.instruction.trigger, run.text) == ("ONBUILD", "RUN", "pip install x")


def test_instructions_tell_names_values_flags_and_copied_paths() -> None:
    arg, _, env, label, copy, add = read(
        "ARG A=1 B\nFROM a\nENV X='a b' Y=c\\ d Z=$X\nLABEL one two\nCOPY --from=b --exclude=x --exclude=y a b /c/\n"
        'ADD ["a b", "c"]\n'
    ).instructions

    assert arg.pairs == (("A", "1"), ("B", None))
    assert env.pairs == (("X", "a b"), ("Y", "c d"), ("Z", "$X"))
    assert label.pairs == (("one", "two"),)
    assert (copy.flags, copy.sources, copy.destination) == ({"from": "b", "exclude": "x\ny"}, ("a", "b"), "/c/")
    assert (add.words, add.sources, add.destination) == (("a b", "c"), ("a b",), "c")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FROM a\nUSER root\nUSER 1000:1000\n", "1000:1000"),
        ("FROM a\n", None),
        ("FROM a AS b\nUSER app\nFROM b\nRUN x\n", "app"),
        ("FROM a AS b\nUSER app\nFROM c\n", None),
        ("FROM a\nARG U=me\nUSER $U\n", "me"),
        ("FROM a\nUSER $U\n", "$U"),
        ("RUN x\n", None),
    ],
)
def test_the_user_is_that_of_the_final_stage(text: str, expected: str | None) -> None:
    assert read(text).user == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('FROM a\nENTRYPOINT ["uvicorn"]\nCMD ["app:app", "--port", "80"]\n', ("uvicorn", "app:app", "--port", "80")),
        ("FROM a\nCMD exec gunicorn 'app:make()'\n", ("exec", "gunicorn", "app:make()")),
        ('FROM a\nCMD ["sh", "-c", "uvicorn app:app"]\n', ("uvicorn", "app:app")),
        ('FROM a\nENTRYPOINT serve now\nCMD ["x"]\n', ("serve", "now")),
        ("FROM a\nCMD one\nCMD two\n", ("two",)),
        ('FROM a AS b\nENTRYPOINT ["x"]\nCMD ["y"]\nFROM b\nCMD ["z"]\n', ("x", "z")),
        ('FROM a AS b\nCMD ["y"]\nFROM b\nENTRYPOINT ["x"]\n', ("x",)),
        ('FROM a AS b\nCMD ["y"]\nFROM c\n', ()),
        ("", ()),
    ],
)
def test_the_command_is_entrypoint_and_cmd_of_the_final_stage(text: str, expected: tuple[str, ...]) -> None:
    assert read(text).command == expected


def test_comments_are_known_outside_heredocs_and_values() -> None:
    file = read("# syntax=x\nFROM a # no\n  # two\nRUN x \\\n # three\n y\nRUN <<E\n# no\nE\nRUN echo '\\\n# four\n'\n")

    assert [(one.line, one.column, one.text) for one in file.comments] == [
        (1, 1, "syntax=x"),
        (3, 3, "two"),
        (5, 2, "three"),
        (11, 1, "four"),
    ]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "no instructions"),
        ("# nothing\n", "no instructions"),
        ("ARG V=1\n", "no FROM instruction"),
        ("RUN x\nFROM a\n", "line 1: RUN before the first FROM"),
        ("FROM a\n\nFETCH x\n", "line 3: unknown instruction FETCH"),
        ("FROM a\nRUN <<EOF\nx\n", "line 2: unterminated heredoc"),
        ("FROM a b\n", "line 1: FROM takes one image, and AS with a name"),
        ("FROM\n", "line 1: FROM takes one image, and AS with a name"),
        ("FROM a\nCMD [1]\n", "line 2: CMD: the exec form takes texts only"),
        ("# escape=x\nFROM a\n", "line 1: the escape directive takes \\ or `"),
        ("# escape=`\n# escape=`\nFROM a\n", "line 2: directive `escape` is given twice"),
    ],
)
def test_what_would_not_build_is_named_and_the_rest_is_read(text: str, error: str) -> None:
    assert read(text).error == error


def test_a_template_is_read_as_far_as_it_goes() -> None:
    file = read(
        "FROM {{ cookiecutter.base }}\n{% if cookiecutter.gpu %}\nRUN pip install \\\n{% for one in list %}\n  {{ one }} \\\n"
        "{% endfor %}\n  torch=={{ cookiecutter.torch }}\n{% endif %}\nCMD x\n"
    )

    assert file.templated
    assert file.error is None
    assert not file.stages[0].image.resolved
    assert [one.keyword for one in file.instructions] == ["FROM", "RUN", "CMD"]
    assert [one.line for one in file.instructions] == [1, 3, 9]


def test_bytes_that_are_no_text_are_read_too() -> None:
    assert parse(b"FROM a\nRUN echo \xff\xfe\n").error is None
    assert parse("FROM a:1\n".encode("utf-16")).stages[0].image.tag == "1"


HOSTILE = {
    "unterminated heredocs": "FROM a\n" + "RUN <<A\n" * 40_000,
    "variables that double": "FROM a\nENV A0=xxxxxxxx\n"
    + "".join(f"ENV A{i + 1}=$A{i}$A{i}\n" for i in range(200))
    + "RUN $A199\n",
    "a script of variables": "FROM a\nENV A=" + "x" * 4000 + "\nRUN " + "$A" * 100_000 + "\n",
    "nested defaults": "FROM a\nRUN " + "${A:-" * 50_000 + "\n",
    "nested defaults that close": "FROM " + "${A:-" * 50_000 + "}" * 50_000 + "\n",
    "open substitutions beside a heredoc": "FROM a\nRUN << " + "${A-" * 50_000 + "}\n",
    "a chain of stages": "FROM a AS s0\n"
    + "".join(f"FROM s{i} AS s{i + 1}\nENV V{i}=1\nUSER u\n" for i in range(6_000)),
    "deep JSON": "FROM a\nCMD " + "[" * 100_000 + "\n",
    "continuations": "FROM a\nRUN " + "\\\n" * 100_000,
    "one long line": "FROM a\nRUN " + "a=b " * 100_000 + "$X\n",
    "quotes": "FROM a\nENV " + "'\"" * 100_000 + "\n",
    "flags": "FROM a\nRUN " + "--a " * 100_000 + "\n",
    "template braces": "FROM " + "{{" * 100_000 + "\n",
    "comments": "#\n" * 200_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_read_to_its_end(text: str) -> None:
    ask_everything(read(text))


def ask_everything(file: Dockerfile) -> None:
    for run in file.runs():
        assert isinstance(run.text, str)
    assert file.user is None or isinstance(file.user, str)
    assert isinstance(file.command, tuple)
    assert isinstance(file.variables(), dict)
    for one in file.instructions:
        assert one.line <= one.end_line
        assert (one.pairs, one.arguments, one.sources, one.destination) is not None


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    ask_everything(parse(data))


FRAGMENT = st.sampled_from(
    [
        "FROM ", "RUN ", "ENV ", "ARG ", "ONBUILD ", "COPY ", "AS b", "a", "$", "${", "}", ":-", ":+", "'", '"', "\\", "\n",
        "\r\n", "<<", "-", "EOF", "#", " ", "[", "]", ",", "=", "{{", "}}", "{%", "--", "# escape=`\n", "`", "@", ":", "\x00",
    ]
)  # fmt: skip


@given(st.lists(FRAGMENT, max_size=60).map("".join))
def test_any_text_made_of_dockerfile_pieces_is_read(text: str) -> None:
    ask_everything(read(text))


@given(st.lists(FRAGMENT, max_size=60).map("".join))
def test_scripts_stand_on_the_lines_they_came_from(text: str) -> None:
    for one in read(text).instructions:
        assert one.script.count("\n") <= one.end_line - one.line
