"""Names by which code asks for the commit it runs at."""

GIT_LIBRARIES = frozenset({"git", "pygit2", "dulwich"})

ASKING_GIT = frozenset(
    {
        "subprocess.check_output", "subprocess.run", "subprocess.Popen", "subprocess.getoutput", "subprocess.getstatusoutput",
        "os.popen", "os.system",
    }
)  # fmt: skip

ENVIRONMENT = frozenset({"os.getenv", "os.environ.get"})

COMMIT_VARIABLES = frozenset(
    {
        "GIT_SHA", "GIT_COMMIT", "GIT_HASH", "GITHUB_SHA", "CI_COMMIT_SHA", "CI_COMMIT_SHORT_SHA", "COMMIT_SHA", "COMMIT_HASH", "SHORT_SHA",
        "BUILD_SOURCEVERSION", "CIRCLE_SHA1", "BITBUCKET_COMMIT", "VCS_REF", "GIT_REVISION", "CODEBUILD_RESOLVED_SOURCE_VERSION",
    }
)  # fmt: skip
"""Variables of the environment that hold a commit."""
