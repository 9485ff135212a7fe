# cli: goldens of the commands.
