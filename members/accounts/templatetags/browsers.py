from django import template

from members.accounts.browsers import name_of

register = template.Library()
register.filter("browser", name_of)
