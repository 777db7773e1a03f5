"""Of the text of a mail, the words its writer wrote: without the letter it answers, also where they answer between its
lines, and without what stands below."""

import re
from functools import cache
from itertools import groupby

import quotequail
from django.conf import settings
from django.utils.translation import gettext_lazy, override

from .addresses import host, mailbox, own_sender
from .signatures import is_small_print, without_signature

MOST_LINES = 4_000
MOST_QUOTED = 4  # lines of what an answer between the lines answers
LONGEST_INTRO = 400  # characters of "On Tuesday … wrote:"
WRITE_ABOVE = gettext_lazy("Write your answer above this line")

_FROM = r"from|von|de|da|van|från|fra|od|от|от кого|lähettäjä|gönderen|差出人|发件人|寄件者|보낸 사람|מאת|من"
_OTHERS = (
    r"to|sent|date|subject|cc|reply-to|an|gesendet|datum|betreff|antwort an|à|envoyé|objet|pour|para|"
    r"enviado(?: el| em)?|fecha|asunto|data|assunto|inviato|a|oggetto|verzonden|aan|onderwerp|till|"
    r"skickat|ämne|til|sendt|emne|dato|do|wysłano|temat|komu|odesláno|předmět|кому|дата|тема|отправлено|vastaanottaja|päivämäärä|aihe|kime|konu|tarih|"
    r"宛先|件名|送信日時|收件人|发送时间|主题|받는 사람|제목|kopie|kopia|"
)
_FROM_LINE = re.compile(rf"[*_\s>]*(?:{_FROM})\s?[:：][*_]*\s*\S.*", re.IGNORECASE)
_OTHER_LINE = re.compile(rf"[*_\s>]*(?:{_OTHERS})\s?[:：][*_]*(\s.*)?", re.IGNORECASE)
_RULE = re.compile(r"\s*[_-]{5,}.{0,60}[_-]{0,}\s*")
_WROTE = re.compile(r".*\d.*[:：]\s*", re.DOTALL)
_STRUCTURE = re.compile(r"\s*([-*+•]\s|\d{1,3}[.)]\s|>|#{1,6}\s|\||```|~~~)|\s{4,}\S|\t")
_PLACEHOLDER = re.compile(r"\[(?:image|inline image|cid)[:\s][^\]\n]{0,150}\]", re.IGNORECASE)


def own_words(text, *, is_flowed=False):
    """The writer's own words in `text`, as Markdown; "" where there are none."""
    lines = _unstuffed(text, is_flowed)[:MOST_LINES]
    begins, ends = _letter_below(lines)
    above = without_signature("\n".join(lines[:begins]))
    between = _between(lines[ends:])
    words = "\n\n".join(filter(None, [_without_trailing_quote(above), between]))
    return _tidy(words)


def placeholders_in(words):
    """What stands in a text where a picture was: "[cid:…]", "[image: …]"."""
    return _PLACEHOLDER.findall(words)


def without_placeholders(words):
    return _tidy(re.sub(rf" ?{_PLACEHOLDER.pattern}", "", words, flags=re.IGNORECASE))


