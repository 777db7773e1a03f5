"""The languages in which words are searched: each with the stems PostgreSQL knows of it, accents folded."""

from django.utils.translation import gettext_lazy as _

ENGLISH, ANY = "english", "simple"
STEMMED = {
    ENGLISH: _("English"),
    "german": _("German"),
    "french": _("French"),
    "spanish": _("Spanish"),
    "portuguese": _("Portuguese"),
    "italian": _("Italian"),
    "dutch": _("Dutch"),
    "swedish": _("Swedish"),
    "norwegian": _("Norwegian"),
    "danish": _("Danish"),
    "finnish": _("Finnish"),
    "turkish": _("Turkish"),
}
CHOICES = [*STEMMED.items(), (ANY, _("Another one, or several"))]

# The name of a text search configuration; the first one is older than the others.
CONFIG_SQL = "(CASE {0} WHEN 'english' THEN 'portal' ELSE 'portal_' || {0} END)::regconfig"
PLAIN = "portal_simple"  # words as they are written, without stems


def config_of(language):
    """The text search configuration of a language."""
    return "portal" if language == ENGLISH else f"portal_{language}"
