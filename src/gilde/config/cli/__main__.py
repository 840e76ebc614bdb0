from gilde.config.cli import main

main()
