"""Words and operators of shell text, quotes and nesting respected, in time linear in its length.

Text that is no valid shell (PowerShell, cmd, templates, an unclosed quote) still gives words: what cannot be matched
is taken literally.
"""

import re
from bisect import bisect_left
from typing import NamedTuple

_PLAIN = re.compile(r"""[^\s'"\\$`;&|()<>#{^]+""")
_SPACE = re.compile(r"[ \t\r\f\v]+")
_CONTINUATION = re.compile(r"[ \t]*\r?\n")
_EXPRESSION_START = re.compile(r"\$?\{\{|\{%")
_LONGEST_EXPRESSION = 300
_VARIABLE = re.compile(r"\$\([\w.-]{1,80}\)|\$\{[^{}()$'\"\n]{1,80}\}")
_PARAMETER = re.compile(r"<<\s{0,4}[A-Za-z][\w.-]{0,80}\s{0,4}>>")
_REDIRECT = re.compile(r"<<<|<<-?|<>|<&|>&|>>|>\||<|>")
_HEREDOC_END = re.compile(r"[ \t]*(?:\\?([\w.-]{1,80})|'([^'\n]{1,80})'|\"([^\"\n]{1,80})\")")
_OPERATOR = re.compile(r"&&|&>>?|&|\|\||\|&?|;;?&?")
_INSIDE = {
    '"': re.compile(r'[^"\\$]+'),
    ")": re.compile(r"""[^'"\\$()]+"""),
    "}": re.compile(r"""[^"\\$}]+"""),
}
_DOUBLE_QUOTE_ESCAPE = re.compile(r'\\(["\\$`])')
_SUBSTITUTION = re.compile(r"\\.|\$\(|`", re.DOTALL)
_MOST_UNCLOSED = 8


def expression_end(text: str, at: int) -> int:
    """Offset after the template expression (`${{ }}`, `{{ }}`, `{% %}`) that starts here; -1 where none does."""
    start = _EXPRESSION_START.match(text, at)
    if not start:
        return -1
    closer = "%}" if start.group() == "{%" else "}}"
    end = text.find(closer, start.end(), start.end() + _LONGEST_EXPRESSION)
    return end + 2 if end >= 0 and text.find("\n", at, end) < 0 else -1


class Nested(NamedTuple):
    """Text of a substitution (`$(...)`, backticks, `<(...)`) and the offset it starts at."""

    text: str
    start: int


class Word(NamedTuple):
    """A word without its quotes; `start` and `end` are offsets of its written form."""

    text: str
    start: int
    end: int
    quoted: bool
    nested: tuple[Nested, ...]


class Redirect(NamedTuple):
    """`operator` is `>`, `>>`, `<`, `<<<`, ...; a here-document has `<<` and its delimiter as target."""

    operator: str
    target: str


class Simple(NamedTuple):
    """Words up to an operator. `operator` is what joins it to the next one: && || ; | & or None (the last)."""

    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]
    heredocs: tuple[Nested, ...]
    start: int
    end: int
    operator: str | None


def closing(text: str, at: int, closer: str) -> int:
    """Offset of the `closer` (`"`, `)` or `}`) that ends what was opened just before `at`; -1 where nothing does."""
    stack = [closer]
    size = len(text)
    while at < size:
        top = stack[-1]
        plain = _INSIDE[top].match(text, at)
        if plain:
            at = plain.end()
            continue
        char = text[at]
        if char == top:
            stack.pop()
            if not stack:
                return at
        elif char == "\\":
            at += 1
        elif char == "$":
            at, opened = _dollar(text, at)
            stack.extend(opened)
            continue
        elif char == "'":
            end = text.find("'", at + 1)
            at = at if end < 0 else end
        else:
            stack.append(")" if char == "(" else '"')
        at += 1
    return -1


def _dollar(text: str, at: int) -> tuple[int, str]:
    expression = expression_end(text, at)
    if expression >= 0:
        return expression, ""
    follows = text[at + 1 : at + 2]
    if follows == "(":
        return at + 2, ")"
    if follows == "{":
        return at + 2, "}"
    return at + 1, ""


