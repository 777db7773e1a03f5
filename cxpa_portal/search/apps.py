from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "cxpa_portal.search"
