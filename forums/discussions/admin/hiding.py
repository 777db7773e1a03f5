"""Taking words away from readers, and giving them back: both owe a reason, for one thing as for many."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.audit.asking import AskingAdmin, Question, asks, asks_of_all, reason_field
from members.audit.kept import KeptAdmin


class WhyForm(Question):
    reason = reason_field(_("Kept in the record, with your name. Nobody but staff reads it."))


class HidingAdmin(KeptAdmin, AskingAdmin):
    """What people wrote is hidden and restored by its verbs, and never deleted."""

    actions = ["hide_all", "restore_all"]

    hide = asks(
        lambda thing, **said: thing.hide(**said),
        form=WhyForm,
        label=_("Hide it"),
        sentence=_("Only moderators and staff read it from now on. It can be shown again."),
        done=_("It is hidden."),
        when=lambda thing: thing.hidden_at is None,
        url_path="hiding",
        icon="visibility_off",
    )
    restore = asks(
        lambda thing, **said: thing.restore(**said),
        form=WhyForm,
        label=_("Show it again"),
        sentence=_("Whoever may read the board reads it again."),
        done=_("It is there to be read again."),
        when=lambda thing: thing.hidden_at is not None,
        url_path="showing",
        icon="visibility",
    )
    hide_all = asks_of_all(
        lambda thing, **said: thing.hide(**said) if thing.hidden_at is None else False,
        form=WhyForm,
        label=_("Hide them"),
        sentence=_("One reason for all of them. Only moderators and staff read them from now on."),
        done=lambda count: ngettext("%d is hidden.", "%d are hidden.", count) % count,
    )
    restore_all = asks_of_all(
        lambda thing, **said: thing.restore(**said) if thing.hidden_at is not None else False,
        form=WhyForm,
        label=_("Show them again"),
        sentence=_("One reason for all of them. Whoever may read their boards reads them again."),
        done=lambda count: ngettext("%d can be read again.", "%d can be read again.", count) % count,
    )
