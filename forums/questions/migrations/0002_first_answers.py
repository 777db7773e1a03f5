"""When the questions there are had their first answer. None of them gets a clock: nobody promised anything then."""

from django.db import migrations

NOTE = """
    UPDATE discussions_topic AS topic SET first_answer_at = answered.at
    FROM (
        SELECT DISTINCT ON (post.topic_id) post.topic_id, post.created_at AS at
        FROM discussions_post AS post JOIN discussions_topic AS asked ON asked.id = post.topic_id
        WHERE asked.kind = 'question' AND post.number > 1 AND post.kind = 'post' AND post.hidden_at IS NULL
            AND post.author_id <> asked.author_id
        ORDER BY post.topic_id, post.number
    ) AS answered
    WHERE topic.id = answered.topic_id AND topic.first_answer_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("questions", "0001_the_promise")]

    operations = [migrations.RunSQL(NOTE, migrations.RunSQL.noop)]
