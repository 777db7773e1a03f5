"""When questions that came in bulk, such as those of an imported community, had their first answer."""

from django.db import connection

# By the row's own columns: nobody in an import speaks without a name.
NOTE = """
    UPDATE discussions_topic AS topic SET first_answer_at = (
        SELECT post.created_at FROM discussions_post AS post
        WHERE post.topic_id = topic.id AND post.number > 1 AND post.kind = 'post' AND post.hidden_at IS NULL
            AND (post.author_id, post.speaks_as) IS DISTINCT FROM (topic.author_id, '')
        ORDER BY post.number LIMIT 1
    )
    WHERE topic.kind = 'question' AND topic.first_answer_at IS NULL AND topic.speaks_as = '' AND topic.post_count > 1
        AND NOT EXISTS (SELECT FROM questions_promise AS promise WHERE promise.topic_id = topic.id)
        AND EXISTS (
            SELECT FROM discussions_post AS post
            WHERE post.topic_id = topic.id AND post.number > 1 AND post.kind = 'post' AND post.hidden_at IS NULL
                AND (post.author_id, post.speaks_as) IS DISTINCT FROM (topic.author_id, '')
        )
"""


def note_first_answers():
    """Write down the first answers nobody has noted; returns of how many questions. No clock begins by that."""
    with connection.cursor() as cursor:
        cursor.execute(NOTE)
        return cursor.rowcount
