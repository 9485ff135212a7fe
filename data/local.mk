# data: models, plans, samples, each with origin, licence and generator in README.md.
plansdir = $(pkgdatadir)/plans
dist_plans_DATA = data/plans/seeds.plan
EXTRA_DIST += data/README.md data/samples
# To make the models again: make models ANNOTATIONS=FILE (see data/models/README.md).
modelsdir = $(pkgdatadir)/models
dist_models_DATA = data/models/clean.fcn data/models/edu.fcm data/models/reasoning.fcm data/models/factual.fcm \
	data/models/damage.fcm data/models/topic.fcm
EXTRA_DIST += data/models/README.md data/models/make.sh data/models/make_clean.py
EXTRA_DIST += data/models/README.md data/models/make.sh
# The block model of extract is built in (extractors/local.mk), so it is not installed.
EXTRA_DIST += data/models/blocks.fcb data/models/make_blocks.sh
ANNOTATIONS = ../shared/annotations/train.jsonl.gz
.PHONY: models
models: filterc$(EXEEXT)
	$(srcdir)/data/models/make.sh $(ANNOTATIONS) ./filterc
