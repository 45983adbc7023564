"""Consoles of machine learning that ask nobody who they are, and how they are told whom to let in."""

from typing import NamedTuple


class Console(NamedTuple):
    """`starts`: the words that start it; `hosts` and `ports`: options that name its address, `everywhere`: one that opens it to all.

    `login`: options after which it asks for a password. `port`: where it listens unless told otherwise. `gives`: what a
    visitor can do there. `listens`: whether it listens to all without being told.
    """

    name: str
    starts: tuple[tuple[str, ...], ...]
    hosts: tuple[str, ...]
    ports: tuple[str, ...]
    port: str
    gives: str
    everywhere: str = ""
    login: tuple[str, ...] = ()
    listens: bool = False


CONSOLES = (
    Console(
        "MLflow", (("mlflow", "server"), ("mlflow", "ui")), ("--host", "-h"), ("--port", "-p"), "5000",
        "read, change and delete runs and models", login=("--app-name",),
    ),
    Console("TensorBoard", (("tensorboard",), ("tensorboard.main",)), ("--host",), ("--port",), "6006", "read every run", everywhere="--bind_all"),
    Console("Ray", (("ray", "start"),), ("--dashboard-host",), ("--dashboard-port",), "8265", "run code on the cluster"),
    Console("Prefect", (("prefect", "server", "start"), ("prefect", "orion", "start")), ("--host",), ("--port",), "4200", "start and delete flows"),
    Console("Dagster", (("dagster-webserver",), ("dagit",), ("dagster", "dev")), ("--host", "-h"), ("--port", "-p"), "3000", "start runs"),
    Console("Optuna's dashboard", (("optuna-dashboard",),), ("--host",), ("--port",), "8080", "read and delete studies"),
    Console("Aim", (("aim", "up"),), ("--host", "-h"), ("--port", "-p"), "43800", "read and delete runs"),
)  # fmt: skip

JUPYTER = Console(
    "Jupyter", (("jupyter", "lab"), ("jupyter", "notebook"), ("jupyter", "server"), ("jupyter-lab",), ("jupyter-notebook",), ("jupyter-server",), ("jupyterlab",)),
    ("--ip", "--NotebookApp.ip", "--ServerApp.ip"), ("--port",), "8888", "run any code",
)  # fmt: skip
"""It asks for a token unless that is taken away."""

JUPYTER_IMAGES = JUPYTER._replace(
    starts=(("start-notebook.sh",), ("start-notebook.py",), ("start.sh", "jupyter", "lab"), ("start-lab.sh",)),
    listens=True,
)
"""The scripts by which the images of Jupyter start it."""

TOKENS = ("--NotebookApp.token", "--ServerApp.token", "--IdentityProvider.token", "--LabApp.token")
PASSWORDS = (
    "--NotebookApp.password",
    "--ServerApp.password",
    "--PasswordIdentityProvider.hashed_password",
    "--LabApp.password",
)

EVERYWHERE = frozenset({"0.0.0.0", "*", "::", "[::]"})  # noqa: S104 - an address that is looked for
"""Addresses by which a program listens to everybody."""

LOGIN_VARIABLES = ("RAY_AUTH_MODE", "PREFECT_SERVER_API_AUTH_STRING", "MLFLOW_AUTH_CONFIG_PATH")
"""Variables of the environment whose mention says that a console asks for a password."""

OPEN_SETTINGS = (
    (r"AIRFLOW__API__AUTH_BACKENDS?[\"']?[ \t]*[:=].{0,200}auth\.backend\.default\b", "Airflow's API"),
    (r"^[ \t]*auth_backends?[ \t]*=.{0,200}\bapi\.auth\.backend\.default\b", "Airflow's API"),
    (r"AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS[\"']?[ \t]*[:=][ \t]*[\"']?[Tt]rue", "Airflow"),
    (r"^[ \t]*simple_auth_manager_all_admins[ \t]*=[ \t]*[Tt]rue", "Airflow"),
    (r"^[ \t]*AUTH_ROLE_PUBLIC[ \t]*=[ \t]*[\"']Admin[\"']", "Airflow"),
)
"""Lines of settings that let anybody in -> where."""

STARTING_CALLS = (
    "subprocess.run",
    "subprocess.Popen",
    "subprocess.call",
    "subprocess.check_call",
    "subprocess.check_output",
    "os.system",
)
