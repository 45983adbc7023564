"""What YAML files say, with places, whatever they hold."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mlready.facts.yaml import MAX_BYTES, MAX_DEPTH, MAX_NODES, MAX_PLAIN, Node, documents


def read(text: str) -> Node:
    found = documents(text.encode())
    assert found.error is None
    return found.documents[0]


def text_at(node: Node, *keys: str | int) -> str | None:
    found = node.at(*keys)
    return None if found is None else found.text


class TestScalars:
    def test_every_scalar_stays_the_text_it_is(self) -> None:
        node = read("on: yes\nversion: 3.10\nday: 2024-01-01\nnone: null\noctal: 010\n")
        assert list(node.to_plain()) == ["on", "version", "day", "none", "octal"]
        assert [value.text for _, value in node.items()] == ["yes", "3.10", "2024-01-01", "null", "010"]

    @pytest.mark.parametrize(
        ("text", "style", "plain"),
        [
            pytest.param("a: b", "", True, id="a plain scalar"),
            pytest.param("a: 'b'", "'", False, id="a scalar in single quotes"),
            pytest.param('a: "b"', '"', False, id="a scalar in double quotes"),
            pytest.param("a: |\n  b\n", "|", False, id="a literal block"),
            pytest.param("a: >-\n  b\n", ">", False, id="a folded block"),
        ],
    )
    def test_the_style_is_kept(self, text: str, style: str, plain: bool) -> None:
        node = read(text).at("a")
        assert node is not None
        assert (node.style, node.plain) == (style, plain)

    def test_truth_is_read_from_plain_scalars_only(self) -> None:
        node = read("a: on\nb: False\nc: 'true'\nd: maybe\n")
        assert [value.truth for _, value in node.items()] == [True, False, None, None]

    def test_an_empty_value_is_null_and_an_empty_text_is_not(self) -> None:
        node = read("a:\nb: ''\nc: ~\n")
        assert [value.null for _, value in node.items()] == [True, False, True]
        assert node.to_plain() == {"a": None, "b": "", "c": None}


class TestPlaces:
    def test_lines_and_columns_count_from_one(self) -> None:
        node = read("a:\n  - x\n  - key: value\n")
        found = node.at("a", 1, "key")
        assert found is not None
        assert (found.line, found.column, found.end_line) == (3, 10, 3)

    def test_a_block_ends_with_its_last_line_of_content(self) -> None:
        node = read("a: |\n  one\n  two\n\n\n# comment\nb:\n  c: d\n\n# end\n")
        a, b = node.at("a"), node.at("b")
        assert a is not None
        assert b is not None
        assert (a.line, a.end_line) == (1, 3)
        assert (b.line, b.end_line) == (8, 8)

    def test_a_flow_collection_ends_with_its_bracket(self) -> None:
        found = read("a: [\n  b,\n]\nc: d\n").at("a")
        assert found is not None
        assert (found.line, found.end_line) == (1, 3)

    def test_columns_count_characters_behind_other_alphabets(self) -> None:
        found = read('"größe": x\n').at("größe")
        assert found is not None
        assert found.column == 10

    def test_a_byte_order_mark_and_windows_line_ends_change_no_place(self) -> None:
        found = documents(b"\xef\xbb\xbfa: b\r\nc: d\r\n").documents[0].at("c")
        assert found is not None
        assert (found.text, found.line, found.column) == ("d", 2, 4)

    def test_line_separators_that_no_editor_counts_count_for_nothing(self) -> None:
        found = read("a: 'x\u2028y'\nb: c\n").at("b")
        assert found is not None
        assert found.line == 2

    def test_utf_16_is_read(self) -> None:
        assert documents("a: b\n".encode("utf-16")).documents[0].to_plain() == {"a": "b"}


class TestMappings:
    def test_the_last_of_two_equal_keys_wins_and_both_are_items(self) -> None:
        node = read("a: 1\nb: 2\na: 3\n")
        assert text_at(node, "a") == "3"
        assert [(key, value.text) for key, value in node.items()] == [("a", "1"), ("b", "2"), ("a", "3")]

    def test_a_missing_key_is_none_at_any_depth(self) -> None:
        node = read("a: {b: [1]}\n")
        assert node.at("x", "y") is None
        assert node.at("a", "b", 4) is None
        assert node.at("a", "b", 0, "c") is None
        assert text_at(node, "a", "b", -1) == "1"

    def test_keys_that_are_no_scalars_are_passed_over(self) -> None:
        assert read("? [a]\n: b\nc: d\n").to_plain() == {"c": "d"}

    def test_merged_keys_are_seen_and_own_ones_win(self) -> None:
        node = read("base: &base {image: a, tag: b}\njob:\n  <<: *base\n  tag: c\n").at("job")
        assert node is not None
        assert node.to_plain() == {"tag": "c", "image": "a"}
        assert text_at(node, "image") == "a"

    def test_the_first_of_several_merged_mappings_wins(self) -> None:
        node = read("a: &a {k: 1}\nb: &b {k: 2, l: 3}\nc: {<<: [*a, *b]}\n")
        assert node.at("c").to_plain() == {"k": "1", "l": "3"}  # type: ignore[union-attr]
        assert text_at(node, "c", "k") == "1"

    def test_a_quoted_merge_key_is_an_ordinary_key(self) -> None:
        assert read("a: {'<<': {b: c}}\n").to_plain() == {"a": {"<<": {"b": "c"}}}


class TestLists:
    def test_several_takes_a_list_one_value_or_none(self) -> None:
        node = read("a: [x, y]\nb: x\nc:\n")
        assert [value.texts() for _, value in node.items()] == [("x", "y"), ("x",), ()]

    def test_a_mapping_has_no_items_of_a_list(self) -> None:
        assert read("a: b\n").list() == ()


class TestDocuments:
    def test_each_document_is_read(self) -> None:
        found = documents(b"a: 1\n---\nb: 2\n...\n---\n- c\n")
        assert [node.to_plain() for node in found.documents] == [{"a": "1"}, {"b": "2"}, ["c"]]

    def test_an_empty_file_has_no_documents_and_no_error(self) -> None:
        assert documents(b"") == ((), None, False)
        assert documents(b"# only a comment\n") == ((), None, False)

    def test_documents_before_an_error_are_kept(self) -> None:
        found = documents(b"a: 1\n---\nb: [1\n")
        assert len(found.documents) == 1
        assert found.error is not None
        assert found.error.startswith("line ")

    def test_tags_are_kept_and_build_nothing(self) -> None:
        node = read("a: !Ref Bucket\nb: !!python/object/apply:os.system [x]\n")
        assert [value.tag for _, value in node.items()] == ["!Ref", "tag:yaml.org,2002:python/object/apply:os.system"]
        assert node.to_plain() == {"a": "Bucket", "b": ["x"]}


class TestBounds:
    @pytest.mark.parametrize(
        "unit", [pytest.param(b"[", id="flow"), pytest.param(b"- ", id="block"), pytest.param(b"{a: ", id="mappings")]
    )
    def test_deep_nesting_is_an_error_text(self, unit: bytes) -> None:
        found = documents(unit * 20_000)
        assert found.documents == ()
        assert found.error == f"line 1: nested deeper than {MAX_DEPTH}"

    def test_depth_gathered_through_aliases_counts(self) -> None:
        lines = ["a0: &a0 x"] + [f"a{i}: &a{i} [[[*a{i - 1}]]]" for i in range(1, MAX_DEPTH)]
        assert "nested deeper" in (documents("\n".join(lines).encode()).error or "")

    def test_an_alias_is_the_node_it_names_and_is_visited_once(self) -> None:
        node = read("a: &a [x, y]\nb: *a\nc: *a\n")
        assert node.at("a") is node.at("b")
        assert sum(child.kind == "list" for child in node.walk()) == 1

    def test_a_bomb_of_aliases_costs_nothing(self) -> None:
        lines = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 100)]
        node = read("\n".join(lines))
        assert len(list(node.walk())) == 203
        assert _size(node.to_plain()) <= MAX_PLAIN

    def test_a_bomb_of_merges_costs_nothing(self) -> None:
        lines = ["a0: &a0 {x: 1}"] + [f"a{i}: &a{i} {{<<: [{', '.join([f'*a{i - 1}'] * 9)}]}}" for i in range(1, 60)]
        node = read("\n".join(lines)).at("a59")
        assert node is not None
        assert node.get("y") is None
        assert node.to_plain() == {"x": "1"}

    def test_an_alias_inside_its_own_anchor_is_text_and_an_error(self) -> None:
        found = documents(b"a: &a [*a]\n")
        assert found.documents[0].to_plain() == {"a": ["*a"]}
        assert found.error == "line 1: the alias *a names nothing before it"

    def test_an_alias_does_not_reach_into_the_next_document(self) -> None:
        assert documents(b"a: &a x\n---\nb: *a\n").error == "line 3: the alias *a names nothing before it"

    def test_too_many_nodes_are_an_error_text(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("mlready.facts.yaml.MAX_NODES", 10)
        assert "more than 10 nodes" in (documents(b"[1,2,3,4,5,6,7,8,9,10,11]").error or "")
        assert MAX_NODES > 10

    def test_a_file_that_is_too_large_is_an_error_text(self) -> None:
        assert documents(b"#" * (MAX_BYTES + 1)) == ((), f"larger than {MAX_BYTES} bytes", False)

    @pytest.mark.parametrize(
        "data",
        [
            pytest.param(b"\x00", id="a NUL"),
            pytest.param(b"a: \x07", id="a control character"),
            pytest.param(b"\xff\xfe\x00", id="half a character"),
            pytest.param(b"\x89PNG\r\n\x1a\n", id="a picture"),
            pytest.param(b'"\\uD800"', id="half a surrogate pair"),
            pytest.param(b"%YAML 9.0\n---\na", id="a version to come"),
            pytest.param(b"a:\n\t- b", id="a tab as indentation"),
        ],
    )
    def test_what_is_no_yaml_is_an_error_text(self, data: bytes) -> None:
        assert documents(data).error

    @given(st.binary(max_size=200))
    def test_no_bytes_raise(self, data: bytes) -> None:
        for node in documents(data).documents:
            node.to_plain()

    @given(st.text(alphabet="ab:-[]{}&*!|>'\"%#?<,. \n\t$~`", max_size=80))
    def test_no_text_raises_and_every_node_lies_inside_it(self, text: str) -> None:
        last = text.count("\n") + 1
        for document in documents(text.encode()).documents:
            document.to_plain()
            for node in document.walk():
                assert 1 <= node.line <= node.end_line <= last + 1


class TestWithoutTheCParser:
    def test_the_nodes_are_the_same(self, monkeypatch: pytest.MonkeyPatch) -> None:
        text = b'on: push\njobs: &j\n  a: {run: "x", b: [1, 2]}\n  c: |\n    x\n\n    y\n\nk: *j\n---\n- z\n'
        with_c = [list(map(_described, node.walk())) for node in documents(text).documents]
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
        without = [list(map(_described, node.walk())) for node in documents(text).documents]
        assert with_c == without

    def test_deep_nesting_is_an_error_text(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
        assert "nested deeper" in (documents(b"[" * 20_000).error or "")


class TestTemplates:
    def test_helm_control_lines_are_blanked_and_expressions_kept_as_text(self) -> None:
        found = documents(
            b"kind: Deployment\n"
            b"{{- if .Values.labels }}\n"
            b"labels:\n"
            b"  {{- toYaml .Values.labels | nindent 2 }}\n"
            b"{{- end }}\n"
            b'image: {{ .Values.image }}:{{ .Values.tag | default "1" }}\n'
            b'name: "{{ include "full.name" . }}"\n'
        )
        assert (found.error, found.templated) == (None, True)
        node = found.documents[0]
        assert node.to_plain() == {
            "kind": "Deployment",
            "labels": None,
            "image": '{{ .Values.image }}:{{ .Values.tag | default "1" }}',
            "name": '{{ include "full.name" . }}',
        }
        image = node.at("image")
        assert image is not None
        assert image.line == 6

    def test_an_expression_that_reads_as_a_mapping_is_text(self) -> None:
        found = documents(b"name: {{ cookiecutter.name }}\n")
        assert found.templated
        assert found.documents[0].to_plain() == {"name": "{{ cookiecutter.name }}"}

    def test_jinja_control_lines_are_blanked(self) -> None:
        found = documents(b"{% if a %}\na: {{ b }}\n{% endif %}\n{# note: {{ x #}\nc: [{{ d }}, e]\n")
        assert found.documents[0].to_plain() == {"a": "{{ b }}", "c": ["{{ d }}", "e"]}

    def test_what_follows_a_condition_on_its_line_stands_in_its_place(self) -> None:
        found = documents(b"a:\n  {{ if .x }}b: 1\n  {{- else }}b: 2{{ end }}\n  c: {{ .y }}\n")
        assert found.documents[0].to_plain() == {"a": {"b": "2", "c": "{{ .y }}"}}

    def test_a_quoted_piece_of_code_is_the_text_in_its_quotes(self) -> None:
        found = documents(b'a: {{ .x }}\nb: "{{"{{y}}"}}"\n{{`c: ${{ z }} -n`}}\n')
        assert found.documents[0].to_plain() == {"a": "{{ .x }}", "b": "{{y}}", "c": "${{ z }} -n"}

    def test_terraform_templates_are_read(self) -> None:
        found = documents(b'%{ if ipv6 ~}\nenv: x\n%{ endif ~}\nfamily: ${ipv6 ? "a" : "b"}\n${yamlencode(labels)}\n')
        assert found.templated
        assert found.documents[0].to_plain() == {"env": "x", "family": '${ipv6 ? "a" : "b"}'}

    def test_code_over_several_lines_keeps_every_line_in_place(self) -> None:
        found = documents(b"{{/*\n a note: x\n*/}}\na: {{ .b }}\n")
        node = found.documents[0].at("a")
        assert node is not None
        assert (node.text, node.line) == ("{{ .b }}", 4)

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("a: ${{ github.ref }}\n", id="an expression of GitHub"),
            pytest.param('a: "{{inputs.x}}"\n', id="a quoted expression"),
            pytest.param("a: {b: {c: d}}\n", id="nested mappings"),
            pytest.param("a: ${HOME}\n", id="a shell variable"),
        ],
    )
    def test_yaml_that_holds_expressions_is_no_template(self, text: str) -> None:
        found = documents(text.encode())
        assert (found.error, found.templated) == (None, False)

    def test_broken_yaml_with_github_expressions_is_no_template(self) -> None:
        found = documents(b"a: ${{ x }}\n   b: c\n")
        assert found.error == "line 2: mapping values are not allowed in this context"
        assert not found.templated

    @given(st.text(alphabet="a:- {}%#$`\"'\n~", max_size=80))
    def test_no_template_raises(self, text: str) -> None:
        for node in documents(text.encode()).documents:
            node.to_plain()


def _size(value: object) -> int:
    if isinstance(value, dict):
        return 1 + sum(map(_size, value.values()))
    return 1 + sum(map(_size, value)) if isinstance(value, list) else 1


def _described(node: Node) -> tuple[object, ...]:
    return (node.kind, node.text, node.line, node.column, node.end_line, node.tag, node.style)
