"""What makes networks of torch."""

NETWORK_BASES = frozenset(
    {"pytorch_lightning.LightningModule", "lightning.LightningModule", "lightning.pytorch.LightningModule"}
)

MAKERS = (
    "torchvision.models.", "timm.create_model", "segmentation_models_pytorch.", "efficientnet_pytorch.EfficientNet",
    "torch_geometric.nn.models.", "monai.networks.nets.", "pretrainedmodels.",
)  # fmt: skip
"""Beginnings of names whose call gives a network."""

NO_NETWORKS = (
    "torch.nn.Parameter", "torch.nn.Buffer", "torch.nn.parameter.", "torch.nn.utils.", "torch.nn.functional.", "torch.nn.init.",
    "torch.nn.modules.utils.", "torchvision.models.feature_extraction.", "torch.nn.UninitializedParameter",
)  # fmt: skip
"""Names below those that are none."""

SAME_NETWORK = frozenset(
    {"to", "cuda", "cpu", "eval", "train", "half", "float", "double", "bfloat16", "requires_grad_", "apply"}
)
"""Methods of a network that return the network itself."""

GIVING_BACK = frozenset(
    {"copy.deepcopy", "copy.copy", "torch.compile", "torch.nn.SyncBatchNorm.convert_sync_batchnorm", "torch.nn.utils.fuse_conv_bn_eval"}
)  # fmt: skip
"""Functions that give the network that they are given, or a changed one."""
