from django.db import migrations


class Migration(migrations.Migration):
    """The record is append-only for everyone, also for a bug of ours."""

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql="""
                CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'audit entries are never changed'; END $$;
                CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_entry
                FOR EACH ROW EXECUTE FUNCTION audit_refuse();
            """,
            reverse_sql="""
                DROP TRIGGER audit_append_only ON audit_entry;
                DROP FUNCTION audit_refuse();
            """,
        )
    ]
