"""The CUDA that TensorFlow's wheels load from the system: a dated table.

The tested build configurations of https://www.tensorflow.org/install/source#gpu, up to 2.18; a release that is not listed is not judged.
From 2.5 on the major release alone counts, since the libraries of its minor ones are compatible.
"""

AS_OF = "2026-11"

TENSORFLOW_CUDA = {
    "1.5": "9", "1.6": "9", "1.7": "9", "1.8": "9", "1.9": "9", "1.10": "9", "1.11": "9", "1.12": "9", "1.13": "10.0",
    "1.14": "10.0", "1.15": "10.0", "2.0": "10.0", "2.1": "10.1", "2.2": "10.1", "2.3": "10.1", "2.4": "11.0", "2.5": "11",
    "2.6": "11", "2.7": "11", "2.8": "11", "2.9": "11", "2.10": "11", "2.11": "11", "2.12": "11", "2.13": "11", "2.14": "11",
    "2.15": "12", "2.16": "12", "2.17": "12", "2.18": "12",
}  # fmt: skip
"""Release -> CUDA, of the GPU wheels: `tensorflow-gpu`, and `tensorflow` from 2.1 on."""
