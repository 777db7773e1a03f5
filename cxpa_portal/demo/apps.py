from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "cxpa_portal.demo"
