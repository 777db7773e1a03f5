"""What people would look for in a real community, and what they hope to find: chosen before any tuning.

Of each: the words as typed, and the topics (by their number in the public archive of the Urho3D forum) of which one is
to stand among the first hits. Some of the words stand in titles, some only in what was answered, some are names of
products; ten are misspelt.
"""

WELL_SPELT = [
    # words of a title
    ("fog of war effect", {5209}),
    ("how to draw outlines to an object", {924}),
    ("infinite ocean", {7052}),
    ("deep water", {2252}),
    ("lag compensation", {6863}),
    ("crowd agents get stuck", {7086}),
    ("vehicle skid strips", {2018}),
    ("ragdoll recovery", {5525, 2915, 2673}),
    ("depth of field", {4385, 3097}),
    ("motion blur", {438, 4484, 2026}),
    ("lens flare shader", {2133, 7115}),
    ("day night cycle", {5225, 584}),
    ("wiki page", {760}),
    ("behaviour trees", {5228}),
    ("screenshots on android", {136}),
    ("sounds are white noise", {4929}),
    # words that stand in what was said, not in the title
    ("encrypt username and password", {6608}),
    ("lan broadcast address", {954}),
    ("nat punchthrough lobby", {2175}),
    ("cave echo underwater sound", {2342}),
    ("force sounds to be mono", {4929}),
    ('"play videos" mp4', {1393}),
    ("protect assets encryption", {855, 1742}),
    ("sell on appstore license", {3815}),
    # names of products
    ("inconsolata", {1312}),
    ("oculus rift", {829, 974, 154}),
    ("run on hololens", {2112, 2300, 4895}),
    ("sqlite database", {1188}),
    ("bgfx port", {1036}),
    ("admob ads", {1238, 4259}),
]

MISSPELT = [
    ("ragdol recovery", {5525, 2915, 2673}),
    ("rasberry pi gpio", {1903}),
    ("volumetic lighting", {2373}),
    ("naviagtion mesh", {1309, 550, 167}),
    ("oculus rfit", {829, 974, 154}),
    ("take screenshoot", {67, 1958, 136, 202}),
    ("procedual sky", {5225}),
    ("vehical physics", {4424, 3483}),
    ("emscriptem build fails", {1990}),
    ("kinematic charcter controller", {3555, 5685}),
]

QUERIES = WELL_SPELT + MISSPELT
