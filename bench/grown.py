"""Posts made inside PostgreSQL of those that are there: a topic of 20,000, and a community a hundred times as large."""

from contextlib import contextmanager
from datetime import timedelta

from forums.discussions.models import Post, PostSearch, Topic
from forums.reading.models import Reading

TABLES = [model._meta.db_table for model in (Topic, Post, PostSearch, Reading)]
HOT_LASTED = timedelta(days=2 * 365)
BATCH = 2_000


def reserve_hot(cursor, posts):
    """Keep the first topic's number, and the first `posts` numbers of posts, for `make_hot`: ids rise as time does."""
    for model, number in [(Topic, 1), (Post, posts)]:
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [model._meta.db_table, number])


def make_hot(cursor, posts, *, like, ended, without):
    """A topic of `posts` posts that ended before the others began. It is on the board of the Topic `like`, and its
    posts say what others say, but those that say the word `without`."""
    began = ended - HOT_LASTED
    topic = {"id": 1, "title": "%s::text", "slug": "'everybody'", "created_at": "%s", "last_posted_at": "%s"}
    topic |= {"last_number": posts, "post_count": posts}
    said = ["What everybody always wanted to say about customers", began, ended]
    cursor.execute(f"{_copy(Topic, topic)} WHERE told.id = %s", [*said, like.pk])
    post = {"id": "place", "number": "place", "topic_id": 1, "created_at": "%s + place * (%s::interval / %s)"}
    # Tables with statistics: PostgreSQL knows nothing yet of what this transaction wrote.
    cursor.execute(
        """
        CREATE TEMP TABLE other_post ON COMMIT DROP AS
        SELECT id AS other, row_number() OVER (ORDER BY id) AS rank FROM discussions_post WHERE strpos(html, %s) = 0
        """,
        [without],
    )
    cursor.execute(
        """
        CREATE TEMP TABLE hot_post ON COMMIT DROP AS
        SELECT place, other FROM generate_series(1, %s) place
          JOIN other_post ON rank = 1 + (place - 1) %% (SELECT count(*) FROM other_post)
        """,
        [posts],
    )
    for table in ("discussions_topic", "discussions_post", "hot_post"):
        cursor.execute(f"ANALYZE {table}")
    cursor.execute(f"{_copy(Post, post)} JOIN hot_post ON other = told.id ORDER BY place", [began, HOT_LASTED, posts])
    for first in range(1, posts + 1, BATCH):
        PostSearch.index(post_ids=range(first, min(first + BATCH, posts + 1)))


def grow(cursor, *, posts, began, lasted, but):
    """Copy every topic, but those with the numbers `but`, until there are `posts` posts or a few more.

    Each copy of a topic begins at another time within `lasted` from `began`, so that as much is said at any time; its
    posts keep their distances, and its readers their places. Indexes are made when all rows are there.
    """
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what still waits to be checked would keep them from being dropped
    cursor.execute("SET LOCAL work_mem = '256MB'")
    cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
    cursor.execute("SELECT count(*), count(*) FILTER (WHERE NOT topic_id = ANY(%s)) FROM discussions_post", [but])
    there, copied = cursor.fetchone()
    copies = max(0, -(-(posts - there) // copied))
    with _no_indexes(cursor):
        _copy_all(cursor, copies, began, lasted, but)
        for model in (Topic, Post):
            table = model._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


def _copy_all(cursor, copies, began, lasted, but):
    cursor.execute(
        """
        CREATE TEMP TABLE topic_copy ON COMMIT DROP AS
        WITH moved AS (
            SELECT id AS was, copy, created_at,
                   make_interval(secs => mod(extract(epoch FROM created_at - %(began)s) + copy * %(step)s, %(lasted)s)
                                         - extract(epoch FROM created_at - %(began)s)) AS later
              FROM discussions_topic CROSS JOIN generate_series(1, %(copies)s) copy
             WHERE NOT id = ANY(%(but)s))
        SELECT was, copy, later,
               row_number() OVER (ORDER BY created_at + later, copy, was)
               + (SELECT max(id) FROM discussions_topic) AS topic
          FROM moved
        """,
        {
            "began": began,
            "lasted": lasted.total_seconds(),
            "step": lasted.total_seconds() / (copies + 1),
            "copies": copies,
            "but": but,
        },
    )
    cursor.execute(
        """
        CREATE TEMP TABLE post_copy ON COMMIT DROP AS
        SELECT post.id AS was, topic, later,
               row_number() OVER (ORDER BY created_at + later, topic, number)
               + (SELECT max(id) FROM discussions_post) AS post
          FROM discussions_post post JOIN topic_copy ON topic_copy.was = post.topic_id
        """
    )
    for table in (*TABLES, "topic_copy", "post_copy"):
        cursor.execute(f"ANALYZE {table}")
    topic = {"id": "topic", "created_at": "told.created_at + later", "last_posted_at": "told.last_posted_at + later"}
    cursor.execute(f"{_copy(Topic, topic)} JOIN topic_copy ON was = told.id ORDER BY topic")
    post = {"id": "post", "topic_id": "topic", "created_at": "told.created_at + later"}
    cursor.execute(f"{_copy(Post, post)} JOIN post_copy ON was = told.id ORDER BY post")
    cursor.execute(f"{_copy(PostSearch, {'post_id': 'post'})} JOIN post_copy ON was = told.post_id ORDER BY post")
    place = {"id": "nextval(pg_get_serial_sequence('reading_reading', 'id'))", "topic_id": "topic"}
    cursor.execute(f"{_copy(Reading, place)} JOIN topic_copy ON was = told.topic_id ORDER BY topic")


def leave_unread(cursor, person, topics):
    """Let `person` have read the newest `topics` that were answered, but for their last posts."""
    cursor.execute(
        """
        INSERT INTO reading_reading AS place (person_id, topic_id, last_number, level, reason, read_at)
        SELECT %s, id, last_number - 1 - id %% least(3, last_number - 1), 'normal', 'opened', last_posted_at
          FROM discussions_topic WHERE last_number > 1 ORDER BY last_posted_at DESC, id DESC LIMIT %s
        ON CONFLICT (person_id, topic_id) DO UPDATE SET last_number = excluded.last_number
        """,
        [person.pk, topics],
    )


def _copy(model, changes):
    """The beginning of a statement that inserts rows of `model` again, as `told`, with these columns changed."""
    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields]
    unique = {field.column: "NULL" for field in model._meta.concrete_fields if field.name == "token"}
    changes = unique | changes
    values = ", ".join(str(changes.get(column, f"told.{column}")) for column in columns)
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} told"


@contextmanager
def _no_indexes(cursor):
    """Without the indexes and foreign keys of TABLES, which are made again in the end; those of constraints stay."""
    cursor.execute(
        """
        SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
          FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(%s::regclass[]) ORDER BY conname
        """,
        [TABLES],
    )
    keys = cursor.fetchall()
    cursor.execute(
        """
        SELECT index.indexrelid::regclass::text, pg_get_indexdef(index.indexrelid)
          FROM pg_index index LEFT JOIN pg_constraint made ON made.conindid = index.indexrelid AND made.contype <> 'f'
         WHERE index.indrelid = ANY(%s::regclass[]) AND made.oid IS NULL AND NOT index.indisunique ORDER BY 1
        """,
        [TABLES],
    )
    indexes = cursor.fetchall()
    for table, name, _definition in keys:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for _name, definition in indexes:
        cursor.execute(definition.replace("%", "%%"))
    for table, name, definition in keys:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
