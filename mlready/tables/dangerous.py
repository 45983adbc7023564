"""What no model needs to import when it is loaded."""

MODULES = frozenset(
    {
        "os", "posix", "nt", "subprocess", "_posixsubprocess", "socket", "_socket", "sys", "shutil", "pty", "runpy", "importlib", "imp",
        "pkgutil", "ctypes", "_ctypes", "webbrowser", "requests", "urllib", "urllib2", "httplib", "http", "aiohttp", "httpx", "ftplib",
        "smtplib", "telnetlib", "asyncio", "code", "codeop", "pdb", "bdb", "timeit", "trace", "cProfile", "profile", "pip", "ensurepip",
        "commands", "popen2", "marshal", "pydoc", "doctest", "idlelib", "venv", "winreg", "_winreg",
    }
)  # fmt: skip
"""Modules that start programs, reach the network or files, or load further code."""

BUILTINS = frozenset(
    {"eval", "exec", "execfile", "compile", "__import__", "open", "apply", "input", "breakpoint", "globals", "vars"}
)
"""Builtin functions that run or open what they are given."""

FUNCTIONS = frozenset(
    {
        ("torch.hub", "load"), ("torch", "load"), ("torch.jit", "load"), ("numpy.testing._private.utils", "runstring"), ("numpy", "load"),
        ("numpy.f2py.crackfortran", "getlincoef"), ("joblib", "load"), ("pandas", "read_pickle"), ("pickle", "loads"), ("pickle", "load"),
        ("_pickle", "loads"), ("_pickle", "load"), ("dill", "loads"), ("cloudpickle", "loads"), ("operator", "methodcaller"),
        ("multiprocessing.util", "spawnv_passfds"), ("torch._inductor.codecache", "compile_file"),
        ("lib2to3.pgen2.grammar", "Grammar.loadgrammar"), ("transformers", "pipeline"),
    }
)  # fmt: skip
"""Functions of other packages that do."""

PICKLE_SUFFIXES = (".pkl", ".pickle", ".joblib", ".pt", ".pth", ".ckpt", ".bin", ".npy", ".model")
"""Endings of files that are pickles, or may hold one."""
