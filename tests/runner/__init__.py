"""Everything behind ``./gilde test``: checks, the tests on both engines, the journeys, one count."""
