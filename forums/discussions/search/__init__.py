"""Finding posts: what somebody typed becomes a Query, is asked of the boards they see, and comes back as Hits.

    from forums.discussions.search.asked import Asked
    from forums.discussions.search.finding import find
    from forums.discussions.search.spelling import corrected

Rooms above add filters of their own, see `filters`.
"""
