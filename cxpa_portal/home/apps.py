from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "cxpa_portal.home"
