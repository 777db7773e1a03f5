"""`make look`: every page × signed out and in × light and dark × three widths, as pictures and axe-core results.

Into var/look/: index.html, the pictures, and findings.json. The exit status is 1 when something was found. The portal
that is looked at runs on a port of its own, against the database of development.
"""

import argparse
import json
import os
import shutil
import sys
import time
from fnmatch import fnmatchcase
from pathlib import Path

sys.path[0] = f"{Path(__file__).resolve().parents[1]}"  # bench/forums.py must not stand before the floor of that name

from bench import servers  # noqa: E402

FOLDER = servers.VAR / "look"
WHO, WHO_ELSE = "ann", ["hana", "carol"]  # a host with a CCXP, and the staff, see what ann has not
SCHEMES, WIDTHS = ["light", "dark"], [320, 768, 1280]


def main():
    asked = _arguments()
    port = servers.free_port()
    # Without DEBUG pages are as they will be, with their error pages; by name, because passkeys refuse a bare address.
    portal = f"http://localhost:{port}"
    environment = {"PORTAL_ENV": "development", "DEBUG": "0", "PORTAL_URL": portal}
    environment |= dict(zip(("DATABASE_URL", "REDIS_URL"), servers.server_urls(), strict=True))
    environment["DJANGO_SETTINGS_MODULE"] = "bench.gallery.settings"
    os.environ.update(environment)
    _prepare()
    log = servers.VAR / "look.log"
    with servers.gunicorn("cxpa_portal.wsgi", environment, log, workers=1, threads=8, path="/health/", port=port):
        pages = _look(portal, asked)
    findings = _written(pages)
    if not pages:
        return f"No page is at {asked.only}."
    for finding in findings:
        print(f"{finding['page']}: {finding['what']}\n    {finding['where']}\n    in {' · '.join(finding['forms'])}")
    print(f"{len(pages)} pages, {len(findings)} findings. See {FOLDER / 'index.html'}.")
    return int(bool(findings))


def _prepare():
    """Django in this process, the database up to date, with the demo community where it was empty."""
    import django
    from django.core.management import call_command

    django.setup()
    from members.accounts.models import Person

    call_command("migrate", interactive=False, verbosity=0)
    if not Person.objects.filter(email=f"{WHO}@cxpa.example").exists():
        call_command("demo")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)


def _look(portal, asked):
    """Every page that is asked for, as a list of Seen."""
    from bench import sessions
    from bench.browser import chromium
    from bench.gallery.eye import Eye, Seen
    from members.accounts.models import Person

    people = {name: Person.objects.get(email=f"{name}@cxpa.example") for name in _who_looks()}
    keys = {name: sessions.sign_in(person) for name, person in people.items()}
    pages = []
    try:
        visits = list(_visits(portal, people, keys, asked.wants))
        with chromium() as browser:
            for count, (who, name, open_it) in enumerate(visits, 1):
                seen = Seen(name, who or "stranger")
                print(f"{count}/{len(visits)} {name} ({seen.visitor})", file=sys.stderr, flush=True)
                context = browser.new_context(base_url=portal)
                context.set_default_timeout(30_000)
                if who:
                    context.add_cookies([{"name": "sessionid", "value": keys[who], "url": portal}])
                pages.append(Eye(context.new_page(), portal, FOLDER, asked.schemes, asked.widths).look(seen, open_it))
                context.close()
    finally:
        sessions.sign_out(*keys.values())
    return pages


def _who_looks():
    from bench.gallery import stages
    from bench.gallery.addresses import OTHER_EYES

    return dict.fromkeys([WHO, *WHO_ELSE, *OTHER_EYES, *(name for name in stages.STAGES if name)])


def _visits(portal, people, keys, wants):
    """(who, name, how to open it) of all that is wanted."""
    from bench.gallery.addresses import OTHER_EYES, every_page

    nobody = object()
    for address, status in dict.fromkeys(every_page(people[WHO])):
        for visitors in ((None,), (WHO, *WHO_ELSE)) if wants(address) else ():
            who = next((who for who in visitors if _answers(portal + address, keys.get(who), status)), nobody)
            if who is not nobody:
                yield who, address, _going_to(address)
    for who, addresses in OTHER_EYES.items():
        yield from ((who, address, _going_to(address)) for address in addresses if wants(address))
    yield from (stage for stage in _stages(people) if wants(stage[1]))


def _answers(url, key, status):
    from bench import sessions

    answer, about, _text = servers.fetch(url, {"Cookie": sessions.cookie(key)} if key else {})
    return answer == status and about.get("Content-Type", "").startswith("text/html")


def _going_to(address):
    return lambda page: page.goto(address)


def _stages(people):
    """The same of the pages that need something to be done first; asked for by their names."""
    from bench.gallery import stages

    # Some of them ask Django for something, which it would refuse beside the browser's loop.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    for who, group in stages.STAGES.items():
        for stage in group:
            name = stage.__name__.replace("_", " ")
            yield who, name, lambda page, stage=stage, who=who: stage(page, people[who or WHO])


def _written(pages):
    """Write the index and the findings; returns the findings, each once with all the forms it was seen in."""
    from django.template import Context, Engine

    together = {}
    for seen in pages:
        for finding in seen.findings:
            forms = together.setdefault((finding.page, finding.what, finding.where), [])
            forms.append(finding.form)
    findings = [
        {"page": page, "what": what, "where": where, "forms": forms} for (page, what, where), forms in together.items()
    ]
    (FOLDER / "findings.json").write_text(json.dumps(findings, indent=1) + "\n")
    context = {"pages": pages, "findings": findings, "shots": sum(len(seen.shots) for seen in pages)}
    engine = Engine(dirs=[Path(__file__).parent / "gallery" / "templates"])
    (FOLDER / "index.html").write_text(engine.get_template("gallery/index.html").render(Context(context)))
    return findings


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--only", default="", help="parts, with commas between: home, events, /events/87/*, ask refused"
    )
    parser.add_argument("--quick", action="store_true", help="one width, in light")
    parser.add_argument("--narrow-and-wide", action="store_true", help="two widths instead of three")
    asked = parser.parse_args()
    asked.schemes, asked.widths = (SCHEMES[:1], WIDTHS[-1:]) if asked.quick else (SCHEMES, WIDTHS)
    if asked.narrow_and_wide:
        asked.widths = WIDTHS[::2]
    parts = [part.strip() for part in asked.only.split(",") if part.strip()]
    asked.wants = lambda name: not parts or any(_is_of(part, name) for part in parts)
    return asked


def _is_of(part, name):
    """Whether the page `name` belongs to `part`: a first word of addresses ("events"), a pattern, or a name."""
    if part == "home":
        return name == "/"
    return fnmatchcase(name, part) or name.startswith(f"/{part}/")


if __name__ == "__main__":
    began = time.monotonic()
    status = main()
    print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)
    sys.exit(status)
