"""What CI files of every system say, in one model."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlready.facts.ci import Job, Step, Text, Workflow, is_active, is_ci, read, system_of
from mlready.facts.ci.node import MAX_STEPS

GITHUB = ".github/workflows/ci.yml"


PATHS = (
    GITHUB,
    "action.yml",
    ".gitlab-ci.yml",
    "azure-pipelines.yml",
    ".circleci/config.yml",
    "bitbucket-pipelines.yml",
    "buildspec.yml",
    "cloudbuild.yaml",
    ".travis.yml",
    ".drone.yml",
    "appveyor.yml",
    "Jenkinsfile",
    "other.yml",
)
WORDS = (
    "on", "jobs", "steps", "run", "uses", "a", "needs", "runs-on", "container", "strategy", "matrix", "include", "script",
    "extends", "stages", "stage", "job", "pool", "trigger", "template", "variables", "image", "pipelines", "default", "step",
    "phases", "build", "commands", "args", "workflows", "requires", "docker", "schedule", "triggers", "runs", "using",
    "deploy", "environment", "defaults", "permissions", "services", "rules", "if", "task", "inputs", "test_script", "spec",
)  # fmt: skip
VALUES = st.recursive(
    st.sampled_from(["x", "", "~", "1", "true", "'q'", "${{ x }}"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(st.sampled_from(WORDS), inner, max_size=4).map(
            lambda items: "{" + ", ".join(f"{key}: {value}" for key, value in items.items()) + "}"
        ),
    ),
    max_leaves=20,
)


def workflow(text: str, path: str = GITHUB) -> Workflow:
    found = read(path, dedent(text).encode())
    assert found is not None
    return found


def job(text: str, path: str = GITHUB) -> Job:
    return workflow(text, path).jobs[0]


def step(text: str) -> Step:
    """The step of a workflow with one job whose steps are given, from line 6 on."""
    lines = "\n".join("      " + line for line in dedent(text).strip("\n").splitlines())
    return job(f"on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n{lines}\n").steps[0]


def runs(found: Workflow | Job) -> list[str]:
    jobs = found.jobs if isinstance(found, Workflow) else (found,)
    return [step.run.strip() for one in jobs for step in one.run_steps() if step.run]


class TestPaths:
    @pytest.mark.parametrize(
        ("path", "system"),
        [
            (".github/workflows/ci.yml", "github"),
            ("seed/.github/workflows/ci.yaml", "github"),
            (".gitea/workflows/ci.yml", "github"),
            (".github/actions/setup/action.yml", "github"),
            ("action.yml", "github"),
            (".gitlab-ci.yml", "gitlab"),
            (".gitlab/ci/test.yml", "gitlab"),
            ("ci/test.gitlab-ci.yml", "gitlab"),
            ("azure-pipelines.yml", "azure"),
            ("azure-pipelines-train.yml", "azure"),
            (".azuredevops/train.yml", "azure"),
            (".pipelines/ci.yml", "azure"),
            ("mlops/devops-pipelines/deploy.yml", "azure"),
            ("devops/build-images.yml", "azure"),
            (".circleci/config.yml", "circleci"),
            ("bitbucket-pipelines.yml", "bitbucket"),
            ("ci/buildspec_gpu.yml", "buildspec"),
            ("train-buildspec.yaml", "buildspec"),
            ("cloudbuild.yaml", "cloudbuild"),
            ("Jenkinsfile", "jenkins"),
            ("ci/Jenkinsfile.nightly", "jenkins"),
            ("deploy.jenkinsfile", "jenkins"),
            (".travis.yml", "travis"),
            (".drone.yml", "drone"),
            (".woodpecker/test.yaml", "drone"),
            ("appveyor.yml", "appveyor"),
        ],
    )
    def test_the_path_names_the_system(self, path: str, system: str) -> None:
        assert is_ci(path)
        assert system_of(path) == system

    @pytest.mark.parametrize(
        "path",
        [
            "config.yml",
            ".github/dependabot.yml",
            ".github/workflows/README.md",
            ".github/workflows/ci.yml.disabled",
            ".github/workflows/old/ci.yml",
            ".gitlab/agents/prod/config.yaml",
            "pipelines/train.yml",
            "conf/action.yaml",
            "devops/values.yaml",
            "src/jenkinsfile_reader.py",
        ],
    )
    def test_other_files_are_no_ci(self, path: str) -> None:
        assert not is_ci(path)

    @pytest.mark.parametrize(
        ("path", "active"),
        [
            pytest.param(".github/workflows/ci.yml", True, id="a workflow at the root"),
            pytest.param("seed/.github/workflows/ci.yml", False, id="a workflow to be copied"),
            pytest.param("{{name}}/.github/workflows/ci.yml", False, id="a workflow of a template"),
            pytest.param(".circleci/config.yml", True, id="CircleCI at the root"),
            pytest.param("app/.circleci/config.yml", False, id="CircleCI further down"),
            pytest.param("app/.travis.yml", False, id="Travis further down"),
            pytest.param("app/.gitlab-ci.yml", False, id="a GitLab pipeline further down"),
            pytest.param("ci/test.gitlab-ci.yml", True, id="a file that a GitLab pipeline may include"),
            pytest.param("mlops/devops-pipelines/train.yml", True, id="Azure is told where its pipelines are"),
            pytest.param("ci/Jenkinsfile", True, id="so is Jenkins"),
        ],
    )
    def test_a_file_is_active_where_its_system_looks_for_it(self, path: str, active: bool) -> None:
        system = system_of(path)
        assert system is not None
        assert is_active(path, system) is active

    def test_a_workflow_with_a_template_suffix_is_read_and_not_active(self) -> None:
        found = workflow("on: push\njobs:\n  {{ .job }}:\n    steps:\n      - run: x\n", f"{GITHUB}.tmpl")
        assert (found.active, found.templated, found.jobs[0].id, runs(found)) == (False, True, "{{ .job }}", ["x"])


class TestGitHub:
    @pytest.mark.parametrize(
        ("on", "names"),
        [
            pytest.param("on: push", ["push"], id="one name"),
            pytest.param("on: [push, pull_request]", ["push", "pull_request"], id="a list"),
            pytest.param("on:\n  push:\n  workflow_dispatch:", ["push", "workflow_dispatch"], id="a mapping"),
            pytest.param("'on': push", ["push"], id="a quoted key"),
        ],
    )
    def test_triggers_have_three_shapes(self, on: str, names: list[str]) -> None:
        assert list(workflow(f"{on}\njobs: {{a: {{}}}}\n").triggers) == names

    def test_schedules_and_branches_are_named(self) -> None:
        found = workflow(
            """\
            on:
              schedule:
                - cron: "0 3 * * 1"
              push:
                branches: [main]
            jobs:
              a: {runs-on: x}
            """
        )
        assert found.triggers["schedule"].crons == ("0 3 * * 1",)
        assert found.triggers["schedule"].crons[0].line == 3
        assert (found.triggers["push"].branches, found.triggers["push"].line) == (("main",), 4)

    def test_a_job_says_where_and_when_it_runs(self) -> None:
        found = job(
            """\
            on: push
            jobs:
              train:
                name: Train
                needs: test
                if: github.ref == 'refs/heads/main'
                runs-on: [self-hosted, gpu]
                container:
                  image: nvidia/cuda:12.4.1-base-ubuntu22.04
                services:
                  db: {image: "postgres:16"}
                environment:
                  name: production
                timeout-minutes: 90
                concurrency:
                  group: train
                continue-on-error: ${{ matrix.experimental }}
                env:
                  SEED: 1
                steps: []
            """
        )
        assert (found.id, found.name, found.needs, found.runs_on) == (
            "train",
            "Train",
            ("test",),
            ("self-hosted", "gpu"),
        )
        assert (found.image, found.services) == ("nvidia/cuda:12.4.1-base-ubuntu22.04", {"db": "postgres:16"})
        assert found.image is not None
        assert found.image.line == 9
        assert (found.environment, found.timeout, found.concurrency) == ("production", "90", "train")
        assert (found.condition, found.continue_on_error) == (
            "github.ref == 'refs/heads/main'",
            "${{ matrix.experimental }}",
        )
        assert (found.env, found.env["SEED"].line, found.line, found.end_line) == ({"SEED": "1"}, 19, 3, 20)

    @pytest.mark.parametrize(
        ("runs_on", "labels", "group"),
        [
            pytest.param("ubuntu-24.04", ("ubuntu-24.04",), None, id="a label"),
            pytest.param("[a, b]", ("a", "b"), None, id="labels"),
            pytest.param("{group: gpu-large}", ("gpu-large",), "gpu-large", id="a group"),
            pytest.param("{group: g, labels: [x, y]}", ("g", "x", "y"), "g", id="a group with labels"),
        ],
    )
    def test_a_machine_is_named_by_labels_or_a_group(
        self, runs_on: str, labels: tuple[str, ...], group: str | None
    ) -> None:
        found = job(f"on: push\njobs: {{a: {{runs-on: {runs_on}}}}}\n")
        assert (found.runs_on, found.group) == (labels, group)

    @pytest.mark.parametrize(
        ("permissions", "expected"),
        [
            pytest.param("permissions: write-all", "write-all", id="one word"),
            pytest.param("permissions: {}", {}, id="none"),
            pytest.param("permissions: {contents: read}", {"contents": "read"}, id="by scope"),
            pytest.param("env: {}", None, id="unsaid"),
        ],
    )
    def test_permissions_tell_none_from_unsaid(self, permissions: str, expected: object) -> None:
        assert workflow(f"on: push\n{permissions}\njobs: {{a: {{}}}}\n").permissions == expected

    def test_the_permissions_of_a_job_outrank_those_of_the_workflow(self) -> None:
        found = workflow("on: push\npermissions: write-all\njobs: {a: {permissions: {}}, b: {}}\n")
        assert [found.permissions_of(one) for one in found.jobs] == [{}, "write-all"]

    @pytest.mark.parametrize(
        ("text", "run", "run_line"),
        [
            pytest.param("- run: pytest\n", "pytest", 6, id="on one line"),
            pytest.param(
                "- name: t\n  run: |\n    pip install .\n    pytest\n", "pip install .\npytest", 8, id="a literal block"
            ),
            pytest.param("- run: >-\n    pytest\n    -x\n", "pytest -x", 7, id="a folded block"),
            pytest.param('- run: "pytest -x"\n', "pytest -x", 6, id="a quoted text"),
            pytest.param("- run: |\n\n    pytest\n", "pytest", 7, id="an empty line first"),
            pytest.param("- run: pytest\n    -x\n", "pytest -x", 6, id="a plain text over two lines"),
        ],
    )
    def test_the_line_of_a_script_is_where_its_text_starts(self, text: str, run: str, run_line: int) -> None:
        found = step(text)
        assert found.run is not None
        assert (found.run.strip(), found.run_line) == (run, run_line)

    def test_lines_of_a_script_never_leave_the_step(self) -> None:
        found = step("- run: |\n    a\n    b\n")
        assert [found.line_of(offset) for offset in (0, 1, 7)] == [7, 8, 8]

    def test_a_step_says_what_it_uses(self) -> None:
        found = step(
            """\
            - name: Python
              id: py
              if: always()
              uses: actions/setup-python@v5
              with:
                python-version: 3.10
                cache:
              env: {A: b}
              continue-on-error: true
              timeout-minutes: 5
            """
        )
        assert (found.name, found.id, found.condition, found.timeout) == ("Python", "py", "always()", "5")
        assert (found.uses, found.uses_line, found.ref, found.run) == ("actions/setup-python@v5", 9, "v5", None)
        assert found.inputs == {"python-version": "3.10", "cache": ""}
        assert (found.inputs["python-version"].line, found.continue_on_error, found.env) == (11, True, {"A": "b"})
        assert (found.line, found.end_line) == (6, 15)

    def test_actions_of_the_repository_are_named_by_their_folder(self) -> None:
        assert step("- uses: ./.github/actions/setup/\n").local == ".github/actions/setup"
        assert step("- uses: owner/x@v1\n").local is None

    def test_a_script_that_an_action_is_given_is_a_script(self) -> None:
        found = step("- uses: nick-fields/retry@v3\n  with:\n    timeout_minutes: 5\n    command: |\n      pytest\n")
        assert (found.uses, found.run, found.run_line) == ("nick-fields/retry@v3", "pytest\n", 10)

    def test_what_an_action_is_called_with_is_no_script_otherwise(self) -> None:
        assert step("- uses: owner/deploy@v1\n  with:\n    command: deploy\n").run is None

    def test_shell_and_folder_come_from_the_defaults(self) -> None:
        found = workflow(
            """\
            on: push
            defaults:
              run: {shell: bash, working-directory: app}
            jobs:
              a:
                defaults:
                  run: {working-directory: job}
                steps:
                  - run: x
                  - run: y
                    shell: python
                  - uses: z
            """
        )
        first, second, third = found.jobs[0].steps
        assert (first.shell, first.working_directory) == ("bash", "job")
        assert (second.shell, second.working_directory) == ("python", "job")
        assert (third.shell, third.working_directory) == (None, None)

    def test_a_job_may_be_another_workflow(self) -> None:
        found = job(
            """\
            on: push
            jobs:
              a:
                uses: ./.github/workflows/test.yml
                with: {python: "3.12"}
                secrets: inherit
            """
        )
        assert (found.uses, found.local, found.inputs, found.secrets) == (
            "./.github/workflows/test.yml",
            ".github/workflows/test.yml",
            {"python": "3.12"},
            "inherit",
        )

    def test_the_matrix_names_the_values_of_each_variable(self) -> None:
        found = job(
            """\
            on: push
            jobs:
              a:
                strategy:
                  fail-fast: false
                  matrix:
                    python: ["3.11", "3.12"]
                    config:
                      - {gpu: a10}
                    include:
                      - {python: "3.13", extra: x}
                    exclude:
                      - {python: "3.11"}
            """
        )
        assert found.matrix == {"python": ("3.11", "3.12", "3.13"), "config.gpu": ("a10",), "extra": ("x",)}
        assert [value.line for value in found.matrix["python"]] == [7, 7, 11]

    def test_jobs_before_a_job_are_all_it_waits_for(self) -> None:
        found = workflow(
            "on: push\njobs:\n  lint: {}\n  test: {needs: lint}\n  docs: {}\n  deploy: {needs: [test, gone, deploy]}\n"
        )
        assert [one.id for one in found.before(found.jobs[3])] == ["lint", "test"]

    def test_jobs_that_wait_for_each_other_end(self) -> None:
        found = workflow("on: push\njobs:\n  a: {needs: b}\n  b: {needs: a}\n")
        assert [one.id for one in found.before(found.jobs[0])] == ["b"]

    def test_variables_of_a_step_are_its_own_then_the_jobs_then_the_workflows(self) -> None:
        found = workflow(
            "on: push\nenv: {A: 1, B: 1, C: 1}\njobs:\n  a:\n    env: {B: 2, C: 2}\n    steps:\n      - {run: x, env: {C: 3}}\n"
        )
        one = found.jobs[0]
        assert found.env_of(one, one.steps[0]) == {"A": "1", "B": "2", "C": "3"}

    def test_steps_behind_anchors_are_steps(self) -> None:
        found = workflow(
            """\
            on: push
            jobs:
              a:
                steps: &steps
                  - &checkout {uses: actions/checkout@v4}
                  - run: x
              b:
                steps: *steps
              c:
                steps:
                  - *checkout
            """
        )
        assert [len(one.steps) for one in found.jobs] == [2, 2, 1]
        assert [(one.line, one.end_line) for one in found.jobs] == [(3, 6), (7, 8), (9, 11)]

    def test_a_composite_action_is_one_job(self) -> None:
        found = workflow(
            """\
            name: Set up
            runs:
              using: composite
              steps:
                - run: pip install .
                  shell: bash
            """,
            ".github/actions/setup/action.yml",
        )
        assert (found.kind, found.active, found.triggers, runs(found)) == ("action", True, {}, ["pip install ."])

    def test_a_docker_action_names_its_image(self) -> None:
        found = workflow("runs:\n  using: docker\n  image: docker://alpine:3.20\n", "action.yml")
        assert found.jobs[0].image == "alpine:3.20"

    @pytest.mark.parametrize(
        ("text", "path"),
        [
            pytest.param("name: x\n", "action.yml", id="an action that runs nothing"),
            pytest.param("a: 1\n", "actions/x/action.yml", id="configuration"),
        ],
    )
    def test_other_content_is_no_action(self, text: str, path: str) -> None:
        assert read(path, text.encode()) is None

    @pytest.mark.parametrize(
        ("text", "error"),
        [
            pytest.param("", "not a mapping", id="an empty file"),
            pytest.param("- a\n", "not a mapping", id="a list"),
            pytest.param("on: push\n", "no jobs", id="no jobs"),
            pytest.param("on: [push\njobs:\n", "line 2", id="broken YAML"),
        ],
    )
    def test_a_workflow_that_cannot_run_has_an_error(self, text: str, error: str) -> None:
        found = workflow(text)
        assert (found.jobs, error in (found.error or "")) == ((), True)

    @pytest.mark.parametrize(
        "jobs", ["x", "[a]", "{a: x}", "{a: {steps: x}}", "{a: {steps: [x, [y]]}}", "{a: {needs: {b: c}}}"]
    )
    def test_values_of_another_shape_are_passed_over(self, jobs: str) -> None:
        assert runs(workflow(f"on: push\njobs: {jobs}\n")) == []


class TestGitLab:
    def test_a_job_has_its_scripts_and_the_defaults(self) -> None:
        found = workflow(
            """\
            image: python:3.12
            default:
              before_script:
                - pip install .
              timeout: 1h
            variables:
              SEED: 1
              STAGE: {value: dev, description: where}
            test:
              tags: [gpu]
              variables: {A: b}
              script:
                - pytest
                - |
                  make lint
                  make docs
              after_script: [echo done]
              allow_failure: true
            """,
            ".gitlab-ci.yml",
        )
        one = found.jobs[0]
        assert runs(one) == ["pip install .", "pytest", "make lint\nmake docs", "echo done"]
        assert [s.run_line for s in one.steps] == [4, 13, 15, 17]
        assert [s.name for s in one.steps] == ["before_script", None, None, "after_script"]
        assert [s.continue_on_error for s in one.steps] == [False, False, False, True]
        assert (one.image, one.timeout, one.runs_on, one.continue_on_error) == ("python:3.12", "1h", ("gpu",), True)
        assert (found.env, one.env) == ({"SEED": "1", "STAGE": "dev"}, {"A": "b"})

    def test_stages_order_jobs_that_name_no_needs(self) -> None:
        found = workflow(
            """\
            stages: [build, test, deploy]
            deploy: {stage: deploy, script: [x]}
            image: {name: a}
            unit: {stage: test, script: [x]}
            early: {stage: test, needs: [], script: [x]}
            build: {stage: build, script: [x]}
            lint: {needs: [{job: build, artifacts: true}], script: [x]}
            """,
            ".gitlab-ci.yml",
        )
        assert {one.id: one.needs for one in found.jobs} == {
            "deploy": ("unit", "early", "lint"),
            "unit": ("build",),
            "early": (),
            "build": (),
            "lint": ("build",),
        }
        assert found.jobs[0].image == "a"

    def test_a_stage_without_jobs_is_passed_over(self) -> None:
        found = workflow(
            "stages: [a, b, c]\nx: {stage: a, script: [x]}\ny: {stage: c, script: [y]}\n", ".gitlab-ci.yml"
        )
        assert found.jobs[1].needs == ("x",)

    def test_a_job_takes_over_from_its_parents(self) -> None:
        found = workflow(
            """\
            .base:
              image: base
              variables: {A: 1, B: 1}
              script: [from base]
            .gpu:
              extends: .base
              tags: [gpu]
              variables: {B: 2}
            train:
              extends: [.base, .gpu, .elsewhere]
              variables: {C: 3}
            """,
            ".gitlab-ci.yml",
        )
        (one,) = found.jobs
        assert (one.image, one.runs_on, runs(one), one.env) == (
            "base",
            ("gpu",),
            ["from base"],
            {"A": "1", "B": "2", "C": "3"},
        )

    def test_references_are_followed(self) -> None:
        found = workflow(
            """\
            .setup:
              script:
                - pip install .
            test:
              script:
                - !reference [.setup, script]
                - !reference [.gone, script]
                - [pytest, [echo]]
            """,
            ".gitlab-ci.yml",
        )
        assert runs(found) == ["pip install .", "pytest", "echo"]
        assert found.jobs[0].steps[0].line == 3

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param(".a: {extends: .b, script: [x]}\n.b: {extends: .a}\nj: {extends: .a}\n", id="parents"),
            pytest.param(
                "a: {script: [!reference [b, script]]}\nb: {script: [!reference [a, script]]}\n", id="references"
            ),
        ],
    )
    def test_circles_end(self, text: str) -> None:
        assert workflow(text, ".gitlab-ci.yml").error is None

    def test_references_that_multiply_are_cut_off(self) -> None:
        lines = [".r0: {script: [x]}"]
        for number in range(1, 10):
            lines.append(f".r{number}: {{script: [{', '.join([f'!reference [.r{number - 1}, script]'] * 9)}]}}")
        lines.append("a: {script: [!reference [.r9, script]]}")
        found = workflow("\n".join(lines), ".gitlab-ci.yml")
        assert found.error == f"more than {MAX_STEPS} steps"
        assert len(found.jobs[0].steps) <= MAX_STEPS

    def test_includes_and_started_pipelines_are_named(self) -> None:
        found = workflow(
            """\
            include:
              - /ci/test.yml
              - local: ci/deploy.yml
              - {project: g/p, ref: v1, file: x.yml}
              - {component: host/g/c@1.2}
              - https://host/x.yml
            child:
              trigger: {include: ci/child.yml}
            other:
              trigger: group/project
            """,
            ".gitlab-ci.yml",
        )
        assert [(one.kind, one.target, one.ref, one.line) for one in found.includes] == [
            ("local", "ci/test.yml", None, 2),
            ("local", "ci/deploy.yml", None, 3),
            ("project", "g/p", "v1", 4),
            ("component", "host/g/c@1.2", "1.2", 5),
            ("remote", "https://host/x.yml", None, 6),
        ]
        assert [(one.uses, one.local) for one in found.jobs] == [
            ("./ci/child.yml", "ci/child.yml"),
            ("group/project", None),
        ]

    def test_rules_say_what_starts_it(self) -> None:
        found = workflow(
            """\
            train:
              script: [x]
              environment: production
              rules:
                - if: $CI_PIPELINE_SOURCE == "schedule"
                - if: $CI_PIPELINE_SOURCE == "merge_request_event"
              when: manual
            """,
            ".gitlab-ci.yml",
        )
        assert list(found.triggers) == ["push", "schedule", "pull_request"]
        one = found.jobs[0]
        assert (
            one.condition
            == '$CI_PIPELINE_SOURCE == "schedule" || $CI_PIPELINE_SOURCE == "merge_request_event" || manual'
        )
        assert one.environment == "production"

    def test_a_header_of_inputs_is_passed_over(self) -> None:
        found = workflow("spec: {inputs: {x: {}}}\n---\na: {script: [x]}\n", ".gitlab-ci.yml")
        assert runs(found) == ["x"]

    def test_an_included_file_is_a_template(self) -> None:
        found = workflow("a: {script: [x]}\n", ".gitlab/ci/a.yml")
        assert (found.kind, found.triggers) == ("template", {})

    def test_other_files_of_its_folder_are_no_ci(self) -> None:
        assert read(".gitlab/settings.yml", b"a: {b: c}\n") is None
        assert read(".gitlab/settings.yml", b"[broken") is None


class TestAzure:
    def test_stages_jobs_and_steps(self) -> None:
        found = workflow(
            """\
            trigger: [main]
            pr: none
            pool: {vmImage: ubuntu-24.04}
            variables:
              - {name: SEED, value: 1}
              - group: secrets
            stages:
              - stage: Test
                jobs:
                  - job: unit
                    timeoutInMinutes: 20
                    steps:
                      - checkout: self
                      - script: |
                          pytest
                        displayName: Tests
                        continueOnError: true
                  - job: after
                    dependsOn: unit
                    pool: gpu
                    container: {image: "python:3.12"}
                    steps: [{bash: ls}]
              - stage: Deploy
                condition: succeeded()
                jobs:
                  - deployment: prod
                    environment: production
                    strategy:
                      runOnce:
                        deploy:
                          steps:
                            - task: AzureCLI@2
                              inputs:
                                scriptType: bash
                                inlineScript: az ml online-deployment create
            """,
            "azure-pipelines.yml",
        )
        unit, after, prod = found.jobs
        assert (found.kind, list(found.triggers), found.triggers["push"].branches) == ("workflow", ["push"], ("main",))
        assert found.env == {"SEED": "1"}
        assert (unit.id, unit.runs_on, unit.timeout, unit.stage) == ("Test.unit", ("ubuntu-24.04",), "20", "Test")
        assert [(s.uses, s.run, s.run_line, s.continue_on_error) for s in unit.steps] == [
            ("checkout", None, None, False),
            (None, "pytest\n", 15, True),
        ]
        assert (after.needs, after.runs_on, after.image, after.steps[0].shell) == (
            ("Test.unit",),
            ("gpu",),
            "python:3.12",
            "bash",
        )
        assert (prod.needs, prod.environment, prod.condition) == (
            ("Test.unit", "Test.after"),
            "production",
            "succeeded()",
        )
        assert (prod.steps[0].uses, prod.steps[0].run) == ("AzureCLI@2", "az ml online-deployment create")

    def test_stages_wait_for_those_they_name(self) -> None:
        found = workflow(
            """\
            trigger: none
            stages:
              - {stage: A, jobs: [{job: x}]}
              - {stage: B, dependsOn: [], jobs: [{job: x}]}
              - {stage: C, dependsOn: [A, B], jobs: [{job: x}]}
              - {template: deploy.yml}
            """,
            "azure-pipelines.yml",
        )
        assert [one.needs for one in found.jobs] == [(), (), ("A.x", "B.x"), ("C.x",)]
        assert (found.jobs[3].uses, found.includes[0].target, found.triggers) == ("deploy.yml", "deploy.yml", {})

    @pytest.mark.parametrize(
        ("text", "ids"),
        [
            pytest.param("steps:\n  - script: x\n", ["steps"], id="steps alone"),
            pytest.param("jobs:\n  - job: a\n    steps: [{script: x}]\n", ["a"], id="jobs alone"),
            pytest.param("extends: {template: t.yml}\n", ["extends"], id="an extended template"),
        ],
    )
    def test_every_level_may_stand_alone(self, text: str, ids: list[str]) -> None:
        found = workflow(text, "azure-pipelines.yml")
        assert [one.id for one in found.jobs] == ids
        assert found.kind == "workflow"

    def test_what_stands_under_a_condition_is_read(self) -> None:
        found = workflow(
            """\
            steps:
              - ${{ if eq(parameters.x, 1) }}:
                  - script: a
              - ${{ else }}:
                  - ${{ each y in parameters.z }}:
                      - script: b
              - ${{ parameters.more }}
            """,
            "azure-pipelines.yml",
        )
        assert runs(found) == ["a", "b"]

    @pytest.mark.parametrize(
        ("task", "inputs", "run", "shell"),
        [
            pytest.param("Bash@3", "targetType: inline, script: ls", "ls", "bash", id="bash"),
            pytest.param("Bash@3", "filePath: ./run.sh, arguments: -x", "./run.sh -x", "bash", id="a file"),
            pytest.param("PythonScript@0", "scriptPath: train.py", "python train.py", "python", id="a Python file"),
            pytest.param("PowerShell@2", "script: Get-Item", "Get-Item", None, id="PowerShell"),
            pytest.param("PublishTestResults@2", "script: x", None, None, id="no script"),
        ],
    )
    def test_tasks_that_run_scripts(self, task: str, inputs: str, run: str | None, shell: str | None) -> None:
        found = job(f"steps: [{{task: {task}, inputs: {{{inputs}}}}}]\n", "azure-pipelines.yml").steps[0]
        assert (found.uses, found.run, found.shell) == (task, run, shell)

    def test_pushes_start_a_pipeline_that_says_nothing(self) -> None:
        text = "schedules: [{cron: 0 3 * * *}]\npr: {branches: {include: [main]}}\nsteps: [{script: x}]\n"
        found = workflow(text, "azure-pipelines.yml")
        assert list(found.triggers) == ["push", "pull_request", "schedule"]
        assert (found.triggers["pull_request"].branches, found.triggers["schedule"].crons) == (
            ("main",),
            ("0 3 * * *",),
        )

    def test_a_matrix_names_its_variables(self) -> None:
        found = job(
            "jobs:\n  - job: a\n    strategy: {matrix: {old: {py: '3.11'}, new: {py: '3.12'}}}\n", "azure-pipelines.yml"
        )
        assert found.matrix == {"py": ("3.11", "3.12")}

    def test_a_template_is_no_pipeline(self) -> None:
        found = workflow("parameters: []\nsteps: [{script: x}]\n", ".pipelines/steps.yml")
        assert (found.kind, found.triggers, runs(found)) == ("template", {}, ["x"])
        assert workflow("variables: {A: b}\n", ".pipelines/vars.yml").env == {"A": "b"}

    def test_a_pipeline_is_known_by_its_content_anywhere(self) -> None:
        found = workflow("trigger: none\nsteps: [{script: x}]\n", "infra/deploy.yml")
        assert (found.system, found.active) == ("azure", True)

    @pytest.mark.parametrize(
        "text",
        [
            "kind: Deployment\n",
            "steps: [{name: a, image: b}]\n",
            "jobs: [{name: a}]\nstages: [a, b]\n",
            "stages: {a: {cmd: x}}\n",
            "- x\n",
            "[x",
        ],
    )
    def test_yaml_of_another_shape_is_no_ci(self, text: str) -> None:
        assert read("infra/values.yml", text.encode()) is None
        assert read(".pipelines/values.yml", text.encode()) is None


class TestCircleCi:
    def test_jobs_with_executors_commands_and_needs(self) -> None:
        found = workflow(
            """\
            version: 2.1
            orbs: {node: circleci/node@5.1.0}
            executors:
              py:
                docker: [{image: "cimg/python:3.12"}, {image: "postgres:16"}]
                environment: {A: 1}
            commands:
              setup:
                steps:
                  - run: pip install .
            jobs:
              test:
                executor: py
                resource_class: gpu.nvidia.small
                environment: {B: 2}
                working_directory: app
                steps:
                  - checkout
                  - setup
                  - when:
                      condition: x
                      steps:
                        - run:
                            name: Tests
                            command: |
                              pytest
                  - node/install: {node-version: "20"}
              deploy:
                machine: {image: ubuntu-2404}
                steps:
                  - run: {command: make deploy, when: always}
              idle:
                docker: [{image: a}]
                steps: []
            workflows:
              main:
                jobs:
                  - test: {name: unit}
                  - hold: {type: approval, requires: [unit]}
                  - node/lint
                  - deploy: {requires: [hold]}
              nightly:
                triggers: [{schedule: {cron: "0 3 * * *"}}]
                jobs: [test]
            """,
            ".circleci/config.yml",
        )
        test, deploy, idle, hold, lint = found.jobs
        assert (test.image, test.services, test.runs_on) == (
            "cimg/python:3.12",
            {"postgres:16": "postgres:16"},
            ("gpu.nvidia.small",),
        )
        assert (test.env, runs(test)) == ({"A": "1", "B": "2"}, ["pip install .", "pytest"])
        assert [s.uses for s in test.steps] == ["checkout", None, None, "node/install"]
        assert (test.steps[2].name, test.steps[2].condition, test.steps[2].run_line) == ("Tests", "when", 26)
        assert {s.working_directory for s in test.run_steps()} == {"app"}
        assert (deploy.runs_on, deploy.steps[0].condition, idle.condition) == (
            ("ubuntu-2404",),
            "always",
            "in no workflow",
        )
        assert (hold.id, hold.condition, lint.uses) == ("hold", "manual", "node/lint")
        assert [one.id for one in found.before(deploy)] == ["test", "hold"]
        assert (list(found.triggers), found.triggers["schedule"].crons) == (["push", "schedule"], ("0 3 * * *",))
        assert found.includes[0].ref == "5.1.0"

    def test_commands_that_call_each_other_end(self) -> None:
        text = "commands: {a: {steps: [b, b]}, b: {steps: [a, a]}}\njobs: {x: {steps: [a]}}\n"
        found = workflow(text, ".circleci/config.yml")
        assert len(found.jobs[0].steps) <= MAX_STEPS

    def test_other_files_of_its_folder_are_no_ci(self) -> None:
        assert read(".circleci/values.yml", b"a: b\n") is None


class TestOthers:
    def test_bitbucket(self) -> None:
        found = workflow(
            """\
            image: python:3.12
            pipelines:
              default:
                - step:
                    name: Test
                    script: [pip install ., pytest]
                - parallel:
                    - step: {script: [a]}
                    - step: {image: {name: "node:20"}, script: [b]}
              branches:
                main:
                  - step:
                      deployment: production
                      trigger: manual
                      max-time: 30
                      script:
                        - pipe: atlassian/deploy:1.0
                          variables: {A: b}
              custom:
                nightly:
                  - stage:
                      steps:
                        - step: {script: [c]}
            """,
            "bitbucket-pipelines.yml",
        )
        assert [(one.id, one.needs, one.image) for one in found.jobs] == [
            ("default.1", (), "python:3.12"),
            ("default.2", ("default.1",), "python:3.12"),
            ("default.3", ("default.1",), "node:20"),
            ("branches.main.1", (), "python:3.12"),
            ("custom.nightly.1", (), "python:3.12"),
        ]
        deploy = found.jobs[3]
        assert (deploy.environment, deploy.condition, deploy.timeout) == ("production", "manual", "30")
        assert (deploy.steps[0].uses, deploy.steps[0].inputs) == ("atlassian/deploy:1.0", {"A": "b"})
        assert runs(found) == ["pip install .", "pytest", "a", "b", "c"]
        assert list(found.triggers) == ["push", "workflow_dispatch"]

    def test_buildspec(self) -> None:
        found = workflow(
            """\
            version: 0.2
            env: {variables: {A: b}}
            phases:
              build: {commands: [python train.py]}
              install:
                commands:
                  - pip install .
                finally: [echo]
            """,
            "buildspec.yml",
        )
        assert [(s.name, s.run) for s in found.jobs[0].steps] == [
            ("install", "pip install ."),
            ("install", "echo"),
            ("build", "python train.py"),
        ]
        assert (found.env, found.triggers) == ({"A": "b"}, {})

    def test_cloudbuild(self) -> None:
        found = workflow(
            """\
            steps:
              - name: gcr.io/cloud-builders/docker:24
                args: [build, -t, "a b", .]
              - name: python:3.12
                entrypoint: bash
                args:
                  - -c
                  - |
                    pip install .
                    pytest
                env: [A=b=c]
              - name: gcr.io/x/gcloud@sha256:0
                script: |
                  gcloud run deploy
                allowFailure: true
            timeout: 1200s
            substitutions: {_REGION: x}
            """,
            "cloudbuild.yaml",
        )
        (one,) = found.jobs
        assert runs(one) == ["docker build -t 'a b' .", "pip install .\npytest", "gcloud run deploy"]
        assert [s.run_line for s in one.steps] == [3, 9, 14]
        assert [s.image for s in one.steps] == [
            "gcr.io/cloud-builders/docker:24",
            "python:3.12",
            "gcr.io/x/gcloud@sha256:0",
        ]
        assert (one.timeout, one.steps[1].env, one.steps[2].continue_on_error) == ("1200s", {"A": "b=c"}, True)

    def test_travis(self) -> None:
        found = workflow(
            """\
            language: python
            dist: jammy
            install: pip install .
            script:
              - pytest
            deploy:
              provider: pypi
            jobs:
              include:
                - stage: build
                  script: make
                - stage: release
                  script: make release
            """,
            ".travis.yml",
        )
        assert runs(found) == ["pip install .", "pytest", "make", "make release"]
        assert (found.jobs[0].runs_on, found.jobs[0].steps[2].uses) == (("jammy",), "pypi")
        assert [one.needs for one in found.jobs] == [(), (), ("include-1",)]

    def test_drone(self) -> None:
        found = workflow(
            """\
            kind: pipeline
            name: test
            steps:
              - name: unit
                image: python:3.12
                commands:
                  - pip install .
                  - pytest
                failure: ignore
              - name: publish
                image: plugins/docker
                settings: {repo: x}
            trigger: {event: [push, cron]}
            ---
            kind: pipeline
            name: deploy
            depends_on: [test]
            steps: {a: {image: b, commands: [c]}}
            """,
            ".drone.yml",
        )
        test, deploy = found.jobs
        assert (test.steps[0].run, test.steps[0].run_line, test.steps[0].continue_on_error) == (
            "pip install .\npytest",
            7,
            True,
        )
        assert (test.image, test.steps[1].uses, test.steps[1].inputs) == (
            "python:3.12",
            "plugins/docker",
            {"repo": "x"},
        )
        assert (deploy.needs, runs(deploy), list(found.triggers)) == (("test",), ["c"], ["push", "schedule"])

    def test_appveyor(self) -> None:
        found = workflow(
            """\
            image: Visual Studio 2022
            environment: {global: {A: b}, C: d}
            install:
              - pip install .
            test_script:
              - ps: pytest
              - cmd: |
                  make
            """,
            "appveyor.yml",
        )
        assert [(s.name, s.run and s.run.strip(), s.shell, s.run_line) for s in found.jobs[0].steps] == [
            ("install", "pip install .", None, 4),
            ("test_script", "pytest", "ps", 6),
            ("test_script", "make", "cmd", 8),
        ]
        assert found.env == {"A": "b", "C": "d"}

    @pytest.mark.parametrize(
        "path", ["bitbucket-pipelines.yml", "buildspec.yml", "cloudbuild.yaml", ".travis.yml", ".drone.yml"]
    )
    def test_files_without_the_key_that_makes_them_are_no_ci(self, path: str) -> None:
        assert read(path, b"a: b\n") is None


class TestJenkins:
    DECLARATIVE = """\
        // a comment: sh 'no'
        pipeline {
          agent { docker { image 'python:3.12' } }
          options { timeout(time: 2, unit: 'HOURS') }
          triggers { cron('H 3 * * *') }
          environment {
            SEED = '1'
            TOKEN = credentials('hf-token')
          }
          stages {
            stage('Build') {
              steps { sh 'make' }
            }
            stage('Check') {
              parallel {
                stage('Unit') {
                  steps {
                    sh '''
                      pip install .
                      pytest
                    '''
                  }
                }
                stage('Lint') {
                  agent { label 'small' }
                  steps {
                    catchError(buildResult: 'SUCCESS') {
                      sh "ruff check ."
                    }
                  }
                }
              }
            }
            stage('Deploy') {
              when { branch 'main' }
              steps {
                input 'Deploy?'
                sh(script: "make deploy", returnStdout: true)
                bat 'dir'
              }
            }
          }
        }
        """

    def test_stages_are_jobs_that_follow_each_other(self) -> None:
        found = workflow(self.DECLARATIVE, "Jenkinsfile")
        assert found.error is None
        assert [(one.id, one.needs) for one in found.jobs] == [
            ("Build", ()),
            ("Unit", ("Build",)),
            ("Lint", ("Build",)),
            ("Deploy", ("Unit", "Lint")),
        ]
        assert runs(found) == ["make", "pip install .\n              pytest", "ruff check .", "make deploy", "dir"]

    def test_images_limits_and_conditions(self) -> None:
        found = workflow(self.DECLARATIVE, "Jenkinsfile")
        build, unit, lint, deploy = found.jobs
        assert {one.image for one in found.jobs} == {"python:3.12"}
        assert {one.timeout for one in found.jobs} == {"2 HOURS"}
        assert (lint.runs_on, lint.steps[0].continue_on_error, unit.steps[0].continue_on_error) == (
            ("small",),
            True,
            False,
        )
        assert (deploy.condition, [s.shell for s in deploy.steps]) == ("branch main", ["sh", "cmd"])
        assert (found.triggers["schedule"].crons, found.env) == (
            ("H 3 * * *",),
            {"SEED": "1", "TOKEN": "credentials('hf-token')"},
        )
        assert (build.line, build.end_line, unit.steps[0].run_line) == (11, 13, 18)

    def test_scripted_pipelines(self) -> None:
        found = workflow(
            """\
            node('gpu') {
              checkout scm
              def image = docker.image("cuda:12")
              image.inside('--gpus all') {
                stage('Train') {
                  timeout(30) {
                    if (sh(returnStatus: true, script: 'python train.py') != 0) { error 'x' }
                  }
                }
              }
              sh script: 'make'
              sh "x" + y
              sh command
            }
            """,
            "Jenkinsfile",
        )
        root, train = found.jobs
        assert (root.id, root.runs_on, root.image) == ("pipeline", ("gpu",), "cuda:12")
        assert [s.run for s in root.steps] == ["make", "x"]
        assert (train.id, train.timeout, train.runs_on, train.steps[0].continue_on_error) == (
            "Train",
            "30",
            ("gpu",),
            True,
        )

    @pytest.mark.parametrize(
        ("text", "error"),
        [
            pytest.param("node {\n  stage('a') {\n", "line 2: a block is not closed", id="a bracket too few"),
            pytest.param("node { }\n}\n", "line 2: a bracket closes nothing", id="a bracket too many"),
        ],
    )
    def test_brackets_that_do_not_match_are_an_error(self, text: str, error: str) -> None:
        assert workflow(text, "Jenkinsfile").error == error

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "'",
            '"""',
            "/*",
            "sh(",
            "sh 'x",
            "stage('a') {",
            "}" * 50,
            "{" * 5000,
            "sh " * 500,
            "((" * 2000,
            "a:b:c {",
        ],
    )
    def test_broken_text_never_raises(self, text: str) -> None:
        assert read("Jenkinsfile", text.encode()) is not None

    @given(
        st.lists(
            st.sampled_from(
                [
                    "stage('a')",
                    "{",
                    "}",
                    "(",
                    ")",
                    "sh 'x'",
                    "parallel",
                    "\n",
                    "agent",
                    "image 'i'",
                    '"',
                    "'''",
                    "environment",
                    "A =",
                    "//",
                    "timeout(1)",
                    ":",
                    ";",
                ]
            ),
            max_size=30,
        )
    )
    def test_no_text_raises(self, parts: list[str]) -> None:
        found = read("Jenkinsfile", " ".join(parts).encode())
        assert found is not None
        assert all(one.line <= one.end_line or not one.steps for one in found.jobs)


