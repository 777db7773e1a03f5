"""A Django with nothing in it but one page."""

import environ

SECRET_KEY = "not-used: nothing here is signed"
ALLOWED_HOSTS = ["127.0.0.1"]
DEBUG = False
INSTALLED_APPS = ["bench.yardstick"]
MIDDLEWARE = []
ROOT_URLCONF = "bench.yardstick.urls"
DATABASES = {"default": environ.Env().db("DATABASE_URL") | {"CONN_MAX_AGE": 600}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
USE_TZ = True
TIME_ZONE = "UTC"
