"""Places that others can reach."""

NETWORK_FOLDERS = (
    "/mnt/", "/nfs", "/net/", "/media/", "/srv/", "/share", "/data", "/storage", "/scratch", "/gpfs", "/lustre", "/efs", "/fsx",
    "/Volumes/", "/dbfs/", "//", "\\\\",
)  # fmt: skip
"""Beginnings of folders that are often mounted from a network: whether they are cannot be told from the repository."""
