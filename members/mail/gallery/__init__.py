"""Every letter of the portal, written from sample data, for staff to look at and for tests to check."""
