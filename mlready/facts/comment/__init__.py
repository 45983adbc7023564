"""Comments as suppressions need them: real comment tokens only, and the directive one of them may hold."""

from mlready.facts.comment.directive import MARK, Directive, directive
from mlready.facts.comment.reader import Comment, comments, syntax_of

__all__ = ["MARK", "Comment", "Directive", "comments", "directive", "syntax_of"]
