from django import template

from members.mail.incoming.addresses import is_open

register = template.Library()


@register.inclusion_tag("forums/discussions/_board_by_mail.html")
def write_by_mail(board, person):
    """A line that leads to one's own address of a board, for those who may write there; no query."""
    return {"board": board, "is_shown": is_open() and board.can_be_posted_to_by(person)}