def _unstuffed(text, is_flowed):
    """The lines of `text`, those joined that a mail program broke (RFC 3676, or by the width of a screen)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").split("\n")
    if not is_flowed:
        return lines
    joined = []
    for line in lines:
        line = line[1:] if line.startswith(" ") else line
        before = joined[-1] if joined else ""
        if joined and before.endswith(" ") and before != "-- " and not (line.startswith(">") ^ before.startswith(">")):
            joined[-1] = before + (line.lstrip("> ") if before.startswith(">") else line)
        else:
            joined.append(line)
    return joined


def _letter_below(lines):
    """(first line of what introduces the letter that is answered, first line of it); both the end where none is."""
    for number, line in enumerate(lines):
        bare = line.lstrip("> \t*_")
        if not bare:
            continue
        if any(mark in bare for mark in _marks()):
            return _start_of_quote(lines, number), number + 1
        if end := _introduced(lines, number):
            return number, end
        if _is_head_of_letter(lines, number):
            begins = number - 1 if number and _RULE.fullmatch(lines[number - 1]) else number
            return begins, len(lines)
    return len(lines), len(lines)


@cache
def _marks():
    """The sentence that our letters begin with, in every language they may have been written in."""
    found = set()
    for code, _label in settings.LANGUAGES:
        with override(code):
            found.add(str(WRITE_ABOVE))
    return found


def _start_of_quote(lines, number):
    """Where the quote begins in which line `number` stands, with what introduces it in whatever language."""
    if not lines[number].lstrip().startswith(">"):
        return number
    while number and (lines[number - 1].lstrip().startswith(">") or not lines[number - 1].strip()):
        number -= 1
    for count in (1, 2):
        if number >= count and _WROTE.fullmatch(" ".join(lines[number - count : number])[:LONGEST_INTRO]):
            return number - count
    return number


def _introduced(lines, number):
    """The line after an introduction that begins at `number` ("On Tuesday, … wrote:"); 0 where none does."""
    if lines[number].lstrip().startswith(">"):
        return 0
    for count in (1, 2, 3):
        some = lines[number : number + count]
        joined = " ".join(line.strip() for line in some)
        if len(some) < count or len(joined) > LONGEST_INTRO or (count > 1 and not some[-1].strip()):
            return 0
        if _is_introduction(joined, next((line for line in lines[number + count :] if line.strip()), "")):
            return number + count
    return 0


def _is_introduction(joined, following):
    if not joined.rstrip().endswith((":", "：")) and "---" not in joined:
        return False
    is_known = quotequail.quote(f"{joined}\n", limit=None, quote_intro_line=True)[0][1] == ""
    if not is_known and not _names_us(joined):
        return False
    # "On Monday Ann wrote:" is also what people write themselves, about somebody.
    is_dated = bool(_WROTE.fullmatch(joined))
    return (is_dated and (following.lstrip().startswith(">") or "@" in joined)) or (is_known and "---" in joined)


def _names_us(text):
    """Whether a line names the portal as who wrote: in any language."""
    low = text.lower()
    ours = [own_sender(), settings.PORTAL_NAME.lower(), f"{mailbox()}+"] + ([f"@{host()}"] if host() else [])
    return any(name in low for name in ours)


def _is_head_of_letter(lines, number):
    """Whether the lines from `number` on are the head of a letter as Outlook quotes it: From, Sent, To, Subject."""
    if not _FROM_LINE.fullmatch(lines[number]):
        return False
    following = [line for line in lines[number + 1 : number + 10] if line.strip()][:5]
    return sum(bool(_OTHER_LINE.fullmatch(line)) for line in following) >= 2


def _between(lines):
    """What was written between and below the lines of the quoted letter, with the lines it answers."""
    if not any(line.lstrip().startswith(">") for line in lines):
        return ""
    blocks = [(is_quoted, list(some)) for is_quoted, some in groupby(lines, lambda line: line.lstrip().startswith(">"))]
    own = [(number, without_signature("\n".join(some))) for number, (quoted, some) in enumerate(blocks) if not quoted]
    own = [(number, words.strip("\n")) for number, words in own if words.strip() and not is_small_print(words.strip())]
    last_quote = max(number for number, (quoted, _some) in enumerate(blocks) if quoted)
    if not own or (len(own) == 1 and own[0][0] == 0):
        return ""  # only what stands before the first quoted line: the letter's own words, not quoted
    if len(own) == 1 and own[0][0] > last_quote:
        return own[0][1]  # all of it below the letter
    told = []
    for number, words in own:
        if number and blocks[number - 1][0]:
            told.append(_last_lines(blocks[number - 1][1]))
        if number:
            told.append(words)
    return "\n\n".join(filter(None, told))


def _last_lines(quoted):
    """The end of a quoted passage, one level deep."""
    bare = [re.sub(r"^\s*>\s?", "", line) for line in quoted]
    bare = [line for line in bare if not any(mark in line for mark in _marks())]
    paragraphs = [list(some) for has, some in groupby(bare, lambda line: bool(line.strip())) if has]
    return "\n".join(f"> {line}" for line in paragraphs[-1][-MOST_QUOTED:]) if paragraphs else ""


def _without_trailing_quote(text):
    """Without lines quoted at the end that nothing introduces, and without the rule above them; where all is quoted,
    there are no words."""
    lines = text.rstrip().split("\n")
    while lines and (lines[-1].lstrip().startswith(">") or not lines[-1].strip(" -_=*")):
        lines.pop()
    return "\n".join(lines)


def _tidy(text):
    """Paragraphs that a program broke at the edge of a screen in one line again, and no more than one empty line."""
    lines, is_code, before = [], False, ""
    for line in text.replace("\u00a0", " ").replace("\u200b", "").split("\n"):
        line = line.rstrip()
        if line.lstrip().startswith(("```", "~~~")):
            is_code = not is_code
        if not is_code and _was_broken(before, line):
            lines[-1] += f" {line.lstrip()}"
        elif line or before:
            lines.append(line)
        before = line
    return "\n".join(lines).strip("\n").rstrip()


def _was_broken(before, line):
    """Whether the first word of `line` had no room behind `before`, and neither has a shape of its own."""
    if not line or _STRUCTURE.match(line) or before.startswith((" ", "\t", ">", "|", "#")):
        return False
    return 55 <= len(before) <= 80 and len(before) + 1 + len(line.split(" ", 1)[0]) > 72
