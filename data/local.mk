# data: models, plans, samples, each with origin, licence and generator in README.md.
EXTRA_DIST += data/README.md
