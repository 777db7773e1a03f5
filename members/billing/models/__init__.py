from .addresses import BillingAddress
from .credits import CreditNote
from .invoices import Invoice, InvoiceLine, Line
from .issuers import Issuer
from .numbering import Series
from .payments import Payment
from .refusals import NoIssuer, NotOpen, NotPossible, WrongAmount

__all__ = [
    "BillingAddress",
    "CreditNote",
    "Invoice",
    "InvoiceLine",
    "Issuer",
    "Line",
    "NoIssuer",
    "NotOpen",
    "NotPossible",
    "Payment",
    "Series",
    "WrongAmount",
]
