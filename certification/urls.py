"""The addresses of the floor, all under /certification/."""

from certification.applications.urls import urlpatterns as applications
from certification.credentials.urls import urlpatterns as credentials
from certification.exams.urls import urlpatterns as exams
from certification.framework.urls import urlpatterns as framework
from certification.renewal.urls import urlpatterns as renewal

app_name = "certification"
urlpatterns = [*framework, *applications, *exams, *credentials, *renewal]
