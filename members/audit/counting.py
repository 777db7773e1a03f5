"""Lists of staff that may hold a million rows: counted as far as anybody leafs through them."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

MOST = 5_000


class UpToPaginator(Paginator):
    """Counts at most `MOST` rows: what is further back is found by a filter or a search."""

    @cached_property
    def count(self):
        return self.object_list.order_by()[:MOST].count()
