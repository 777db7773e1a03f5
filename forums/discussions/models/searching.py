"""What search reads: weighted vectors in a table of their own, so that the posts' rows stay narrow, and known words."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models, transaction

from members.accounts.audience import NAMED, Audience

from .. import languages
from .boards import Board

# Raise it when the vector is made differently; `index_old` then makes the rows anew, little by little.
SEARCH_VERSION = 2
QUEUED = 0  # the version of a row that waits to be made anew

# The hidden ones are looked up first and once: joined to them, the planner walked all posts for each row where it knew
# nothing of the table yet, as in the middle of an import.
UNINDEX_SQL = """
    DELETE FROM discussions_postsearch
     WHERE post_id = ANY(ARRAY(SELECT id FROM discussions_post WHERE id = ANY(%(ids)s) AND hidden_at IS NOT NULL))
"""

# A title weighs most where it stands, and little with the answers below it: words of a question and of its answer are
# found together, and the hit is still the opener. A slash parts words ("day/night").
INDEX_SQL = f"""
    WITH told AS (
        SELECT post.id, post.number, {languages.CONFIG_SQL.format("board.language")} AS stems,
               translate(topic.title, '/', ' ') AS title,
               board.name || ' ' || array_to_string(topic.tag_names, ' ') AS about,
               translate(left(regexp_replace(post.html, '<[^>]*>', ' ', 'g'), 200000), '/', ' ') AS words
          FROM discussions_post post
          JOIN discussions_topic topic ON topic.id = post.topic_id
          JOIN discussions_board board ON board.id = topic.board_id
         WHERE post.id = ANY(%(ids)s) AND post.kind = 'post' AND post.hidden_at IS NULL)
    INSERT INTO discussions_postsearch (post_id, title, vector, version)
    SELECT id, CASE WHEN number = 1 THEN to_tsvector(stems, title) END,
           CASE WHEN number = 1
                THEN setweight(to_tsvector(stems, title), 'A') || setweight(to_tsvector(stems, about), 'B')
                ELSE setweight(to_tsvector(stems, title), 'C') END
           || setweight(to_tsvector(stems, words), 'D'),
           %(version)s
      FROM told
    ON CONFLICT (post_id) DO UPDATE
       SET title = excluded.title, vector = excluded.vector, version = excluded.version
"""


class PostSearch(models.Model):
    """The searchable words of one post, with the stems of its board's language. Hidden posts and staff actions have no
    row."""

    post = models.OneToOneField("discussions.Post", models.CASCADE, primary_key=True, related_name="search")
    title = SearchVectorField(null=True, help_text="Of the topic; only with the post that opens it.")
    vector = SearchVectorField()
    version = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [
            GinIndex(fields=["vector"], name="post_search_vector"),
            GinIndex(fields=["title"], name="post_search_title", condition=models.Q(title__isnull=False)),
            # The newest of many titles with a common word.
            models.Index(fields=["-post"], name="post_search_opener", condition=models.Q(title__isnull=False)),
            models.Index(fields=["version", "-post"], name="post_search_version"),
        ]

    def __str__(self):
        return f"search row of post {self.post_id}"

    @classmethod
    def add(cls, post):
        """Make the row of a new post."""
        with connection.cursor() as cursor:
            cursor.execute(INDEX_SQL, {"ids": [post.pk], "version": SEARCH_VERSION})

    @classmethod
    def index(cls, *, post_ids):
        """Make the rows of `post_ids` anew, in two queries at any number of posts."""
        post_ids = list(post_ids)
        with connection.cursor() as cursor:
            cursor.execute(UNINDEX_SQL, {"ids": post_ids})
            cursor.execute(INDEX_SQL, {"ids": post_ids, "version": SEARCH_VERSION})

    @classmethod
    def queue(cls, **posts):
        """Let the rows of `posts` (conditions on a Post) be made anew soon; until then they say what they said."""
        posts = cls._meta.get_field("post").related_model.objects.filter(**posts)
        cls.objects.filter(post__in=posts).exclude(version=QUEUED).update(version=QUEUED)

    @classmethod
    def index_old(cls, most=2000):
        """Make at most so many rows anew that are of an older version, the newest posts first; returns how many."""
        old = cls.objects.filter(version__lt=SEARCH_VERSION).order_by("-post")
        post_ids = list(old.values_list("post_id", flat=True)[:most])
        if post_ids:
            cls.index(post_ids=post_ids)
        return len(post_ids)


# Everything that was said last, of one audience and language: a title counts twice, so that it is known by itself.
WORDS_SQL = """
    SELECT to_tsvector('portal_simple', words) FROM (
        (SELECT translate(left(regexp_replace(post.html, '<[^>]*>', ' ', 'g'), 20000), '/', ' ') AS words
           FROM discussions_post post
           JOIN discussions_topic topic ON topic.id = post.topic_id
           JOIN discussions_board board ON board.id = topic.board_id
          WHERE board.audience = {audience} AND board.language = {language}
            AND post.kind = 'post' AND post.hidden_at IS NULL AND topic.hidden_at IS NULL
          ORDER BY post.id DESC LIMIT {most})
        UNION ALL
        (SELECT translate(topic.title, '/', ' ')
           FROM discussions_topic topic
           JOIN discussions_board board ON board.id = topic.board_id
           CROSS JOIN generate_series(1, 2)
          WHERE board.audience = {audience} AND board.language = {language} AND topic.hidden_at IS NULL
          ORDER BY topic.id DESC LIMIT {most})
    ) AS said
"""
COUNT_SQL = """
    INSERT INTO discussions_searchword (word, language, audience, documents)
    SELECT word, %(language)s, %(audience)s, ndoc FROM ts_stat(%(said)s)
     WHERE ndoc > 1 AND length(word) BETWEEN 3 AND 30 AND word ~ '^[[:alpha:]][[:alnum:]]*$'
"""


class SearchWord(models.Model):
    """A word as it is written on boards of one audience and language: what a misspelt word may have meant.

    Boards of networks and groups give none, so that who may read a board of an audience has read all of its words.
    """

    MOST = 50_000  # posts, and titles, that are read of each audience and language: the newest

    word = models.CharField(max_length=30)
    language = models.CharField(max_length=20)
    audience = models.CharField(max_length=10, choices=Audience)
    documents = models.PositiveIntegerField(help_text="In how many posts and titles it stands.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["word", "language", "audience"], name="search_word_once"),
        ]
        indexes = [GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="search_word_alike")]

    def __str__(self):
        return self.word

    @classmethod
    @transaction.atomic
    def reckon(cls):
        """Read all words anew."""
        boards = Board.objects.exclude(audience__in=NAMED).order_by().values_list("audience", "language").distinct()
        cls.objects.all().delete()
        with connection.cursor() as cursor:
            for audience, language in boards:
                said = WORDS_SQL.format(
                    audience=f"'{Audience(audience).value}'", language=f"'{language}'", most=cls.MOST
                )
                cursor.execute(COUNT_SQL, {"audience": audience, "language": language, "said": said})
