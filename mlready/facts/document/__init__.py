"""What a document says by its form: headings, code blocks, links, images, front matter, how it opens."""

from mlready.facts.document.model import Code, Document, Heading, Link
from mlready.facts.document.reader import read

__all__ = ["Code", "Document", "Heading", "Link", "read"]
