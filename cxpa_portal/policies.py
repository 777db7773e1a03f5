"""What a browser may do on our pages: the strict policy of the settings, and a wider one for the admin."""

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware

# Alpine, on which the admin's theme stands, evaluates expressions and sets styles.
ADMIN_POLICY = {
    "script-src": [SELF, UNSAFE_EVAL, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
}


class PolicyMiddleware(CSPMiddleware):
    def process_response(self, request, response):
        if request.path.startswith("/admin/") and not hasattr(response, "_csp_replace"):
            response._csp_replace = ADMIN_POLICY
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        return super().process_response(request, response)
