# data: models, plans, samples, each with origin, licence and generator in README.md.
plansdir = $(pkgdatadir)/plans
dist_plans_DATA = data/plans/seeds.plan
EXTRA_DIST += data/README.md data/samples
