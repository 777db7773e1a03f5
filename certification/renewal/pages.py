"""What the holder's own pages show: credential, progress and renewal, each asked for once."""

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from certification.credentials.models import register_day
from certification.credentials.rules import rules_on
from members.billing.money import money

from .forecast import forecast_of
from .picture import picture_of
from .progress import progress_of
from .standing import outlook_of


class HolderPage:
    def __init__(self, credential):
        self.credential = credential
        self.standing = credential.standing()

    @cached_property
    def progress(self):
        return progress_of(self.credential)

    @cached_property
    def forecast(self):
        return forecast_of(self.progress)

    @cached_property
    def picture(self):
        return picture_of(self.progress, self.forecast)

    @cached_property
    def running(self):
        """The renewal under way, or None."""
        return self.credential.renewals.running().select_related("invoice").first()

    @cached_property
    def outlook(self):
        return outlook_of(self.credential, self.progress, self.running)

    @property
    def fee_in_words(self):
        """What the renewal costs this person today; honest where staff have not decided."""
        rules = rules_on(register_day())
        fee = rules.renewal_fee_for(self.credential.person)
        if fee is None:
            return _("CXPA has not set the fee yet. You can ask all the same, and get the invoice when it is.")
        if fee == 0:
            return _("It costs you nothing.")
        about = {"fee": money(fee, rules.currency)}
        if self.credential.person.is_member:
            return _("It costs %(fee)s for you as a member, by invoice when you ask.") % about
        if rules.renewal_fee_member is not None and rules.renewal_fee_member < fee:
            about["member_fee"] = money(rules.renewal_fee_member, rules.currency)
            return _("It costs %(fee)s, by invoice when you ask; members pay %(member_fee)s.") % about
        return _("It costs %(fee)s, by invoice when you ask.") % about

    @property
    def can_be_given_up(self):
        return self.running is not None and self.running.state in {"unpriced", "awaiting_payment"}

    @property
    def address(self):
        """Of the verification, whole, to be copied."""
        return settings.PORTAL_URL + self.credential.get_absolute_url()

    @property
    def linkedin_url(self):
        """LinkedIn's own form for a licence, filled in. A plain link: nothing of theirs runs on our page."""
        credential = self.credential
        about = {
            "startTask": "CERTIFICATION_NAME",
            "name": _("Certified Customer Experience Professional (CCXP)"),
            "organizationName": "CXPA",
            "issueYear": credential.awarded_on.year,
            "issueMonth": credential.awarded_on.month,
            "expirationYear": credential.expires_on.year,
            "expirationMonth": credential.expires_on.month,
            "certUrl": self.address,
            "certId": credential.number,
        }
        return "https://www.linkedin.com/profile/add?" + urlencode(about)
