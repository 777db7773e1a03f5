"""What search reads: a weighted vector per post, in a table of its own so that the posts' rows stay narrow."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models

# Raise it when the vector is made differently; `index` with no ids then makes the old ones anew.
SEARCH_VERSION = 1

INDEX_SQL = """
    INSERT INTO discussions_postsearch (post_id, vector, version)
    SELECT post.id,
           setweight(to_tsvector('portal', CASE WHEN post.number = 1 THEN topic.title ELSE '' END), 'A')
           || setweight(to_tsvector('portal', left(regexp_replace(post.html, '<[^>]*>', ' ', 'g'), 200000)), 'D'),
           %(version)s
      FROM discussions_post post JOIN discussions_topic topic ON topic.id = post.topic_id
     WHERE post.id = ANY(%(ids)s) AND post.kind = 'post' AND post.hidden_at IS NULL
    ON CONFLICT (post_id) DO UPDATE SET vector = excluded.vector, version = excluded.version
"""


class PostSearch(models.Model):
    """The searchable words of one post. Hidden posts and staff actions have no row."""

    post = models.OneToOneField("discussions.Post", models.CASCADE, primary_key=True, related_name="search")
    vector = SearchVectorField()
    version = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [GinIndex(fields=["vector"], name="post_search_vector")]

    def __str__(self):
        return f"search row of post {self.post_id}"

    @classmethod
    def index(cls, *, post_ids):
        """Make the rows of `post_ids` anew, in two queries at any number of posts."""
        cls.objects.filter(post_id__in=post_ids, post__hidden_at__isnull=False).delete()
        with connection.cursor() as cursor:
            cursor.execute(INDEX_SQL, {"ids": list(post_ids), "version": SEARCH_VERSION})
