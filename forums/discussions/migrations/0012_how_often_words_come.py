from django.db import migrations

# PostgreSQL knows how often the commonest words of a column come, by default a thousand of them, and takes every other
# word for half as common as the last of these. In a million posts a word of one in a thousand then seemed four times as
# common as it is: too common for the index, so that the newest 150,000 posts were read for it, one by one.
WORDS = 400  # four times as many are known, of a larger sample

SAY = f"""
    ALTER TABLE discussions_postsearch ALTER COLUMN vector SET STATISTICS {WORDS};
    ALTER TABLE discussions_postsearch ALTER COLUMN title SET STATISTICS {WORDS};
    ANALYZE discussions_postsearch;
"""
FORGET = """
    ALTER TABLE discussions_postsearch ALTER COLUMN vector SET STATISTICS -1;
    ALTER TABLE discussions_postsearch ALTER COLUMN title SET STATISTICS -1;
"""


class Migration(migrations.Migration):
    dependencies = [("discussions", "0011_posts_by_mail")]

    operations = [migrations.RunSQL(SAY, FORGET)]
