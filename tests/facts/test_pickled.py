"""What a pickle would import, told without loading it."""

from __future__ import annotations

import gzip
import io
import os
import pickle
import zipfile
import zlib
from collections import OrderedDict
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlready.facts.pickled import Pickled, read


class Shell:
    def __reduce__(self) -> tuple[object, tuple[str, ...]]:
        return os.system, ("exit 7",)


def archive(name: str, data: bytes, method: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as target:
        target.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_what_a_pickle_imports_is_seen(protocol: int) -> None:
    found = read(pickle.dumps([Fraction(1, 2), OrderedDict(a=1), Shell(), Shell()], protocol))
    assert found is not None
    assert found.whole
    assert {("fractions", "Fraction"), ("collections", "OrderedDict"), (os.system.__module__, "system")} <= set(
        found.imports
    )


@pytest.mark.parametrize(
    "wrapped",
    [
        pytest.param(lambda data: archive("net/data.pkl", data), id="a checkpoint of torch"),
        pytest.param(zlib.compress, id="zlib"),
        pytest.param(gzip.compress, id="gzip"),
        pytest.param(lambda data: pickle.dumps(1, 2) + data, id="a second pickle"),
        pytest.param(
            lambda data: b"\x93NUMPY\x01\x00\x46\x00" + b"{'descr': '|O', 'fortran_order': False, 'shape': (1,), }".ljust(70) + data,
            id="an array of objects",
        ),
    ],
)  # fmt: skip
def test_a_pickle_is_found_inside(wrapped: object) -> None:
    assert callable(wrapped)
    found = read(wrapped(pickle.dumps(Shell(), 2)))
    assert found is not None
    assert (os.system.__module__, "system") in found.imports


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a,b\n1,2\n",
        b"version https://git-lfs.github.com/spec/v1\noid sha256:00\n",
        archive("rows.csv", b"a,b"),
        archive("net/data.pkl", pickle.dumps(Shell()), zipfile.ZIP_DEFLATED),
        b"\x93NUMPY\x01\x00\x46\x00" + b"{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }".ljust(70),
        b"\x89HDF\r\n",
        b"(lp0\n",
    ],
)
def test_what_is_no_pickle_gives_nothing(data: bytes) -> None:
    assert read(data) in {None, Pickled((), whole=False)}


def test_a_pickle_that_is_cut_off_is_not_whole() -> None:
    data = pickle.dumps([Shell(), "x" * 500], 4)
    found = read(data[:-20], cut=True)
    assert found is not None
    assert not found.whole
    assert found.imports == ((os.system.__module__, "system"),)


def test_nothing_is_run(tmp_path: object) -> None:
    before = set(os.environ)
    read(pickle.dumps(Shell()))
    assert set(os.environ) == before


@given(st.binary(max_size=400).map(lambda data: b"\x80\x04" + data))
def test_any_bytes_are_read(data: bytes) -> None:
    assert isinstance(read(data), Pickled | None)
