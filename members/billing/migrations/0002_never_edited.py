from django.db import migrations


class Migration(migrations.Migration):
    """What went out on paper is never changed, for everyone, also for a bug of ours; and lines add up to their total."""

    dependencies = [("billing", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql="""
                CREATE FUNCTION billing_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'what was issued is never changed'; END $$;

                CREATE FUNCTION billing_invoice_kept() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF (to_jsonb(NEW) - '{paid_at,voided_at,void_reason}'::text[])
                        IS DISTINCT FROM (to_jsonb(OLD) - '{paid_at,voided_at,void_reason}'::text[])
                    THEN RAISE EXCEPTION 'an issued invoice is never changed'; END IF;
                    IF OLD.paid_at IS NOT NULL OR OLD.voided_at IS NOT NULL
                    THEN RAISE EXCEPTION 'an invoice is paid or given up once'; END IF;
                    RETURN NEW;
                END $$;

                CREATE FUNCTION billing_lines_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF (SELECT total FROM billing_invoice WHERE id = NEW.invoice_id)
                        <> (SELECT sum(amount * quantity) FROM billing_invoiceline WHERE invoice_id = NEW.invoice_id)
                    THEN RAISE EXCEPTION 'the lines of an invoice add up to its total'; END IF;
                    RETURN NULL;
                END $$;

                CREATE TRIGGER billing_invoice_kept BEFORE UPDATE ON billing_invoice
                FOR EACH ROW EXECUTE FUNCTION billing_invoice_kept();
                CREATE TRIGGER billing_invoice_stays BEFORE DELETE ON billing_invoice
                FOR EACH ROW EXECUTE FUNCTION billing_refuse();
                CREATE TRIGGER billing_line_kept BEFORE UPDATE OR DELETE ON billing_invoiceline
                FOR EACH ROW EXECUTE FUNCTION billing_refuse();
                CREATE TRIGGER billing_payment_kept BEFORE UPDATE OR DELETE ON billing_payment
                FOR EACH ROW EXECUTE FUNCTION billing_refuse();
                CREATE TRIGGER billing_creditnote_kept BEFORE UPDATE OR DELETE ON billing_creditnote
                FOR EACH ROW EXECUTE FUNCTION billing_refuse();
                CREATE CONSTRAINT TRIGGER billing_lines_add_up AFTER INSERT ON billing_invoiceline
                DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION billing_lines_add_up();
            """,
            reverse_sql="""
                DROP TRIGGER billing_lines_add_up ON billing_invoiceline;
                DROP TRIGGER billing_creditnote_kept ON billing_creditnote;
                DROP TRIGGER billing_payment_kept ON billing_payment;
                DROP TRIGGER billing_line_kept ON billing_invoiceline;
                DROP TRIGGER billing_invoice_stays ON billing_invoice;
                DROP TRIGGER billing_invoice_kept ON billing_invoice;
                DROP FUNCTION billing_lines_add_up();
                DROP FUNCTION billing_invoice_kept();
                DROP FUNCTION billing_refuse();
            """,
        )
    ]
