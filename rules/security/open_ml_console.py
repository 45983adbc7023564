"""A console of machine learning is open to anybody who reaches it."""

from collections.abc import Iterator

from mlready.repo import Project, Repo
from mlready.repo.consoles import ASKS, HIDDEN, OPEN, Found, consoles
from mlready.verdict import Verdict, failed, passed, unknown

WHY = {ASKS: "it asks who is there", HIDDEN: "others do not reach it"}


def check(project: Project, repo: Repo) -> Iterator[Verdict]:
    for one in consoles(project):
        if one.state == OPEN:
            yield failed(one.place, f"whoever reaches {one.name} here can {one.gives}: {advice(one)}")
        elif one.state in WHY:
            yield passed(one.place, WHY[one.state])
        else:
            yield unknown(one.place, "who reaches it is decided where it runs")


def advice(one: Found) -> str:
    if one.name == "Jupyter":
        return "leave its token on"
    if one.name.startswith("Airflow"):
        return "leave its login on"
    return "bind it to 127.0.0.1, or put a login in front of it"
