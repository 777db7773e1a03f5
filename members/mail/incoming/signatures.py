"""What stands below a text that its writer did not write for its readers: signatures, devices, notes of lawyers."""

import re

MOST_LINES = 9  # of a name with its addresses, below the words that close a letter
WIDEST = 90  # characters of such a line; a sentence for readers is longer

_DELIMITER = re.compile(r"(--|__|—|–)\s?$")
_DEVICE = re.compile(
    r"[\s*_(]*(sent (from|via|with|on)\b|get outlook for\b|von meinem .{1,40} gesendet|gesendet (von|mit|über)\b|"
    r"diese nachricht wurde von mein|envoyé (de|depuis)\b|téléchargez outlook\b|enviado (desde|do|de|a partir)\b|"
    r"obtener outlook\b|obter o outlook\b|inviato da(l)?\b|scarica outlook\b|verzonden vanaf\b|verstuurd vanaf\b|"
    r"download outlook\b|skickat från\b|hämta outlook\b|sendt fra\b|hent outlook\b|sendt fra min|lähetetty\b|"
    r"wysłane z\b|wysłano z\b|odesláno z\b|отправлено с\b|iphoneから送信|发自我的|나의 .{1,30}에서 보냄)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"((with )?(kind(est)?|best|warm(est)?|many|friendly|all the best|with best)? ?(regards|wishes)|best|all the best|"
    r"cheers|sincerely( yours)?|yours( sincerely| truly)?|thanks( a lot| so much| again)?|many thanks|thank you|"
    r"mit (freundlichen|besten|herzlichen|lieben|sonnigen) grüßen|mit (freundlichem|bestem) gruß|"
    r"mit freundlichen gr(ü|ue)ssen|"
    r"(viele|liebe|beste|herzliche|schöne|freundliche) gr(ü|ue)(ß|ss)e( aus .{2,30})?|(lieben|besten) gr(uß|uss)|"
    r"mfg|lg|vg|"
    r"(bien )?cordialement|(bien )?amicalement|bien à (vous|toi)|meilleures salutations|salutations|merci|"
    r"(un )?(cordial )?saludo(s)?( cordiales)?|atentamente|un abrazo|gracias|atenciosamente|abraços?|cumprimentos|"
    r"obrigad[oa]|(cordiali|distinti|cari) saluti|un saluto|grazie|met (vriendelijke|hartelijke) groet(en)?|"
    r"groet(en|jes)?|"
    r"med (vänlig|vänliga|bästa) hälsning(ar)?|vänligen|hälsningar|(med )?(venlig|vennlig|bedste|beste) hilsen|mvh|"
    r"ystävällisin terveisin|terveisin|pozdrawiam|z poważaniem|s pozdravem|с уважением|よろしくお願いします|敬具)"
    r"[\s,.!–-]*",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"\s*p\.? ?s\.?[:. ]", re.IGNORECASE)
_LAWYERS = re.compile(
    r"[\s*_>]*((confidentiality|privileged|legal|privacy|important) (notice|note|information)\b|disclaimer\b|"
    r"(this|the information in this) (e-?mail|message|communication)\b.{0,120}(confidential|privileged|intended|virus)|"
    r"diese (e-?mail|nachricht)\b.{0,120}(vertraulich|bestimmt)|"
    r"ce (message|courriel|mail)\b.{0,120}(confidentiel|destinat)|"
    r"este (mensaje|correo|mensagem)\b.{0,120}(confidencia|destinat)|esta mensagem\b.{0,120}confidencia|"
    r"questo (messaggio|e-?mail)\b.{0,120}(riservat|destinat)|"
    r"(dit|deze) (bericht|e-?mail)\b.{0,120}(vertrouwelijk|bestemd)|"
    r"virus-?free\b|this email has been (checked|scanned)\b|diese e-mail wurde .{1,40}auf viren|"
    r"please consider the environment\b|think before you print\b)",
    re.IGNORECASE | re.DOTALL,
)


def without_signature(text):
    """`text` without what stands below it. Where one cannot be sure, it stays: a name too many is better than a word
    too few."""
    lines = text.rstrip().split("\n")
    lines = _before_delimiter(lines)
    lines = _before_lawyers(lines)
    lines = _before_device(lines)
    lines = _before_closing(lines)
    return "\n".join(lines).rstrip()


def is_small_print(text):
    """Whether a paragraph is the note of a lawyer or a scanner."""
    return bool(_LAWYERS.match(text))


def _before_delimiter(lines):
    """Above the line of two dashes (RFC 3676, 4.3), or of one that Word makes of them; not inside of code."""
    is_code = False
    for number, line in enumerate(lines):
        if line.lstrip().startswith(("```", "~~~")):
            is_code = not is_code
        if not is_code and _DELIMITER.match(line) and number and len(lines) - number <= 40:
            return lines[:number]
    return lines


def _before_lawyers(lines):
    for number in range(len(lines) - 1, 0, -1):
        begins = not lines[number - 1].strip()
        if begins and is_small_print(" ".join(lines[number : number + 4])):
            lines = lines[:number]
    return _trimmed(lines)


def _before_device(lines):
    """Above "Sent from my telephone", where that is said at the end."""
    lines = _trimmed(lines)
    last = [number for number, line in enumerate(lines) if line.strip()][-3:]
    for number in last:
        if _DEVICE.match(lines[number]) and len(lines[number]) <= WIDEST:
            return _trimmed(lines[:number])
    return lines


def _before_closing(lines):
    """Above "Kind regards" and the few short lines with a name that follow it to the end."""
    lines = _trimmed(lines)
    for number in range(len(lines) - 1, 0, -1):
        below = [line for line in lines[number + 1 :] if line.strip()]
        if len(below) > MOST_LINES:
            return lines
        if _CLOSING.fullmatch(lines[number].strip(" *_")) and below and not _says_something(below):
            return _trimmed(lines[:number])
    return lines


def _says_something(lines):
    """Whether words for readers stand among what looks like a name with its addresses."""
    if len(lines[0].split()) > 5:
        return True
    return any(len(line) > WIDEST or _POSTSCRIPT.match(line) or _is_sentence(line) for line in lines)


def _is_sentence(line):
    return line.rstrip().endswith((".", "?", "!")) and line.count(" ") > 3


def _trimmed(lines):
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines
