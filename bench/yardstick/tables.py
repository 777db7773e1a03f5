"""The yardstick's own two tables, filled from the community it stands beside."""

MOST = 100_000  # posts; beyond that more rows would only cost disk: a keyset query finds its 20 as fast

STATEMENTS = [
    "DROP TABLE IF EXISTS yardstick_post, yardstick_topic",
    """
    CREATE TABLE yardstick_topic AS
    SELECT topic.id, topic.title, board.name AS board, topic.last_number
      FROM discussions_topic topic JOIN discussions_board board ON board.id = topic.board_id
    """,
    f"""
    CREATE TABLE yardstick_post AS
    SELECT post.id, post.topic_id, post.number, person.name AS author, person.headline, post.html, post.created_at,
           post.created_at + interval '1 day' AS edited_at
      FROM discussions_post post JOIN accounts_person person ON person.id = post.author_id
     ORDER BY post.number <= 20 DESC, post.id LIMIT {MOST}
    """,
    "ALTER TABLE yardstick_topic ADD PRIMARY KEY (id)",
    "ALTER TABLE yardstick_post ADD PRIMARY KEY (id)",
    "CREATE UNIQUE INDEX yardstick_post_place ON yardstick_post (topic_id, number)",
]


def fill(cursor):
    """Make the tables anew."""
    for statement in STATEMENTS:
        cursor.execute(statement)
