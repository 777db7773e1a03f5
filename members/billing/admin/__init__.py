from . import addresses, credits, invoices, issuers

__all__ = ["addresses", "credits", "invoices", "issuers"]
