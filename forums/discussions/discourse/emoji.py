"""The emoji that Discourse draws as pictures, as the characters they are: those that people really use."""

import re

_PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_ALT = re.compile(r'\balt="([^"<>]{1,100})"')

CHARACTERS = {
    "+1": "👍",
    "-1": "👎",
    "astonished": "😲",
    "blush": "😊",
    "bowing_man": "🙇",
    "bulb": "💡",
    "clap": "👏",
    "confetti_ball": "🎊",
    "confused": "😕",
    "construction_worker_man": "👷",
    "crazy_face": "🤪",
    "cry": "😢",
    "disappointed": "😞",
    "disappointed_relieved": "😥",
    "expressionless": "😑",
    "eyes": "👀",
    "face_with_raised_eyebrow": "🤨",
    "fire": "🔥",
    "frowning": "😦",
    "grimacing": "😬",
    "grin": "😁",
    "grinning": "😀",
    "heart": "❤️",
    "heart_eyes": "😍",
    "innocent": "😇",
    "joy": "😂",
    "laughing": "😆",
    "nail_care": "💅",
    "neutral_face": "😐",
    "open_mouth": "😮",
    "pencil2": "✏️",
    "question": "❓",
    "rocket": "🚀",
    "roll_eyes": "🙄",
    "rofl": "🤣",
    "scream": "😱",
    "slight_frown": "🙁",
    "slight_smile": "🙂",
    "slightly_smiling_face": "🙂",
    "smile": "😄",
    "smiley": "😃",
    "smiling_imp": "😈",
    "sob": "😭",
    "stop_sign": "🛑",
    "stuck_out_tongue": "😛",
    "stuck_out_tongue_winking_eye": "😜",
    "sunglasses": "😎",
    "sweat_smile": "😅",
    "tada": "🎉",
    "thinking": "🤔",
    "unamused": "😒",
    "upside_down_face": "🙃",
    "warning": "⚠️",
    "wave": "👋",
    "white_check_mark": "✅",
    "wink": "😉",
    "worried": "😟",
}


def character(alt):
    """The character of an emoji's alternative text (`:wink:`); the text itself where it is not known here."""
    name = re.sub(r":t\d$", "", alt.strip().strip(":"))
    return CHARACTERS.get(name, alt)


def spelled_out(html):
    """`html` with a word or a character in the place of each picture."""
    return _PICTURE.sub(_spell, html)


def _spell(found):
    alt = _ALT.search(found[0])
    return character(alt[1]) if alt else ""
