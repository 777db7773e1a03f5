from allauth.account.signals import user_signed_up
from django.dispatch import receiver


@receiver(user_signed_up)
def name_newcomer(sender, request, user, **about):
    """Whoever signs up, by whichever way, can be named by @ from then on."""
    user.take_handle()
