"""The CUDA that TensorFlow's wheels load from the system: a dated table.

The tested build configurations of tensorflow.org/install/source, as far as they were at hand; a release that is not listed is not judged.
"""

AS_OF = "2026-11"

TENSORFLOW_CUDA = {
    "1.5": "9", "1.6": "9", "1.7": "9", "1.8": "9", "1.9": "9", "1.10": "9", "1.11": "9", "1.12": "9", "1.13": "10.0",
    "1.14": "10.0", "2.0": "10.0", "2.1": "10.1", "2.2": "10.1",
}  # fmt: skip
"""Release -> CUDA, of the GPU wheels: `tensorflow-gpu`, and `tensorflow` from 2.1 on."""
