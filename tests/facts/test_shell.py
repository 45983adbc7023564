"""Shell text as commands, installations, Python runs and test runs."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlready.facts.shell import Command, Install, commands, from_words, installs, python_run, runs_python, runs_tests


def one(text: str) -> Command:
    found = commands(text)
    assert len(found) == 1, found
    return found[0]


def words(text: str) -> list[tuple[str, ...]]:
    return [command.words for command in commands(text)]


def install(text: str) -> Install:
    found = installs(one(text))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a b && c | d; e", [("a", "b"), ("c",), ("d",), ("e",)], id="operators split commands"),
        pytest.param("a 'b && c' \"d; e\"", [("a", "b && c", "d; e")], id="quoted operators are text"),
        pytest.param("a \\\n  b \\\n  c", [("a", "b", "c")], id="a backslash continues the line"),
        pytest.param("a `\n  b", [("a", "b")], id="a backtick at the end of the line continues it (PowerShell)"),
        pytest.param("a ^\n  b", [("a", "b")], id="a caret at the end of the line continues it (cmd)"),
        pytest.param("a # b && c\nd", [("a",), ("d",)], id="comments are no commands"),
        pytest.param("a b#c", [("a", "b#c")], id="a hash inside a word is no comment"),
        pytest.param("a > out 2>&1 < in b", [("a", "b")], id="redirections are no words"),
        pytest.param("(a; b) || c", [("a",), ("b",), ("c",)], id="a subshell's commands stand for themselves"),
        pytest.param("a ''", [("a", "")], id="an empty quote is a word"),
        pytest.param("a $'b c' \"d\"'e'f", [("a", "b c", "def")], id="adjoining quotes are one word"),
        pytest.param(
            "a ${{ x && 'y z' }} b", [("a", "${{ x && 'y z' }}", "b")], id="a workflow expression is one piece"
        ),
        pytest.param("a {{ x | y }} b", [("a", "{{ x | y }}", "b")], id="a template expression is one piece"),
        pytest.param(
            "a << parameters.v >>", [("a", "<< parameters.v >>")], id="a pipeline parameter is no here-document"
        ),
        pytest.param("a x==<< parameters.v >>", [("a", "x==<< parameters.v >>")], id="a parameter inside a word"),
        pytest.param(
            "[[ a && b ]] && c", [("[[", "a", "&&", "b", "]]"), ("c",)], id="a test in brackets is one command"
        ),
        pytest.param("x=(a b) ; c", [("x=(a b)",), ("c",)], id="an array assignment is one word"),
        pytest.param("", [], id="no text, no commands"),
        pytest.param("# only\n\n", [], id="comments alone, no commands"),
        pytest.param("\\pip list", [("pip", "list")], id="a leading backslash only skips aliases"),
        pytest.param(".\\venv\\Scripts\\python x.py", [(".\\venv\\Scripts\\python", "x.py")], id="Windows paths stay"),
        pytest.param("cat <<EOF > f\nnumpy\nEOF\nb", [("cat",), ("b",)], id="a here-document's body is no command"),
        pytest.param("cat <<-'E' f\n a\n\tE\nb", [("cat", "f"), ("b",)], id="a quoted, indented here-document ends"),
        pytest.param("cat <<EOF\nb", [("cat",), ("b",)], id="a here-document without end hides nothing"),
        pytest.param("a it's\nb", [("a", "it's"), ("b",)], id="an unclosed quote is text"),
        pytest.param('a "b\nc', [("a", '"b'), ("c",)], id="an unclosed double quote is text"),
    ],
)
def test_words(text: str, expected: list[tuple[str, ...]]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('bash -c "a && b"', [("a",), ("b",)], id="bash -c"),
        pytest.param("docker run x bash -lc 'a b'", [("a", "b")], id="a shell inside a container"),
        pytest.param("docker run --entrypoint bash image -c 'a b'", [("a", "b")], id="a shell as entry point"),
        pytest.param("x $(a $(b c))", [("a", "$(b c)"), ("b", "c")], id="nested substitutions"),
        pytest.param('x "y $(a)  `b c`"', [("b", "c")], id="backticks inside double quotes"),
        pytest.param('x "y $(a b)"', [("a", "b")], id="a substitution inside double quotes"),
        pytest.param("x <(a b)", [("a", "b")], id="process substitution"),
        pytest.param("bash <<E\na\nE", [("a",)], id="a here-document fed to a shell"),
        pytest.param("X=$(a b)", [("a", "b")], id="a substitution in an assignment"),
        pytest.param("eval 'a b'", [("a", "b")], id="eval"),
        pytest.param("x 'y $(a b)'", [], id="single quotes hide substitutions"),
        pytest.param("x $((1 + 2))", [], id="arithmetic is no command"),
    ],
)
def test_nested_commands_follow_their_outer_one(text: str, expected: list[tuple[str, ...]]) -> None:
    found = commands(text)
    assert found[0].depth == 0
    assert [command.words for command in found[1:]] == expected
    assert all(command.depth > 0 for command in found[1:])


def test_lines_count_from_the_start_of_the_text_also_inside_nested_text() -> None:
    found = commands("a\nb \\\n c\nbash -c 'd\ne'\nf")
    assert [(command.words[0], command.line) for command in found] == [
        ("a", 0), ("b", 1), ("bash", 3), ("d", 3), ("e", 4), ("f", 5),
    ]  # fmt: skip


def test_the_operator_after_a_group_belongs_to_its_last_command() -> None:
    assert [command.operator for command in commands("(a && b) || c\nd & e")] == ["&&", "||", ";", "&", None]


@pytest.mark.parametrize(
    ("text", "prefix", "kept"),
    [
        ("X=1 Y='2 3' a", ("X=1", "Y=2 3"), ("a",)),
        ("sudo -E -u me a -b", ("sudo", "-E", "-u", "me"), ("a", "-b")),
        ("if ! a; ", ("if", "!"), ("a",)),
        ("env -u X Y=1 a", ("env", "-u", "X", "Y=1"), ("a",)),
        ("timeout -k 5 10m a", ("timeout", "-k", "5", "10m"), ("a",)),
        ("time -p nice -n 5 a", ("time", "-p", "nice", "-n", "5"), ("a",)),
        ("xargs -n 1 a", ("xargs", "-n", "1"), ("a",)),
        ("X=1", (), ("X=1",)),
        ("else", (), ("else",)),
        ("@a b", (), ("a", "b")),
        ("!a b", (), ("a", "b")),
    ],
)
def test_what_stands_before_a_command_is_its_prefix(text: str, prefix: tuple[str, ...], kept: tuple[str, ...]) -> None:
    assert (one(text).prefix, one(text).words) == (prefix, kept)


def test_redirections_and_here_documents_are_kept_apart() -> None:
    command = one("cat > req.txt <<E\nnumpy\nE\n")
    assert [tuple(redirect) for redirect in command.redirects] == [(">", "req.txt"), ("<<", "E")]
    assert command.heredocs == ("numpy\n",)


def test_an_argument_list_is_a_command_and_what_its_shell_runs() -> None:
    assert [command.words for command in from_words(["sh", "-c", "a && b"])][1:] == [("a",), ("b",)]
    assert from_words([]) == ()


def test_pip_takes_everything_its_options_do_not() -> None:
    found = install(
        "pip install --index-url https://host/x 'torch==2.1' \"numpy>=1\" -r requirements.txt -c limits.txt "
        "-e .[dev] git+https://host/a/b@0123 ./wheels/x.whl --no-deps -e git+https://host/c#egg=c"
    )
    assert found.tool == "pip"
    assert found.requirements == (
        "torch==2.1", "numpy>=1", "git+https://host/a/b@0123", "git+https://host/c#egg=c",
    )  # fmt: skip
    assert found.files == ("requirements.txt",)
    assert found.constraints == ("limits.txt",)
    assert found.local == ("./wheels/x.whl", ".[dev]")
    assert found.option("--index-url") == "https://host/x"
    assert found.option("--no-deps") == ""
    assert found.option("--user") is None
    assert not found.hashes


@pytest.mark.parametrize(
    ("text", "tool", "requirements", "files"),
    [
        ("python -m pip install -qU pip", "pip", ("pip",), ()),
        ("python3.11 -Im pip install a", "pip", ("a",), ()),
        ("py -3 -m pip install a", "pip", ("a",), ()),
        ("/opt/venv/bin/pip3 install a", "pip", ("a",), ()),
        ("$(PYTHON) -m pip install a", "pip", ("a",), ()),
        ("${PIP} install a", "pip", ("a",), ()),
        ("python$V -m pip install a", "pip", ("a",), ()),
        ("python${{ matrix.v }} -m pip install a", "pip", ("a",), ()),
        ("${BIN}pip install a", "pip", ("a",), ()),
        ("${CONDA_RUN} python -m uv pip install a", "uv", ("a",), ()),
        ("pip.exe install a", "pip", ("a",), ()),
        ("pip --no-cache-dir install a", "pip", ("a",), ()),
        ("pip install -rreq.txt --requirement=b.txt", "pip", (), ("req.txt", "b.txt")),
        ("pip install -qr req.txt", "pip", (), ("req.txt",)),
        ("pip install -i x -f y -t z a", "pip", ("a",), ()),
        ("pip install a @ https://host/a.whl", "pip", ("a @ https://host/a.whl",), ()),
        ("pip install a@git+https://host/a", "pip", ("a@git+https://host/a",), ()),
        ("pip install $PACKAGES", "pip", ("$PACKAGES",), ()),
        ("pip install numpy>=1.0", "pip", ("numpy",), ()),
        ("pip wheel -r r.txt -w dist", "pip", (), ("r.txt",)),
        ("pip-sync a.txt", "pip", (), ("a.txt",)),
        ("uv pip install --system a==1", "uv", ("a==1",), ()),
        ("uv pip sync r.txt", "uv", (), ("r.txt",)),
        ("uv add 'a>=1' --dev", "uv", ("a>=1",), ()),
        ("uv run --with a,b x.py --with c", "uv", ("a", "b"), ()),
        ("uvx --with b a@1 --flag", "uv", ("a@1", "b"), ()),
        ("uv tool install a", "uv", ("a",), ()),
        ("poetry run pip install a", "pip", ("a",), ()),
        ("conda run -n x pip install a", "pip", ("a",), ()),
        ("poetry add a@^2 -G dev", "poetry", ("a@^2",), ()),
        ("pipenv install a", "pipenv", ("a",), ()),
        ("pdm add -dG test a", "pdm", ("a",), ()),
        ("pipx install a", "pipx", ("a",), ()),
        ("conda install -y -c x -n e python=3.8 'a>=1'", "conda", ("python=3.8", "a>=1"), ()),
        ("conda env create -f env.yml", "conda", (), ("env.yml",)),
        ("mamba env update -n base --file e.yml", "mamba", (), ("e.yml",)),
        ("micromamba create -y -f e.yaml -n x", "micromamba", (), ("e.yaml",)),
        ("conda install --file r.txt", "conda", (), ("r.txt",)),
        ("apt-get -y install --no-install-recommends a=1 b", "apt", ("a=1", "b"), ()),
        ("apt -t stable install a", "apt", ("a",), ()),
        ("apk add --no-cache -t deps a", "apk", ("a",), ()),
        ("yum install -y a", "yum", ("a",), ()),
        ("npm install -g a", "npm", ("a",), ()),
        ("easy_install a", "easy_install", ("a",), ()),
    ],
)  # fmt: skip
def test_installations(text: str, tool: str, requirements: tuple[str, ...], files: tuple[str, ...]) -> None:
    found = install(text)
    assert (found.tool, found.requirements, found.files) == (tool, requirements, files)


@pytest.mark.parametrize(
    "text",
    [
        "uv sync",
        "poetry install --no-root",
        "pipenv sync",
        "pipenv install --deploy",
        "pdm sync",
        "npm ci",
        "pixi install",
    ],
)
def test_installations_from_a_lock(text: str) -> None:
    assert install(text).locked


@pytest.mark.parametrize(
    "text",
    ["pip list", "pip freeze", "python train.py install", "echo pip install a", "apt-get update", "uv lock", "uv run x.py",
     "conda activate x", "poetry lock", "make install", "pip"],
)  # fmt: skip
def test_what_installs_nothing(text: str) -> None:
    assert installs(one(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "pip install --require-hashes -r r.txt",
        "pip install -r r.txt --require-hashes",
        "uv pip install --require-hashes a",
    ],
)
def test_demanded_hashes_are_seen(text: str) -> None:
    assert install(text).hashes


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("python train.py --a 1", "train.py"),
        ("python -u -W ignore src/train.py", "src/train.py"),
        ("python3 -m pkg.train --x", "pkg.train"),
        ("python -um pkg.train", "pkg.train"),
        ("./train.py", "./train.py"),
        ("torchrun --nproc_per_node 2 train.py", "train.py"),
        ("torchrun --standalone -m pkg.train", "pkg.train"),
        ("python -m torch.distributed.launch --nproc_per_node=2 train.py --x", "train.py"),
        ("accelerate launch --config_file c.yaml train.py", "train.py"),
        ("deepspeed --include localhost:0 train.py --deepspeed d.json", "train.py"),
        ("mpirun -np 2 python train.py", "train.py"),
        ("poetry run python train.py", "train.py"),
        ("uv run train.py", "train.py"),
        ("uv run --with a -m pkg.train", "pkg.train"),
        ("uv run python -m pkg.train", "pkg.train"),
        ("pipenv run python train.py", "train.py"),
        ("conda run --no-capture-output -n x python train.py", "train.py"),
        ("docker run --rm -v a:b image python train.py", "train.py"),
        ("coverage run -m pkg.train", "pkg.train"),
        ("coverage run train.py", "train.py"),
        ("papermill nb.ipynb out.ipynb -p a 1", "nb.ipynb"),
        ("jupyter nbconvert --to notebook --execute x.ipynb", "x.ipynb"),
        ("jupyter-nbconvert --execute x.ipynb", "x.ipynb"),
        ("jupyter execute x.ipynb", "x.ipynb"),
        ("streamlit run app.py --server.port 80", "app.py"),
        ("uvicorn app.main:app --host 0.0.0.0 --port 80", "app.main"),
        ("gunicorn -k uvicorn.workers.UvicornWorker -b 0.0.0.0:80 'app:create()'", "app"),
        ("python -m uvicorn app.main:app", "app.main"),
        ("$(PYTHON_INTERPRETER) src/data.py", "src/data.py"),
        ("spark-submit --py-files a.py job.py", "job.py"),
        ("jupyter nbconvert --to html x.ipynb", None),
        ("python -c 'print(1)'", None),
        ("python --version", None),
        ("pip install a", None),
        ("make train", None),
        ("X=train.py", None),
        ("$RUN python train.py", "train.py"),
    ],
)
def test_python_that_is_run(text: str, target: str | None) -> None:
    assert runs_python(one(text)) == target


def test_arguments_follow_the_script() -> None:
    run = python_run(one("python train.py --epochs 3"))
    assert run is not None
    assert (run.kind, run.arguments) == ("script", ("--epochs", "3"))


@pytest.mark.parametrize(
    "text",
    [
        "pytest", "py.test -q tests", "python -m pytest -x", "python -m unittest discover", "python3 -Wd -m pytest", "tox",
        "tox -e py311", "tox run -e py,lint", "nox -s tests", "hatch test", "hatch run test", "hatch run dev:test-cov",
        "make test", "make -C sub test-unit", "make check", "just test", "coverage run -m pytest", "coverage run -m unittest",
        "nose2", "ward", "python manage.py test", "./manage.py test", "poetry run pytest", "uv run --with x pytest",
        "pipenv run test", "uvx nox", "pipx run tox", "conda run -n x pytest", "python tests/test_model.py",
        "python run_tests.py", "./scripts/run_tests.sh", "bash scripts/test.sh", "docker compose run app pytest -q",
        "docker run --name pytest image python -m pytest", "pdm run pytest", "pixi run test", "invoke test", "poe test",
        "python setup.py test", "xvfb-run -a pytest", "PYTHONPATH=. pytest -n 4", "python -m coverage run -m pytest",
        "bazel test //...", "python -m tox -e py",
    ],
)  # fmt: skip
def test_commands_that_run_tests(text: str) -> None:
    assert runs_tests(one(text))


@pytest.mark.parametrize(
    "text",
    [
        "dvc repro", "make lint", "make", "make check-format", "make latest", "tox -e lint", "nox -s docs", "tox -l",
        "pytest --version", "pytest --collect-only", "pip install pytest", "uv tool install pytest", "pipx install tox",
        "python train.py", "python -m pkg.train", "echo test", "npm run build", "hatch run lint:all", "test -f x",
        "pre-commit run --all-files", "make install-test-deps", "python latest.py", "cd tests", "poetry run mypy tests",
        "docker build -t test .", "test_dir=$x/test", "source test_functions.sh", "python utils/tests_fetcher.py",
        "tox -e servedocs", "scripts/check",
    ],
)  # fmt: skip
def test_commands_that_run_no_tests(text: str) -> None:
    assert not runs_tests(one(text))


_SHELLISH = st.text(alphabet="ab '\"\\$(){}[]<>|&;#`\n\t=^-!@E", max_size=60)


@given(_SHELLISH | st.text(max_size=80))
def test_no_text_fails_and_the_written_commands_stand_in_the_order_of_the_text(text: str) -> None:
    at = 0
    for command in commands(text):
        assert command.words
        installs(command)
        runs_python(command)
        runs_tests(command)
        if command.depth == 0:
            at = text.index(command.raw, at) + len(command.raw)


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=6))
def test_quoted_words_come_back_as_they_were(parts: list[str]) -> None:
    parts = ["run", *parts]
    assert commands(shlex.join(parts))[0].words[1:] == tuple(parts[1:])


@pytest.mark.parametrize(
    "piece",
    [
        "'",
        '"',
        "$(",
        "${",
        "`",
        "((",
        "${{",
        "{{",
        "<<A\n",
        "<(",
        "[[ ",
        "\\",
        "a=(",
        '"$(',
        "$('",
        "&&",
        "2>",
        '"`',
        "#",
    ],
)
def test_a_long_hostile_text_is_read_in_linear_steps(piece: str) -> None:
    assert commands(piece * 4000) is not None
