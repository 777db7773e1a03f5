"""What search reads of articles: a weighted vector in a table of its own, so that lists of articles stay narrow."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models
from django.db.models import Q

# Raise it when the vector is made differently; `index_old` then makes the rows anew.
SEARCH_VERSION = 1

INDEX_SQL = """
    INSERT INTO articles_articlesearch (article_id, vector, version)
    SELECT id,
           setweight(to_tsvector('portal', translate(title, '/', ' ')), 'A')
           || setweight(to_tsvector('portal', sentence), 'B')
           || setweight(to_tsvector('portal', translate(
                  left(regexp_replace(html, '<[^>]*>', ' ', 'g'), 200000), '/', ' ')), 'D'),
           %(version)s
      FROM articles_article
     WHERE id = ANY(%(ids)s)
    ON CONFLICT (article_id) DO UPDATE SET vector = excluded.vector, version = excluded.version
"""


class ArticleSearch(models.Model):
    """The searchable words of one article, as it reads now; who may read it is asked of the article."""

    article = models.OneToOneField("articles.Article", models.CASCADE, primary_key=True, related_name="search")
    vector = SearchVectorField()
    version = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [GinIndex(fields=["vector"], name="article_search_vector")]

    def __str__(self):
        return f"search row of article {self.article_id}"

    @classmethod
    def index(cls, *, article_ids):
        """Make the rows of `article_ids` anew: one query."""
        with connection.cursor() as cursor:
            cursor.execute(INDEX_SQL, {"ids": list(article_ids), "version": SEARCH_VERSION})

    @classmethod
    def index_old(cls, most=500):
        """Make at most so many rows that are missing, or of an older version; returns how many."""
        articles = cls._meta.get_field("article").related_model.objects
        old = articles.filter(Q(search=None) | Q(search__version__lt=SEARCH_VERSION)).order_by("-pk")
        article_ids = list(old.values_list("pk", flat=True)[:most])
        if article_ids:
            cls.index(article_ids=article_ids)
        return len(article_ids)
