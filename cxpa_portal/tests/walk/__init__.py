"""What people do in `test_walk_all_floors.py`, in browsers, floor by floor."""

NAME, ADDRESS = "Nia Adeyemi", "nia@newcomer.example"
