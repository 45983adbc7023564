"""Dockerfile facts: instructions with lines, stages, images, and what RUN executes with known variables filled in.

An own line parser that follows BuildKit's and never fails: what would not build is named in `Dockerfile.error` and the
rest is still read (docs/adr/0005-dockerfile-parser.md).
"""

from mlready.facts.dockerfile.model import Comment, Dockerfile, Image, Instruction, Run, Stage
from mlready.facts.dockerfile.parser import is_dockerfile, parse

__all__ = ["Comment", "Dockerfile", "Image", "Instruction", "Run", "Stage", "is_dockerfile", "parse"]
