"""Calls that list files in whatever order the file system has, and calls to which the order of rows matters."""

LISTINGS = frozenset({"os.listdir", "os.scandir", "glob.glob", "glob.iglob"})
LISTING_METHODS = frozenset({"glob", "rglob", "iterdir"})
"""Methods of paths that do the same."""

WALKS = frozenset({"os.walk", "os.fwalk"})
"""Calls that list the folders and files of each folder below one."""

SORTING = frozenset({"builtins.sorted", "natsort.natsorted", "natsort.os_sorted", "natsort.humansorted", "numpy.sort"})

KEEPING_ORDER = frozenset(
    {
        "builtins.list", "builtins.tuple", "builtins.filter", "builtins.map", "builtins.reversed", "builtins.enumerate", "itertools.chain",
        "itertools.islice", "numpy.array", "numpy.asarray", "pandas.Series", "tqdm.tqdm", "tqdm.auto.tqdm", "tqdm.notebook.tqdm",
    }
)  # fmt: skip
"""Calls whose result has the order of what they are given."""

PICKING = frozenset(
    {
        "random.shuffle", "random.sample", "random.choice", "random.choices", "numpy.random.shuffle", "numpy.random.permutation",
        "numpy.random.choice",
    }
)  # fmt: skip
"""Calls that take rows by their place: with one seed, other rows where the order is another."""

STACKING = frozenset(
    {"pandas.concat", "polars.concat", "numpy.concatenate", "numpy.stack", "numpy.vstack", "torch.cat", "torch.stack"}
)
"""Calls that make one table of several."""
