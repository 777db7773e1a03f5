from django.apps import AppConfig


class StyleguideConfig(AppConfig):
    name = "cxpa_portal.styleguide"
    label = "styleguide"
    verbose_name = "Style guide"
