/* SPDX-License-Identifier: Apache-2.0 */
/* ~word in a query -> the stems that find it, of every language. */
#include "query/forms.h"
#include "query/lang.h"
#include "text/stem.h"

struct stems {
	struct nwi_reading *r;
	struct nwi_word *word;
};

/* Most languages leave a foreign word as it is: those share one form. */
static void add_stem(void *arg, struct nw_str stem, uint32_t languages)
{
	struct stems *stems = arg;
	struct nw_arena *arena = stems->r->arena;
	struct nw_str key = nwi_form_key(arena, NWI_FORM_STEM, stem);
	struct nwi_word *form;

	for (form = stems->word->forms; form; form = form->next) {
		if (nw_str_equal(form->key, key)) {
			form->kinds |= languages;
			return;
		}
	}
	form = nw_arena_new_of(arena, struct nwi_word);
	if (!form || !key.at) {
		stems->r->failed = true;
		return;
	}
	form->kind = NWI_ATOM_ALIAS;
	form->key = key;
	form->kinds = languages;
	form->next = stems->word->forms;
	stems->word->forms = form;
}

void nwi_query_stem(struct nwi_reading *r, struct nwi_word *word,
		    struct nw_str spelt)
{
	struct stems stems = { r, word };
	struct nw_str folded = word->key;

	word->kind = NWI_ATOM_STEM;
	/* As spelt: accents lead to other stems. */
	word->key = nwi_form_key(r->arena, NWI_FORM_STEM_TERM, spelt);
	nwi_stem_all(spelt, folded, add_stem, &stems);
	if (!word->key.at)
		r->failed = true;
}
