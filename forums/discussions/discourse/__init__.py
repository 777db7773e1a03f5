"""A Discourse community, from its topics as JSON (`/t/ID.json`, one file each) into our boards.

archive   the files, one by one
shape     what a file must hold, checked before anything is believed
survey    the first reading: who, where, how many, what is broken
cooked    Discourse's HTML as plain HTML
hanging   likes, polls and tags
links     the old community's addresses as ours
people, boards, topics   the rows
importer  the whole run; `report` what it says at its end
"""
