# core: options, help, plans, batches, the threaded pipeline, funnel and explain.
libfilterc_la_SOURCES += \
	src/core/batch.c src/core/batch.h \
	src/core/calibrate.c \
	src/core/completions.c \
	src/core/damage.c src/core/damage.h \
	src/core/datafile.c \
	src/core/diff.c \
	src/core/explain.c \
	src/core/done.c \
	src/core/fit.c src/core/fit.h \
	src/core/funnel.c src/core/funnel.h \
	src/core/identity.c \
	src/core/input.c src/core/input.h \
	src/core/names.c \
	src/core/opt.c src/core/opt.h \
	src/core/pipeline.c \
	src/core/plan.c src/core/plan.h \
	src/core/plan_words.c src/core/plan_words.h \
	src/core/plot.c src/core/plot.h \
	src/core/render.c src/core/render.h \
	src/core/render_man.c \
	src/core/report.c \
	src/core/report_html.c src/core/report_html.h \
	src/core/sink.c src/core/sink.h \
	src/core/tally.c src/core/tally.h \
	src/core/tally_json.c \
	src/core/worker.c src/core/worker.h
EXTRA_DIST += src/core/README.md
