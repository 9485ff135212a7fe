# data: models, plans, samples, each with origin, licence and generator in README.md.
plansdir = $(pkgdatadir)/plans
dist_plans_DATA = data/plans/languages.plan data/plans/seeds.plan
EXTRA_DIST += data/README.md data/samples
# To make the models again: make models ANNOTATIONS=FILE (see data/models/README.md).
modelsdir = $(pkgdatadir)/models
dist_models_DATA = data/models/clean.fcn data/models/edu.fcm data/models/reasoning.fcm data/models/factual.fcm \
	data/models/damage.fcm data/models/topic.fcm
EXTRA_DIST += data/models/README.md data/models/make.sh data/models/make_clean.py \
	data/models/annotations.tsv data/models/join_annotations.py \
	data/models/vectors.sh data/models/english_vectors.js data/models/make_vectors.py
# The block model of extract is built in (extractors/local.mk), so it is not installed.
EXTRA_DIST += data/models/blocks.fcb data/models/make_blocks.sh
ANNOTATIONS = ../shared/annotations/train.jsonl.gz
DOCUMENTS = ../shared/annotations/unlabelled.jsonl.gz
.PHONY: models
models: filterc$(EXEEXT)
	$(srcdir)/data/models/make.sh $(ANNOTATIONS) $(DOCUMENTS) ./filterc
# The language model: make lang-model SOURCES=FOLDER (see data/models/lang/README.md).
dist_models_DATA += data/models/lang.lid
check_PROGRAMS += data/models/lang/lang_train
data_models_lang_lang_train_SOURCES = data/models/lang/train.c data/models/lang/corpus.c \
	data/models/lang/rows.c data/models/lang/descent.c data/models/lang/lang_train.h
data_models_lang_lang_train_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/data/models/lang
data_models_lang_lang_train_LDADD = libfilterc.la
data_models_lang_lang_train_LDFLAGS = $(AM_LDFLAGS) -static
EXTRA_DIST += data/models/lang/README.md data/models/lang/make.sh data/models/lang/sources.sh \
	data/models/lang/sources.py data/models/lang/prepare.py \
	data/models/lang/codes.py data/models/lang/measure.py
SOURCES = sources
.PHONY: lang-model
lang-model: data/models/lang/lang_train$(EXEEXT)
	$(srcdir)/data/models/lang/make.sh $(SOURCES) data/models/lang/lang_train$(EXEEXT)
