from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from members.audit.models import Entry

MOST = 50


def history_of(thing):
    """What the record says of `thing`, the newest first, as a list to read."""
    about_type = ContentType.objects.get_for_model(thing)
    entries = Entry.objects.filter(about_type=about_type, about_id=thing.pk).select_related("by")[:MOST]
    lines = [
        (
            written(timezone.localtime(entry.at), "j F Y, H:i"),
            entry.action.rpartition(".")[2].replace("_", " "),
            entry.by or _("the portal"),
            ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in entry.details.items() if value),
        )
        for entry in entries
    ]
    if not lines:
        return _("Nothing is recorded yet.")
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{} · <strong>{}</strong> · {} · {}</li>", lines))
