# classifiers: features, models, the score stage, training and evaluation. See README.md here.
libfilterc_la_SOURCES += \
	classifiers/annotations.c classifiers/annotations.h \
	classifiers/calibrate.c classifiers/calibrate.h \
	classifiers/cascade.c classifiers/cascade.h \
	classifiers/choice_train.c classifiers/choice_train.h \
	classifiers/eval.c \
	classifiers/eval_report.c \
	classifiers/evaluate.c classifiers/evaluate.h \
	classifiers/fasttext.c \
	classifiers/fasttext_labels.c \
	classifiers/fasttext_matrix.c \
	classifiers/fasttext_model.c classifiers/fasttext_model.h \
	classifiers/fasttext_output.c classifiers/fasttext_output.h \
	classifiers/fasttext_predict.c classifiers/fasttext_predict.h \
	classifiers/fasttext_read.h \
	classifiers/fasttext_work.h \
	classifiers/evaluate_pass.c \
	classifiers/features.c classifiers/features.h \
	classifiers/folds.c classifiers/folds.h \
	classifiers/folded.c classifiers/folded.h \
	classifiers/lang.c \
	classifiers/lang_chars.c classifiers/lang_chars.h classifiers/lang_chars_table.h \
	classifiers/lang_detect.c classifiers/lang_detect.h \
	classifiers/lang_grams.c classifiers/lang_grams.h \
	classifiers/lang_model.c classifiers/lang_model.h \
	classifiers/lang_names.c classifiers/lang_names.h \
	classifiers/lang_parts.c classifiers/lang_parts.h \
	classifiers/lang_prior.c classifiers/lang_prior.h \
	classifiers/letters.c classifiers/letters.h \
	classifiers/lines.c classifiers/lines.h \
	classifiers/linear_train.c classifiers/linear_train.h \
	classifiers/mapped.c classifiers/mapped.h \
	classifiers/measures.c classifiers/measures.h \
	classifiers/model.c classifiers/model.h \
	classifiers/model_facts.c classifiers/model_facts.h \
	classifiers/model_write.c \
	classifiers/prefilter.c \
	classifiers/ngram.c \
	classifiers/ngram_model.c classifiers/ngram_model.h \
	classifiers/ngram_train.c \
	classifiers/score.c \
	classifiers/rounding.c classifiers/rounding.h \
	classifiers/scorer.c classifiers/scorer.h \
	classifiers/subspace.c classifiers/subspace.h \
	classifiers/train.c \
	classifiers/train_facts.c classifiers/train_facts.h \
	classifiers/train_places.c classifiers/train_places.h \
	classifiers/train_prepare.c classifiers/train_work.h \
	classifiers/vectors.c classifiers/vectors.h \
	classifiers/words.c classifiers/words.h \
	classifiers/wanted_lang.c classifiers/wanted_lang.h \
	classifiers/word_vectors.c classifiers/word_vectors.h
EXTRA_DIST += classifiers/README.md classifiers/lang_chars.py
