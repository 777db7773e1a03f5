app_name = "soundings"
urlpatterns = []
