"""Text of a scanned repository made safe to print: no control or bidirectional characters, no secrets."""

from __future__ import annotations

_BIDIRECTIONAL = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_INVISIBLE = {0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)}
_SPACES = {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029}
_STRIPPED: dict[int, str | None] = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *_BIDIRECTIONAL, *_INVISIBLE)),
    **dict.fromkeys(_SPACES, " "),
}


def line(text: str, *, whole_line: bool = False) -> str:
    """One printable line: line breaks become spaces, other control characters go, secrets are masked.

    What a CI system would take from its log as a command (`::error::`, `##[error]`, `##vso[...]`) is broken up. Where the text
    is a whole line, `::` is left alone but at its start: elsewhere no system takes it for one.
    """
    if not (text.isascii() and text.isprintable()):
        text = whole(text).translate(_STRIPPED)
    if "::" in text or "##" in text:
        text = _without_commands(text, r"^(\s*)::" if whole_line else r"(?<!\S)()::")
    return masked(text)


def _without_commands(text: str, colons: str) -> str:
    import re

    return re.sub(r"##(?=\w*\[)", "# #", re.sub(colons, r"\1: :", text))


def whole(text: str) -> str:
    """Text that can be encoded: bytes of a file name that are not UTF-8 become escapes."""
    if text.isascii():
        return text
    return "".join(_escape(character) if "\ud800" <= character <= "\udfff" else character for character in text)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"


def masked(text: str) -> str:
    """The text with every token that looks like a secret masked."""
    from mlready.facts.secret import mask

    return mask(text)
