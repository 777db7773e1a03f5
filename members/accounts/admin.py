from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm

from .models import Person


class PersonCreationForm(AdminUserCreationForm):
    class Meta:
        model = Person
        fields = ["email", "name"]


@admin.register(Person)
class PersonAdmin(UserAdmin, ModelAdmin):
    form = UserChangeForm
    add_form = PersonCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ["name", "email", "headline", "country", "member_until", "is_staff", "is_active", "joined_at"]
    list_filter = ["is_active", "is_staff", "groups", "country"]
    search_fields = ["name", "handle", "email"]
    ordering = ["-joined_at"]
    date_hierarchy = "joined_at"
    show_full_result_count = False
    # What the room of membership derives, and what moderators decide with a reason.
    readonly_fields = ["member_until", "joined_at", "last_login", "silenced_until", "suspended_until"]
    filter_horizontal = ["groups", "user_permissions"]
    fieldsets = [
        (None, {"fields": ["name", "email", "password"]}),
        (_("Who they are"), {"fields": ["handle", "headline", "city", "country", "time_zone"]}),
        (_("Belonging"), {"fields": ["member_until", "joined_at", "last_login"]}),
        (
            _("What they may do"),
            {
                "fields": [
                    *("is_active", "silenced_until", "suspended_until"),
                    *("is_staff", "is_superuser", "groups", "user_permissions"),
                ]
            },
        ),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})]

    def get_queryset(self, request):
        return super().get_queryset(request).named()  # nobody gives the nameless one a name, or a way to sign in

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        obj.take_handle()


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, ModelAdmin):
    pass
