"""What Terraform files say, and how little an error in one costs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlready.facts.hcl import MAX_BYTES, MAX_DEPTH, Block, Hcl, Value, read


def blocks(text: str) -> tuple[Block, ...]:
    found = read(text.encode())
    assert found.error is None
    return found.blocks


def value(expression: str) -> Value:
    found = read(f"a = {expression}\n".encode())
    assert found.error is None
    return found.attributes["a"]


class TestBlocks:
    def test_a_block_has_a_type_labels_and_lines(self) -> None:
        (block,) = blocks('\nresource "aws_s3_bucket" "models" {\n  bucket = "m"\n}\n')
        assert (block.type, block.labels, block.line, block.end_line) == ("resource", ("aws_s3_bucket", "models"), 2, 4)

    def test_labels_may_stand_without_quotes(self) -> None:
        assert blocks("resource aws_x y {}\n")[0].labels == ("aws_x", "y")

    def test_blocks_inside_blocks_keep_their_place(self) -> None:
        (block,) = blocks('terraform {\n  backend "s3" {\n    key = "state"\n  }\n}\n')
        (backend,) = block.blocks
        assert (backend.type, backend.labels, backend.line, backend.end_line) == ("backend", ("s3",), 2, 4)
        assert [one.type for one in block.walk()] == ["terraform", "backend"]

    @pytest.mark.parametrize(
        ("text", "address"),
        [
            pytest.param('resource "a" "b" {}', "a.b", id="a resource"),
            pytest.param('data "a" "b" {}', "data.a.b", id="a data source"),
            pytest.param('module "m" {}', "module.m", id="a module"),
            pytest.param("terraform {}", "terraform", id="a block without labels"),
        ],
    )
    def test_the_address_is_the_one_terraform_uses(self, text: str, address: str) -> None:
        assert blocks(text)[0].address == address

    def test_blocks_that_a_dynamic_block_makes_are_inner_blocks_of_its_label(self) -> None:
        (block,) = blocks(
            'resource "a" "b" {\n  dynamic "rule" {\n    for_each = var.r\n    content {\n      k = 1\n    }\n  }\n}\n'
        )
        assert [one.line for one in block.inner("rule")] == [4]
        found = block.get("rule", "k")
        assert found is not None
        assert found.text == "1"

    def test_get_follows_inner_blocks_and_objects(self) -> None:
        (block,) = blocks('resource "a" "b" {\n  v {\n    status = "on"\n  }\n  tags = { owner = "ml" }\n}\n')
        assert [found and found.text for found in (block.get("v", "status"), block.get("tags", "owner"))] == [
            "on",
            "ml",
        ]
        assert [block.get(*path) for path in (("x",), ("v",), ("v", "x"), ("tags", "x"), ("tags", "owner", "x"))] == [
            None
        ] * 5

    def test_resources_are_found_by_their_type(self) -> None:
        found = read(b'resource "a" "x" {}\nresource "b" "y" {}\ndata "a" "z" {}\nresource {}\n')
        assert [block.address for block in found.resources("a")] == ["a.x"]
        assert [block.labels for block in found.of_type("resource")] == [("a", "x"), ("b", "y"), ()]


class TestValues:
    @pytest.mark.parametrize(
        ("expression", "kind", "text"),
        [
            pytest.param('"a b"', "string", "a b", id="a string"),
            pytest.param('""', "string", "", id="an empty string"),
            pytest.param(r'"a\"b\n\u00e9\\"', "string", 'a"b\né\\', id="escapes"),
            pytest.param('"$${x} %%{y}"', "string", "${x} %{y}", id="escaped templates"),
            pytest.param("<<EOT\n  x\nEOT", "string", "  x\n", id="a heredoc"),
            pytest.param("<<-EOT\n    x\n      y\n  EOT", "string", "x\n  y\n", id="an indented heredoc"),
            pytest.param("3", "number", "3", id="a number"),
            pytest.param("-1.5e3", "number", "-1.5e3", id="a negative number"),
            pytest.param("((4))", "number", "4", id="a number in brackets"),
            pytest.param("true", "bool", "true", id="a truth value"),
            pytest.param("null", "null", "null", id="null"),
        ],
    )
    def test_literals_are_text(self, expression: str, kind: str, text: str) -> None:
        found = value(expression)
        assert (found.kind, found.text, found.literal) == (kind, text, True)

    @pytest.mark.parametrize(
        "expression",
        [
            "var.name",
            '"a-${var.name}"',
            "a ? 1 : 2",
            'file("x")',
            "1 + 2",
            "[for x in y : x]",
            "<<EOT\n${x.y}\nEOT",
            "!true",
        ],
    )
    def test_what_has_to_be_computed_is_its_source(self, expression: str) -> None:
        found = value(expression)
        assert (found.kind, found.text, found.literal) == ("expression", expression, False)

    def test_a_list_has_items(self) -> None:
        found = value('["a", 2, [true]]')
        assert (found.kind, found.literal, [item.text for item in found.items]) == ("list", True, ["a", "2", ""])

    def test_an_object_has_entries_by_plain_or_quoted_key(self) -> None:
        found = value('{\n  a = 1\n  "b" : var.x,\n}')
        assert (found.kind, found.literal) == ("object", False)
        assert [(key, entry.text, entry.line) for key, entry in found.entries] == [("a", "1", 2), ("b", "var.x", 3)]

    def test_one_computed_part_makes_the_whole_computed(self) -> None:
        assert not value('["a", var.x]').literal

    def test_truth_is_read_from_truth_values_and_their_texts(self) -> None:
        assert [value(one).truth for one in ("true", '"false"', "1", "var.x")] == [True, False, None, None]

    @pytest.mark.parametrize(
        ("expression", "names"),
        [
            pytest.param("aws_s3_bucket.models.id", ("aws_s3_bucket.models.id",), id="a resource"),
            pytest.param('"s3://${aws_s3_bucket.models.id}/x.y"', ("aws_s3_bucket.models.id",), id="inside a template"),
            pytest.param(
                'merge(local.tags, { a = "b.c", d = var.e[0].f })', ("local.tags", "var.e[0].f"), id="in a call"
            ),
            pytest.param('["a.b", module.m.out]', ("module.m.out",), id="in a list"),
            pytest.param("<<EOT\nsee a.b ${data.c.d}\nEOT", ("data.c.d",), id="in a heredoc"),
            pytest.param('"a.b"', (), id="not in plain text"),
        ],
    )
    def test_references_are_named(self, expression: str, names: tuple[str, ...]) -> None:
        assert value(expression).references == names

    def test_lines_are_those_of_the_attribute(self) -> None:
        (block,) = blocks("a {\n  b = [\n    1,\n  ]\n}\n")
        found = block.attributes["b"]
        assert (found.line, found.end_line, found.items[0].line) == (2, 4, 3)


class TestFiles:
    def test_a_file_of_variables_has_attributes(self) -> None:
        found = read(b'region = "eu-west-1"\nnodes = 3\n')
        assert {key: one.text for key, one in found.attributes.items()} == {"region": "eu-west-1", "nodes": "3"}
        assert found.blocks == ()

    def test_a_byte_order_mark_and_windows_line_ends_change_nothing(self) -> None:
        found = read(b'\xef\xbb\xbfa "b" {\r\n  c = 1\r\n}\r\n')
        assert found.error is None
        assert found.blocks[0].attributes["c"].line == 2

    def test_an_empty_file_is_no_error(self) -> None:
        assert read(b"") == read(b"# only a comment\n") == Hcl()

    def test_commented_blocks_are_no_blocks(self) -> None:
        text = '/*\nresource "a" "b" {\n}\n*/\n# c {}\n// d {}\nresource "e" "f" { x = "/*" }\n'
        assert [block.address for block in blocks(text)] == ["e.f"]


class TestErrors:
    @pytest.mark.parametrize(
        "fault",
        [
            pytest.param("x = = 1", id="no value"),
            pytest.param('x = "open', id="an open string"),
            pytest.param("x = [1, 2", id="an open list"),
            pytest.param("x = <<EOT\nopen", id="an open heredoc"),
            pytest.param("}", id="a bracket too many"),
            pytest.param("y {", id="a bracket too few"),
        ],
    )
    def test_an_error_costs_its_block_alone(self, fault: str) -> None:
        text = f'resource "a" "first" {{\n  k = 1\n}}\n\nresource "a" "bad" {{\n  {fault}\n}}\n\nresource "a" "last" {{\n  k = 2\n}}\n'
        found = read(text.encode())
        assert found.error is not None
        assert found.error.startswith("line ")
        assert {"first", "last"} <= {block.labels[1] for block in found.blocks}
        last = found.blocks[-1]
        assert text.splitlines()[last.line - 1 : last.end_line] == ['resource "a" "last" {', "  k = 2", "}"]

    def test_the_line_of_the_error_is_named(self) -> None:
        assert read(b"a {\n  b = 1\n}\nc {\n  d = = 2\n}\n").error == "line 5: a syntax error"

    def test_commented_blocks_stay_comments_beside_an_error(self) -> None:
        found = read(b'/*\nresource "a" "b" {\n}\n*/\nc {\n  d = = 2\n}\ne {\n  f = "x/*"\n}\n')
        assert [(block.type, block.line) for block in found.blocks] == [("e", 8)]

    @pytest.mark.parametrize(
        "data",
        [pytest.param(b"a = " + b"[" * 20_000, id="lists"), pytest.param(b"a {\n" * 20_000, id="blocks"),
         pytest.param(b'a = "' + b'${"' * 20_000, id="templates")],
    )  # fmt: skip
    def test_deep_nesting_is_an_error_text(self, data: bytes) -> None:
        found = read(data)
        assert found.blocks == ()
        assert (found.error or "").endswith(f"nested deeper than {MAX_DEPTH}")

    def test_the_deepest_nesting_allowed_is_read(self) -> None:
        depth = MAX_DEPTH - 1
        assert read(b"a = " + b"[" * depth + b"]" * depth + b"\n").error is None
        assert read(b"a {\n" * depth + b"}\n" * depth).error is None

    def test_a_file_that_is_too_large_is_an_error_text(self) -> None:
        assert read(b"#" * (MAX_BYTES + 1)).error == f"larger than {MAX_BYTES} bytes"

    def test_bytes_that_are_no_text_are_an_error_text(self) -> None:
        assert read(b"\xff\xfea\x00").error == "not UTF-8 text"

    @given(st.binary(max_size=100))
    def test_no_bytes_raise(self, data: bytes) -> None:
        read(data)

    @given(
        st.lists(
            st.sampled_from(
                [
                    'a "b" {',
                    "}",
                    "c = 1",
                    '"',
                    "${",
                    "}",
                    "[",
                    "]",
                    "(",
                    "<<E",
                    "E",
                    "\n",
                    "/*",
                    "*/",
                    "#",
                    "x.y",
                    "\\u00",
                ]
            ),
            max_size=30,
        )
    )
    def test_no_text_raises_and_every_block_lies_inside_it(self, parts: list[str]) -> None:
        text = "\n".join(parts)
        for block in read(text.encode()).blocks:
            assert 1 <= block.line <= block.end_line <= text.count("\n") + 1
            for one in block.walk():
                for found in one.attributes.values():
                    assert found.references is not None


def test_a_text_on_which_the_parser_searches_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlready.facts.hcl.MAX_SECONDS", 0.01)
    assert read(b"-r a\n" * 20_000).error == "not parsed within 0.01 seconds"
