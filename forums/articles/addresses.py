"""The last part of an article's address: made from its title, free, and no word that leads elsewhere."""

from members.accounts.slugs import two_words

# What stands under /articles/ beside the articles themselves. A slug made of a title has two words, and is none of it.
TAKEN = {"feed", "files", "manuscripts", "mine", "preview", "review", "write", "by"}


def is_open_to_articles(slug):
    """Whether an article can have this address: no page of ours has it, and it is no number."""
    return slug not in TAKEN and not slug.isdigit()


def free_slug(title, others):
    """A slug for `title` that none of the QuerySet `others` has."""
    base = two_words(title, "an-article")[:70].strip("-")
    base = base if is_open_to_articles(base) else f"{base}-article"
    used = set(others.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 1, base
    while slug in used:
        number += 1
        slug = f"{base}-{number}"
    return slug
