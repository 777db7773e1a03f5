"""The portal as it is, but each answer says which texts it asked the cache for, and which of them were there."""
