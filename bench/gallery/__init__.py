"""Every page of the portal to be looked at: the portal as in production, with the pages around it that nobody can
ask for (errors) or that exist in development alone.
"""
