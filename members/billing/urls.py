from django.urls import path

from . import views

app_name = "billing"
urlpatterns = [
    path("", views.invoices, name="invoices"),
    path("address/", views.address, name="address"),
    path("<str:number>/", views.invoice, name="invoice"),
    path("<str:number>/invoice.pdf", views.invoice_paper, name="invoice_pdf"),
    path("<str:number>/<str:note>.pdf", views.credit_note_paper, name="credit_note_pdf"),
]
