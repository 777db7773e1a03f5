from django.contrib.admin.apps import AdminConfig


class StaffConfig(AdminConfig):
    """Django's admin, with our site: staff enter only with a second factor."""

    default_site = "cxpa_portal.staff.site.StaffSite"
