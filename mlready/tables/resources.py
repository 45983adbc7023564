"""Who uses a GPU, and what watches memory, processors and GPUs."""

GPU_NAMES = frozenset(
    {
        "torch.cuda.is_available", "torch.cuda.set_device", "torch.cuda.device_count", "torch.cuda.amp.autocast", "torch.cuda.amp.GradScaler",
        "torch.nn.parallel.DistributedDataParallel", "torch.nn.DataParallel", "accelerate.Accelerator", "deepspeed.initialize",
        "torch.distributed.init_process_group", "vllm.LLM", "vllm.AsyncLLMEngine",
    }
)  # fmt: skip
GPU_METHODS = frozenset({"cuda"})

WATCHING = {
    "pynvml": ("pynvml.*",),
    "psutil": ("psutil.*",),
    "GPUtil": ("GPUtil.*", "gputil.*", "gpustat.*", "nvitop.*"),
    "CodeCarbon": ("codecarbon.*",),
    "torch": (
        "torch.cuda.max_memory_allocated", "torch.cuda.memory_allocated", "torch.cuda.memory_reserved", "torch.cuda.memory_summary",
        "torch.cuda.mem_get_info", "torch.cuda.utilization", "torch.cuda.max_memory_reserved",
    ),
    "TensorFlow": ("tensorflow.config.experimental.get_memory_info",),
    "Weights & Biases": ("wandb.init", "pytorch_lightning.loggers.WandbLogger", "lightning.pytorch.loggers.WandbLogger"),
    "MLflow": ("mlflow.enable_system_metrics_logging", "mlflow.config.enable_system_metrics_logging"),
    "Comet": ("comet_ml.Experiment", "comet_ml.start"),
    "ClearML": ("clearml.Task.init",),
    "Neptune": ("neptune.init_run", "neptune.init"),
    "Lightning": (
        "pytorch_lightning.callbacks.DeviceStatsMonitor", "pytorch_lightning.callbacks.GPUStatsMonitor",
        "lightning.pytorch.callbacks.DeviceStatsMonitor", "pytorch_lightning.callbacks.XLAStatsMonitor",
    ),
    "SageMaker": ("sagemaker.pytorch.PyTorch", "sagemaker.huggingface.HuggingFace", "sagemaker.tensorflow.TensorFlow", "sagemaker.estimator.Estimator"),
    "Vertex AI": ("google.cloud.aiplatform.CustomJob", "google.cloud.aiplatform.CustomContainerTrainingJob"),
    "Azure ML": ("azure.ai.ml.command", "azureml.core.ScriptRunConfig"),
}  # fmt: skip
"""Tool -> calls by which it records what a run uses; platforms and trackers that do so by themselves included."""

CHOOSING = (
    "mlflow.start_run",
    "lightning.Trainer",
    "pytorch_lightning.Trainer",
    "lightning.pytorch.Trainer",
    "accelerate.Accelerator",
)
WATCHING_KEYWORDS = frozenset({"log_system_metrics", "log_gpu_memory", "log_with"})
"""Arguments by which those record the machine, or start the tracker that the user names."""

EXPORTERS = (
    b"dcgm-exporter",
    b"dcgm_exporter",
    b"node-exporter",
    b"node_exporter",
    b"kube-state-metrics",
    b"nvidia_gpu_exporter",
    b"kube-prometheus-stack",
    b"cadvisor",
    b"containerInsights",
    b"amazon-cloudwatch-observability",
    b"ama-metrics",
    b"kube_prometheus_stack",
)
"""Names of what reports the load of machines, in configuration."""
