"""Until when Python and the systems of base images are looked after: a dated table.

Months after which no public security fixes come any more, as the projects say and as Debian's `distro-info-data` repeats:

- Python: https://devguide.python.org/versions/ and https://peps.python.org/pep-0619/
- Ubuntu, the end of standard support: https://wiki.ubuntu.com/Releases
- Debian, the end of long-term support: https://wiki.debian.org/LTS
"""

AS_OF = "2026-11"

PYTHON_ENDED = {
    (2, 7): "2020-01", (3, 4): "2019-03", (3, 5): "2020-09", (3, 6): "2021-12", (3, 7): "2023-06", (3, 8): "2024-10",
    (3, 9): "2025-10", (3, 10): "2026-10",
}  # fmt: skip

UBUNTU_ENDED = {
    "12.04": "2017-04", "14.04": "2019-04", "14.10": "2015-07", "15.04": "2016-02", "15.10": "2016-07", "16.04": "2021-04", "16.10": "2017-07", "17.04": "2018-01", "17.10": "2018-07", "18.04": "2023-05",
    "18.10": "2019-07", "19.04": "2020-01", "19.10": "2020-07", "20.04": "2025-05", "20.10": "2021-07", "21.04": "2022-01",
    "21.10": "2022-07", "22.10": "2023-07", "23.04": "2024-01", "23.10": "2024-07", "24.10": "2025-07", "25.04": "2026-01",
    "25.10": "2026-07",
}  # fmt: skip

UBUNTU_NAMES = {"precise": "12.04", "trusty": "14.04", "xenial": "16.04", "bionic": "18.04", "focal": "20.04"}

DEBIAN_ENDED = {"7": "2018-05", "8": "2020-06", "9": "2022-07", "10": "2024-06", "11": "2026-08"}

DEBIAN_NAMES = {"wheezy": "7", "jessie": "8", "stretch": "9", "buster": "10", "bullseye": "11"}
