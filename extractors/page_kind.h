/* page_kind.h - what kind of page it is: one small linear model per class over the words
 * of classes and ids anywhere on the page, what its head says, its address and its
 * counts. */
#ifndef FC_EXTRACTORS_PAGE_KIND_H
#define FC_EXTRACTORS_PAGE_KIND_H

#include "extractors/block_model.h"

/* The classes that are told apart. */
enum {
    FC_CLASS_ARTICLE, FC_CLASS_COLLECTION, FC_CLASS_DOCS, FC_CLASS_FORUM,
    FC_CLASS_LISTING, FC_CLASS_PRODUCT, FC_CLASS_SERVICE
};
extern const char *const fc_page_class_names[FC_PAGE_KINDS];

/* Hashes of the page's features, none twice; returns how many. */
uint32_t fc_page_kind_features(const fc_page *page, uint32_t **features, fc_arena *a);
/* Make kinds of a model, when all of kind is there. */
void fc_page_kinds_join(fc_block_model *model, fc_arena *a);
/* The odds of each class, which add up to 1. */
void fc_page_kind_odds(const fc_page *page, const fc_block_model *model,
                       float odds[FC_PAGE_KINDS], fc_arena *a);
/* The page is of this class for sure. */
void fc_page_kind_set(float odds[FC_PAGE_KINDS], int class);
/* The name a page's kind is recorded by: article, forum, qa, docs, product, listing,
 * service or other. */
const char *fc_page_kind_name(const fc_page *page, const float odds[FC_PAGE_KINDS]);
extern const char *const fc_page_kind_names[];

#endif
