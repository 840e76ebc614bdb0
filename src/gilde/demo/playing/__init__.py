"""How the script is played: one module for each kind of thing that happens, on a stage that they share."""
