"""Admins of what verbs write: how much of it staff may touch by hand, which is nothing or little."""

from unfold.admin import ModelAdmin, TabularInline


class LastingAdmin(ModelAdmin):
    """Nothing of it is ever deleted: others point at it. Where nothing on a page is typed, nothing is to be saved."""

    def has_delete_permission(self, request, obj=None):
        return False

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        saving = {}
        if object_id and self.fields and self.fields == self.readonly_fields:
            saving = dict.fromkeys(["show_save", "show_save_and_continue", "show_save_and_add_another"], False)
        return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), **saving})


class KeptAdmin(LastingAdmin):
    """Verbs enter and change it; staff look, and act through the verbs."""

    show_full_result_count = False

    def has_add_permission(self, request):
        return False


class ReadAdmin(KeptAdmin):
    """Staff look."""

    def has_change_permission(self, request, obj=None):
        return False


class KeptInline(TabularInline):
    """The rows that belong to a thing, to be read."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False
