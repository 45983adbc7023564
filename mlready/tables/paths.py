"""Folder and file names by which files are told apart."""

VENDORED_FOLDERS = frozenset(
    {
        "third_party", "thirdparty", "3rdparty", "vendor", "vendors", "vendored", "_vendor", "external", "externals",
        "node_modules", "site-packages", "bower_components", ".venv", "venv", "submodules",
    }
)  # fmt: skip

GENERATED_FILES = ("*_pb2.py", "*_pb2_grpc.py", "*_pb2.pyi", "*.min.js", "*.min.css", "*.map")

DEVCONTAINER_FOLDERS = frozenset({".devcontainer", ".codespaces", ".gitpod"})
DEVCONTAINER_FILES = (
    r"\.?gitpod\.dockerfile",
    r"dockerfile[.-](?:codespaces?|gitpod|devcontainer)",
    r"(?:codespaces?|devcontainer)\.dockerfile",
)

TEST_FOLDERS = frozenset(
    {
        "tests", "test", "unittests", "unit_tests", "unit-tests", "integration_tests", "integration-tests",
        "functional_tests", "e2e", "testdata", "test_data", "test-data", "__tests__", "tests_gpu", "test_utils",
    }
)  # fmt: skip

TEST_FILES = (r"test_.*\.(py|ipynb)", r".*_test\.py", r"conftest\.py", r"tests\.py")

EXAMPLE_FOLDERS = frozenset(
    {
        "examples", "example", "samples", "sample", "demo", "demos", "tutorial", "tutorials", "quickstart",
        "quickstarts", "cookbook", "cookbooks", "benchmark", "benchmarks", "playground",
    }
)  # fmt: skip

DOCS_FOLDERS = frozenset({"docs", "doc", "documentation", "website", "site-docs"})

NOTEBOOK_FOLDERS = frozenset({"notebooks", "notebook", "nbs"})

INFRA_FOLDERS = frozenset(
    {
        ".github", ".gitlab", ".circleci", ".azuredevops", ".pipelines", "k8s", "kubernetes", "kustomize", "helm",
        "charts", "manifests", "terraform", "infra", "infrastructure", "deploy", "deployment", "deployments",
        "cloudformation", "ansible", "argocd", "overlays", "monitoring", "grafana", "prometheus",
    }
)  # fmt: skip

UNREAD_CI = frozenset(
    {
        ".buildkite/pipeline.yml", ".buildkite/pipeline.yaml", ".cirrus.yml", ".cirrus.star", ".semaphore/semaphore.yml",
        ".prow.yaml", "prow_config.yaml", "codefresh.yml", "wercker.yml", "shippable.yml", "screwdriver.yaml",
        "bitrise.yml", ".teamcity/settings.kts", ".tekton/pull-request.yaml", ".earthly/config.yml", ".evergreen.yml",
        ".builds/test.yml", ".build.yml", "taskcluster.yml", ".taskcluster.yml",
    }
)  # fmt: skip
"""Files of CI systems that are known by name alone: something runs, but what it runs is not read."""

DATA_SUFFIXES = (
    ".pt", ".pth", ".ckpt", ".h5", ".hdf5", ".keras", ".pkl", ".pickle", ".joblib", ".onnx", ".safetensors", ".bin",
    ".npy", ".npz", ".parquet", ".feather", ".arrow", ".csv", ".tsv", ".jsonl", ".zip", ".tar", ".gz", ".tgz", ".bz2",
    ".xz", ".7z", ".tfrecord", ".tfrecords", ".pb", ".tflite", ".mlmodel", ".mar", ".msgpack", ".gguf", ".ggml",
    ".db", ".sqlite", ".sqlite3", ".mat", ".rds", ".rdata", ".avro", ".orc", ".xlsx", ".lmdb", ".model", ".weights",
)  # fmt: skip

BINARY_SUFFIXES = (
    ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".ico", ".webp", ".tif", ".tiff", ".pdf", ".mp3", ".mp4", ".wav", ".avi",
    ".mov", ".mkv", ".webm", ".ttf", ".otf", ".woff", ".woff2", ".eot", ".exe", ".dll", ".so", ".dylib", ".a", ".o",
    ".class", ".jar", ".war", ".whl", ".egg", ".pyc", ".pyd", ".psd", ".ai", ".sketch", ".dcm", ".nii", ".ply", ".stl",
    ".glb", ".obj", ".flac", ".ogg", ".apk", ".iso", ".dmg", ".deb", ".rpm", ".swf", ".docx", ".pptx", ".xls",
)  # fmt: skip

TEXT_SUFFIXES = (
    ".zsh", ".ps1", ".bat", ".cmd", ".cfg", ".ini", ".conf", ".env", ".properties", ".json", ".txt",
    ".xml", ".html", ".js", ".ts", ".tsx", ".jsx", ".sql", ".r", ".java", ".go", ".scala", ".c", ".cc", ".cpp", ".h",
    ".hpp", ".cu", ".rs", ".rb", ".lua", ".mk", ".cmake", ".bicep", ".proto", ".graphql", ".css", ".tex", ".pyi", ".pyx",
)  # fmt: skip
