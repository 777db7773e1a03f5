"""What the portal's pages are measured against: the least a Django page can be that shows twenty posts.

No middleware, one keyset query over posts joined with their topic, one small template: about 19 KB. It has tables of
its own, copied from the community, so that it stays the same while the portal changes.
"""
