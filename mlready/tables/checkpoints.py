"""Functions that read checkpoints of torch."""

LOADER = "torch.load"

UNSAFE_LOADERS = ("ultralytics.utils.patches.torch_load",)
"""Functions of other packages that stand for `torch.load` and switch its safety off unless told otherwise."""

SAFE_DEFAULT = "2.6"
"""The version of torch since which weights alone are read by default."""

SAFE_OPTION = "1.13"
"""The version of torch since which `weights_only` can be asked for."""