class TestBounds:
    def test_aliases_that_multiply_steps_are_an_error(self) -> None:
        lines = ["x0: &x0 [{run: a}]"] + [f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]" for n in range(1, 12)]
        found = workflow("on: push\njobs: {a: {steps: *x11}}\n".replace("on:", "\n".join(lines) + "\non:"))
        assert found.jobs == ()
        assert "aliases" in (found.error or "")

    def test_too_many_steps_are_cut_off(self) -> None:
        steps = "      - run: x\n" * 200
        jobs = "  a:\n    steps: &s\n" + steps + "".join(f"  j{n}:\n    steps: *s\n" for n in range(120))
        found = workflow(f"on: push\njobs:\n{jobs}")
        assert found.error == f"more than {MAX_STEPS} steps"
        assert sum(len(one.steps) for one in found.jobs) == MAX_STEPS

    @pytest.mark.parametrize("data", [b"\x00", b"\xff\xfe", b"[" * 20_000, b"a: *b"])
    def test_what_is_no_yaml_is_an_error(self, data: bytes) -> None:
        found = read(GITHUB, data)
        assert found is not None
        assert found.error

    @given(st.sampled_from(PATHS), st.dictionaries(st.sampled_from(WORDS), VALUES, min_size=1, max_size=5))
    def test_no_shape_raises(self, path: str, keys: dict[str, str]) -> None:
        text = "".join(f"{key}: {value}\n" for key, value in keys.items())
        found = read(path, text.encode())
        if found is not None:
            for one in found.jobs:
                assert one.matrix is not None
                found.before(one)
                for each in one.steps:
                    assert isinstance(each.inputs, dict)
                    found.env_of(one, each)

    @given(st.sampled_from(PATHS), st.binary(max_size=100))
    def test_no_bytes_raise(self, path: str, data: bytes) -> None:
        read(path, data)


def test_a_text_is_a_text_that_knows_its_line() -> None:
    found = Text("x", 3)
    assert (found == "x", found.line, {found: 1}["x"], Text("y").line) == (True, 3, 1, 0)  # type: ignore[index]
