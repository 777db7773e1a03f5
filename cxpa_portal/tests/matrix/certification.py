"""Who may see what on the way to the credential, and of the register."""

from .answers import POST_ONLY, PUBLIC, SIGNED_IN, answers

ROWS = {
    # framework, applications and exams: eli writes an application
    "certification/": PUBLIC,
    "certification/application/": SIGNED_IN,
    "certification/application/beginning/": POST_ONLY,
    "certification/application/fields/": POST_ONLY,
    "certification/application/submission/": answers("in", 404, 404, eli=200),
    "certification/application/withdrawal/": answers("in", 404, 404, eli=200),
    "certification/application/<slug:slug>/": answers("in", 404, 404, eli=200),
    "certification/exam/": SIGNED_IN,
    # credentials and renewal: ann holds one, and has claimed something
    "certification/register/": PUBLIC,
    "certification/register/<str:number>/": PUBLIC,
    "certification/credential/": SIGNED_IN,
    "certification/credential/certificate.pdf": answers("in", 404, 404, ann=200),
    "certification/credential/register/": POST_ONLY,
    "certification/renewal/": SIGNED_IN,
    "certification/renewal/request/": POST_ONLY,
    "certification/renewal/ending/": POST_ONLY,
    "certification/credits/": SIGNED_IN,
    "certification/credits/claims/new/": answers("in", 404, 404, ann=200),
    "certification/credits/claims/<int:pk>/": answers("in", 404, 404, ann=200),
    "certification/credits/claims/<int:pk>/ending/": POST_ONLY,
}
