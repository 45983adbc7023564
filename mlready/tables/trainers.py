"""Trainers that run the loop themselves, and the arguments that they are given."""

_TRL = (
    "SFT",
    "DPO",
    "GRPO",
    "KTO",
    "ORPO",
    "CPO",
    "PPO",
    "Reward",
    "RLOO",
    "OnlineDPO",
    "GKD",
    "BCO",
    "XPO",
    "NashMD",
    "PRM",
    "IterativeSFT",
)

HF_ARGUMENTS = frozenset(
    {
        "transformers.TrainingArguments", "transformers.training_args.TrainingArguments", "transformers.Seq2SeqTrainingArguments",
        "transformers.training_args_seq2seq.Seq2SeqTrainingArguments", "setfit.TrainingArguments", "sentence_transformers.SentenceTransformerTrainingArguments",
        "sentence_transformers.training_args.SentenceTransformerTrainingArguments", "sentence_transformers.CrossEncoderTrainingArguments",
        "sentence_transformers.cross_encoder.CrossEncoderTrainingArguments", "sentence_transformers.SparseEncoderTrainingArguments",
        "optimum.habana.GaudiTrainingArguments", "optimum.neuron.NeuronTrainingArguments",
        *(f"trl.{name}Config" for name in _TRL), *(f"trl.experimental.{name.lower()}.{name}Config" for name in _TRL),
    }
)  # fmt: skip
"""Settings of the trainers of Hugging Face: they name a seed, checkpoints and trackers where nothing is said."""

HF_TRAINERS = frozenset(
    {
        "transformers.Trainer", "transformers.trainer.Trainer", "transformers.Seq2SeqTrainer", "setfit.Trainer", "setfit.SetFitTrainer",
        "sentence_transformers.SentenceTransformerTrainer", "sentence_transformers.trainer.SentenceTransformerTrainer",
        "sentence_transformers.CrossEncoderTrainer", "sentence_transformers.cross_encoder.CrossEncoderTrainer",
        "optimum.habana.GaudiTrainer", "optimum.neuron.NeuronTrainer", "optimum.onnxruntime.ORTTrainer",
        *(f"trl.{name}Trainer" for name in _TRL), *(f"trl.experimental.{name.lower()}.{name}Trainer" for name in _TRL),
    }
)  # fmt: skip

LIGHTNING_TRAINERS = frozenset(
    {"lightning.Trainer", "lightning.pytorch.Trainer", "lightning.pytorch.trainer.Trainer", "pytorch_lightning.Trainer", "pytorch_lightning.trainer.Trainer"}
)  # fmt: skip
"""Trainers of Lightning, which take `deterministic` and `benchmark` and keep checkpoints unless told otherwise."""
