/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Walls: pages that show the beginning of an article and ask for money, and
 * pages that show a question on consent in an article's place.
 *
 * What a page says in JSON-LD (isAccessibleForFree, schema.org) and in
 * metadata is believed; else a short text and the words of a wall decide. A
 * long text is an article, whatever stands beside it.
 */
#include "html/page_body.h"

enum { STUB = 1500, CONSENT = 4000, WALL_BLOCK = 300 };

static const char *const paywalls[] = {
	"already a subscriber",
	"subscribe to continue",
	"subscribe to read",
	"subscribe to unlock",
	"to continue reading",
	"to keep reading",
	"to read the full",
	"register to read",
	"register to continue",
	"sign in to continue",
	"for subscribers only",
	"subscribers only",
	"this article is for subscribers",
	"this content is for members",
	"exclusive to subscribers",
	"jetzt weiterlesen",
	"weiterlesen mit",
	"f\xc3\xbcr abonnenten",
	"nur f\xc3\xbcr abonnent",
	"mit einem abo",
	"r\xc3\xa9serv\xc3\xa9 aux abonn\xc3\xa9s",
	"r\xc3\xa9serv\xc3\xa9 \xc3\xa0 nos abonn\xc3\xa9s",
	"la suite est r\xc3\xa9serv\xc3\xa9"
	"e",
	"de cet article \xc3\xa0 lire",
	"solo para suscriptores",
	"exclusivo para suscriptores",
	"exclusivo para assinantes",
	"para seguir leyendo",
	"riservato agli abbonati",
	"continua a leggere con",
	"alleen voor abonnees",
	"dla subskrybent\xc3\xb3w",
	"\xd1\x82\xd0\xbe\xd0\xbb\xd1\x8c\xd0\xba\xd0\xbe "
	"\xd0\xb4\xd0\xbb\xd1\x8f "
	"\xd0\xbf\xd0\xbe\xd0\xb4\xd0\xbf\xd0\xb8\xd1\x81\xd1\x87\xd0\xb8\xd0"
	"\xba\xd0\xbe\xd0\xb2",
};

static const char *const consents[] = {
	"before you continue",
	"we value your privacy",
	"we and our partners",
	"our partners store",
	"accept all",
	"reject all",
	"cookie",
	"consent",
	"privacy policy",
	"personalised ad",
	"personalized ad",
	"legitimate interest",
	"bevor sie fortfahren",
	"einwilligung",
	"zustimmung",
	"alle akzeptieren",
	"personalisierte werbung",
	"datenschutz",
	"votre consentement",
	"nos partenaires",
	"tout accepter",
	"su consentimiento",
	"nuestros socios",
	"aceptar todo",
	"il tuo consenso",
	"nostri partner",
	"accetta tutt",
	"uw toestemming",
};

static bool is_wall(const struct nwi_node *node, struct nw_buf *scratch)
{
	struct nwi_emit emit;

	nw_buf_cut(scratch, 0);
	nwi_emit_init(&emit, scratch);
	nwi_emit_node(&emit, node);
	return page_count_phrases(nw_buf_str(scratch), paywalls,
				  sizeof(paywalls) / sizeof(*paywalls)) > 0;
}

/* Bars at the edge of the page ask on every page. */
static bool is_at_edge(const struct nwi_node *node)
{
	for (; node; node = node->parent) {
		if (node->atom == NWI_A_HEADER || node->atom == NWI_A_NAV ||
		    node->atom == NWI_A_FOOTER)
			return true;
	}
	return false;
}

static bool asks_for_money(const struct page *page)
{
	bool found = false;
	struct nw_buf scratch;

	nw_buf_init(&scratch, 4096);
	/* A wall stands in the article or behind it. */
	uint32_t from = page->article ? page->article->number + 1 : 1;
	for (uint32_t i = from; i < page->tree.count && !found; i++) {
		const struct page_stat *stat = &page->stats[i];

		if (page->nodes[i]->kind != NWI_NODE_ELEMENT ||
		    (stat->marks & PAGE_SILENT) || stat->own < 8 ||
		    stat->text > WALL_BLOCK)
			continue;
		found = is_wall(page->nodes[i], &scratch) &&
			!is_at_edge(page->nodes[i]);
	}
	nw_buf_fini(&scratch);
	return found;
}

static bool asks_for_consent(const struct page *page, struct nw_str text)
{
	if (text.len > CONSENT ||
	    (page->hints & (PAGE_HINT_ARTICLE | PAGE_HINT_DATED)))
		return false;
	return page_count_phrases(text, consents,
				  sizeof(consents) / sizeof(*consents)) >= 6;
}

uint32_t page_walls(const struct page *page, struct nw_str text)
{
	uint32_t flags = page->hints & PAGE_HINT_PAID ? NW_PAGE_PAID : 0;

	if (asks_for_consent(page, text))
		flags |= NW_PAGE_CONSENT;
	if (text.len > 0 && text.len < STUB &&
	    (flags & NW_PAGE_PAID || asks_for_money(page)))
		flags |= NW_PAGE_PAID | NW_PAGE_CUT;
	return flags;
}