class _Lexer:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.done: list[Simple] = []
        self.words: list[Word] = []
        self.redirects: list[Redirect] = []
        self.heredocs: list[Nested] = []
        self.start = self.end = -1
        self.parts: list[str] = []
        self.word_start = -1
        self.quoted = False
        self.nested: list[Nested] = []
        self.redirect: str | None = None
        self.pending: list[tuple[str, int]] = []  # here-document delimiter, index in `done` (or its end: the open one)
        self.unclosed: dict[str, int] = {}
        self.lines: dict[str, list[int]] | None = None
        self.brackets = False

    def run(self) -> list[Simple]:
        text, size = self.text, len(self.text)
        while self.at < size:
            plain = _PLAIN.match(text, self.at)
            if plain:
                self.add(plain.group(), plain.end())
                continue
            char = text[self.at]
            step = _STEPS.get(char)
            if step is not None:
                step(self)
            elif char.isspace():
                self.end_word()
                self.at += 1
            else:
                self.add(char, self.at + 1)
        self.end_command(None)
        return self.done

    def add(self, part: str, end: int, quoted: bool = False) -> None:
        if self.word_start < 0:
            self.word_start = self.at
        self.parts.append(part)
        self.quoted = self.quoted or quoted
        self.at = end

    def end_word(self) -> None:
        if self.word_start < 0:
            return
        word = Word("".join(self.parts), self.word_start, self.at, self.quoted, tuple(self.nested))
        self.parts, self.word_start, self.quoted, self.nested = [], -1, False, []
        if self.start < 0:
            self.start = word.start
        self.end = word.end
        if self.redirect is not None:
            self.redirects.append(Redirect(self.redirect, word.text))
            self.redirect = None
            return
        self.words.append(word)
        if not word.quoted and word.text in ("[[", "]]"):
            self.brackets = word.text == "[["

    def end_command(self, operator: str | None) -> None:
        self.end_word()
        self.redirect = None
        self.brackets = False
        if self.start >= 0:
            self.done.append(
                Simple(
                    tuple(self.words),
                    tuple(self.redirects),
                    tuple(self.heredocs),
                    self.start,
                    self.end,
                    operator,
                )
            )
            self.words, self.redirects, self.heredocs, self.start, self.end = [], [], [], -1, -1
        elif operator and self.done and self.done[-1].operator is None:
            self.done[-1] = self.done[-1]._replace(operator=operator)

    def newline(self) -> None:
        self.end_command(";")
        self.at += 1
        if self.pending:
            self.read_heredocs()

    def space(self) -> None:
        self.end_word()
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at + 1

    def backslash(self) -> None:
        following = _CONTINUATION.match(self.text, self.at + 1)
        if following:
            if following.end() - following.start() > 2:  # spaces after the backslash: plainly meant to continue
                self.end_word()
            self.at = following.end()
            return
        char = self.text[self.at + 1 : self.at + 2]
        if not char:
            self.add("\\", self.at + 1)
        elif char.isalnum() and self.word_start >= 0:
            self.add("\\" + char, self.at + 2)  # a Windows path
        else:
            self.add(char, self.at + 2, quoted=not char.isalnum())

    def caret(self) -> None:
        following = _CONTINUATION.match(self.text, self.at + 1)
        if following:
            self.at = following.end()
        else:
            self.add("^", self.at + 1)

    def single_quote(self) -> None:
        end = self.find("'", self.at + 1)
        if end < 0:
            self.add("'", self.at + 1)
        else:
            self.add(self.text[self.at + 1 : end], end + 1, quoted=True)

    def double_quote(self) -> None:
        end = self.close(self.at + 1, '"')
        if end < 0:
            self.add('"', self.at + 1)
            return
        inside = self.text[self.at + 1 : end]
        if "$(" in inside or "`" in inside:
            self.nest_inside(self.at + 1, end)
        self.add(_DOUBLE_QUOTE_ESCAPE.sub(r"\1", inside), end + 1, quoted=True)

    def nest_inside(self, at: int, end: int) -> None:
        text = self.text
        found = _SUBSTITUTION.search(text, at, end)
        while found:
            at = found.end()
            if found.group()[0] != "\\" and not _VARIABLE.match(text, found.start()):
                close = self.close(at, ")") if found.group() == "$(" else text.find("`", at, end)
                if 0 <= close < end:
                    self.nest(at, close)
                    at = close + 1
            found = _SUBSTITUTION.search(text, at, end)

    def dollar(self) -> None:
        text, at = self.text, self.at
        variable = _VARIABLE.match(text, at)
        simple = variable.end() if variable else expression_end(text, at)
        if simple >= 0:
            self.add(text[at:simple], simple)
            return
        following = text[at + 1 : at + 2]
        if following in ("'", '"'):  # $'...' and $"..."
            self.word_start = at if self.word_start < 0 else self.word_start
            self.at += 1
            return
        if following in ("(", "{"):
            end = self.close(at + 2, ")" if following == "(" else "}")
            if end >= 0:
                if following == "(" and text[at + 2] != "(":
                    self.nest(at + 2, end)
                self.add(text[at : end + 1], end + 1)
                return
        self.add("$", at + 1)

    def backtick(self) -> None:
        following = _CONTINUATION.match(self.text, self.at + 1)
        if following:  # PowerShell's continuation
            self.end_word()
            self.at = following.end()
            return
        end = self.find("`", self.at + 1)
        if end < 0:
            self.add("`", self.at + 1)
        else:
            self.nest(self.at + 1, end)
            self.add(self.text[self.at : end + 1], end + 1)

    def nest(self, start: int, end: int) -> None:
        if self.word_start < 0:
            self.word_start = self.at
        self.nested.append(Nested(self.text[start:end], start))

    def operator(self) -> None:
        match = _OPERATOR.match(self.text, self.at)
        operator = match.group() if match else self.text[self.at]
        if self.brackets:
            self.add(operator, self.at + len(operator))
        elif operator.startswith("&>"):
            self.end_word()
            self.open_redirect(operator)
        else:
            self.end_command(";" if operator[0] == ";" else "|" if operator == "|&" else operator)
            self.at += len(operator)

    def paren(self) -> None:
        text, at = self.text, self.at
        if self.brackets:
            self.add(text[at], at + 1)
            return
        if text[at] == "(" and self.parts and self.parts[-1].endswith("=") and not self.quoted:  # an array
            end = self.close(at + 1, ")")
            if end >= 0:
                self.add(text[at : end + 1], end + 1)
                return
        self.end_command(None)
        self.at += 1

    def angle(self) -> None:
        text = self.text
        parameter = _PARAMETER.match(text, self.at)
        if parameter:
            self.add(parameter.group(), parameter.end())
            return
        if self.brackets:
            self.add(text[self.at], self.at + 1)
            return
        if text[self.at + 1 : self.at + 2] == "(":
            end = self.close(self.at + 2, ")")
            if end >= 0:
                self.nest(self.at + 2, end)
                self.add(text[self.at : end + 1], end + 1)
                return
        if len(self.parts) == 1 and self.parts[0].isdigit() and not self.quoted:  # `2>`: a descriptor
            self.parts = []
            if self.start < 0:
                self.start = self.word_start
            self.word_start = -1
        self.end_word()
        match = _REDIRECT.match(text, self.at)
        self.open_redirect(match.group() if match else text[self.at])

    def open_redirect(self, operator: str) -> None:
        if self.start < 0:
            self.start = self.at
        self.at += len(operator)
        self.end = self.at
        delimiter = _HEREDOC_END.match(self.text, self.at) if operator in ("<<", "<<-") else None
        if delimiter:
            self.at = self.end = delimiter.end()
            name = delimiter.group(1) or delimiter.group(2) or delimiter.group(3)
            self.redirects.append(Redirect("<<", name))
            self.pending.append((name, len(self.done)))
        else:
            self.redirect = operator

    def hash(self) -> None:
        if self.word_start >= 0:
            self.add("#", self.at + 1)
            return
        end = self.text.find("\n", self.at)
        self.at = len(self.text) if end < 0 else end

    def brace(self) -> None:
        end = expression_end(self.text, self.at)
        if end >= 0:
            self.add(self.text[self.at : end], end)
        else:
            self.add("{", self.at + 1)

    def read_heredocs(self) -> None:
        for delimiter, index in self.pending:
            end = self.line_equal_to(delimiter)
            if end < 0 or index >= len(self.done):
                continue
            body = Nested(self.text[self.at : end], self.at)
            self.done[index] = self.done[index]._replace(heredocs=(*self.done[index].heredocs, body))
            newline = self.text.find("\n", end)
            self.at = len(self.text) if newline < 0 else newline + 1
        self.pending = []

    def line_equal_to(self, delimiter: str) -> int:
        """Offset of the next line that is `delimiter`, white space aside; -1 where there is none."""
        if self.lines is None:
            self.lines, at = {}, 0
            for line in self.text.split("\n"):
                stripped = line.strip()
                if 0 < len(stripped) <= 80:
                    self.lines.setdefault(stripped, []).append(at)
                at += len(line) + 1
        places = self.lines.get(delimiter, [])
        first = bisect_left(places, self.at)
        return places[first] if first < len(places) else -1

    def close(self, at: int, closer: str) -> int:
        if self.unclosed.get(closer, 0) >= _MOST_UNCLOSED:
            return -1
        end = closing(self.text, at, closer)
        if end < 0:
            self.unclosed[closer] = self.unclosed.get(closer, 0) + 1
        return end

    def find(self, quote: str, at: int) -> int:
        if quote in self.unclosed:
            return -1
        end = self.text.find(quote, at)
        if end < 0:
            self.unclosed[quote] = 1
        return end


_STEPS = {
    "\n": _Lexer.newline,
    " ": _Lexer.space,
    "\t": _Lexer.space,
    "\r": _Lexer.space,
    "\\": _Lexer.backslash,
    "^": _Lexer.caret,
    "'": _Lexer.single_quote,
    '"': _Lexer.double_quote,
    "$": _Lexer.dollar,
    "`": _Lexer.backtick,
    ";": _Lexer.operator,
    "&": _Lexer.operator,
    "|": _Lexer.operator,
    "(": _Lexer.paren,
    ")": _Lexer.paren,
    "<": _Lexer.angle,
    ">": _Lexer.angle,
    "#": _Lexer.hash,
    "{": _Lexer.brace,
}


def lex(text: str) -> list[Simple]:
    """The simple commands of `text` in order, without what is nested in them."""
    return _Lexer(text).run()
