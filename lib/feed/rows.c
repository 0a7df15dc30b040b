/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the elements of all dialects mean, one row each.
 *
 * The table is indexed by the name's atom, so a look-up costs one step; the
 * few rows of a name differ by namespace and place. Ranks settle what is said
 * twice: the dialect's own element before an extension's.
 */
#include "feed/reader.h"

#define FEED   NWI_IN_FEED
#define ITEM   NWI_IN_ITEM
#define SOURCE NWI_IN_SOURCE
#define PERSON NWI_IN_PERSON
#define BOTH   (NWI_IN_FEED | NWI_IN_ITEM)
#define ALL    (NWI_IN_FEED | NWI_IN_ITEM | NWI_IN_SOURCE)
/* A feed may begin in garbage, an item may lack the end of the one before. */
#define OUTER (NWI_IN_NOTHING | NWI_IN_FEED | NWI_IN_IGNORED)

#define CORE   NWI_FAMILY_CORE
#define DC     NWI_FAMILY_DC
#define MEDIA  NWI_FAMILY_MEDIA
#define ITUNES NWI_FAMILY_ITUNES

#define SLOT(family, places, slot, rank)                              \
	{                                                             \
		family, places, NWI_SLOT_##slot, rank, NWI_FORM_TEXT, \
			nwi_take_slot                                 \
	}
#define TEXT(family, places, slot, rank, form)                          \
	{                                                               \
		family, places, NWI_SLOT_##slot, rank, NWI_FORM_##form, \
			nwi_take_construct                              \
	}
#define TAKE(family, places, function)                       \
	{                                                    \
		family, places, 0, 0, 0, nwi_take_##function \
	}

#define ROWS_MAX 5

static const struct nwi_feed_row rows[NWI_ATOM_COUNT][ROWS_MAX] = {
	/* Frames */
	[NWI_A_RSS] = { TAKE(CORE, OUTER, rss) },
	[NWI_A_RDF] = { TAKE(NWI_FAMILY_RDF, OUTER, rdf),
			TAKE(CORE, OUTER, rdf) },
	[NWI_A_FEED] = { TAKE(CORE, OUTER, feed) },
	[NWI_A_CHANNEL] = { TAKE(CORE, OUTER, channel) },
	[NWI_A_ITEM] = { TAKE(CORE, OUTER | ITEM, item) },
	[NWI_A_ENTRY] = { TAKE(CORE, OUTER | ITEM, item) },
	[NWI_A_SOURCE] = { TAKE(CORE, ITEM, source) },

	/* Titles and texts */
	[NWI_A_TITLE] = { TEXT(CORE, ALL, TITLE, 5, GUESS),
			  TEXT(DC, BOTH, TITLE, 4, GUESS),
			  TEXT(MEDIA, BOTH, TITLE, 3, GUESS),
			  TEXT(ITUNES, BOTH, TITLE, 2, GUESS) },
	[NWI_A_DESCRIPTION] = { TEXT(CORE, BOTH, SUMMARY, 6, HTML),
				TEXT(DC, BOTH, SUMMARY, 5, HTML),
				TEXT(MEDIA, BOTH, SUMMARY, 4, HTML) },
	[NWI_A_SUMMARY] = { TEXT(CORE, BOTH, SUMMARY, 6, GUESS),
			    TEXT(ITUNES, BOTH, SUMMARY, 3, GUESS) },
	[NWI_A_SUBTITLE] = { TEXT(CORE, BOTH, SUMMARY, 2, GUESS),
			     TEXT(ITUNES, BOTH, SUMMARY, 1, GUESS) },
	[NWI_A_TAGLINE] = { TEXT(CORE, FEED, SUMMARY, 2, GUESS) },
	[NWI_A_ABSTRACT] = { TEXT(CORE, BOTH, SUMMARY, 2, GUESS),
			     TEXT(DC, BOTH, SUMMARY, 2, GUESS) },
	[NWI_A_ENCODED] = { TEXT(NWI_FAMILY_CONTENT, ITEM, CONTENT, 6, HTML) },
	[NWI_A_CONTENT] = { TEXT(CORE, ITEM, CONTENT, 6, GUESS),
			    TAKE(MEDIA, ITEM, media) },
	[NWI_A_FULLITEM] = { TEXT(CORE, ITEM, CONTENT, 5, HTML) },
	[NWI_A_BODY] = { TEXT(NWI_FAMILY_XHTML, ITEM, CONTENT, 5, MARKUP),
			 TEXT(CORE, ITEM, CONTENT, 5, MARKUP) },

	/* Identity and links */
	[NWI_A_GUID] = { TAKE(CORE, ITEM, guid) },
	[NWI_A_ID] = { SLOT(CORE, ITEM, ID, 5) },
	[NWI_A_IDENTIFIER] = { SLOT(DC, ITEM, ID, 2) },
	[NWI_A_LINK] = { TAKE(CORE, ALL, link) },
	[NWI_A_ORIGLINK] = { { NWI_FAMILY_FEEDBURNER, ITEM, NWI_SLOT_URL, 1, 0,
			       nwi_take_url } },
	[NWI_A_ENCLOSURE] = { TAKE(CORE, ITEM, enclosure) },
	[NWI_A_GROUP] = { TAKE(MEDIA, ITEM, media) },

	/* Dates */
	[NWI_A_PUBDATE] = { SLOT(CORE, BOTH, PUBLISHED, 5) },
	[NWI_A_PUBLISHED] = { SLOT(CORE, BOTH, PUBLISHED, 5) },
	[NWI_A_ISSUED] = { SLOT(CORE, BOTH, PUBLISHED, 5),
			   SLOT(DC, BOTH, PUBLISHED, 4) },
	[NWI_A_CREATED] = { SLOT(CORE, BOTH, PUBLISHED, 2),
			    SLOT(DC, BOTH, PUBLISHED, 2) },
	[NWI_A_UPDATED] = { SLOT(CORE, BOTH, UPDATED, 5) },
	[NWI_A_MODIFIED] = { SLOT(CORE, BOTH, UPDATED, 5),
			     SLOT(DC, BOTH, UPDATED, 4) },
	[NWI_A_LASTBUILDDATE] = { SLOT(CORE, BOTH, UPDATED, 5) },
	[NWI_A_DATE] = { SLOT(DC, BOTH, DATE, 5), SLOT(CORE, BOTH, DATE, 4) },

	/* People and subjects */
	[NWI_A_AUTHOR] = { TAKE(CORE, BOTH, person), TAKE(DC, BOTH, author),
			   TAKE(ITUNES, BOTH, author) },
	[NWI_A_CREATOR] = { TAKE(DC, BOTH, author) },
	[NWI_A_NAME] = { TAKE(CORE, PERSON, name) },
	[NWI_A_EMAIL] = { TAKE(CORE, PERSON, mail) },
	[NWI_A_CATEGORY] = { TAKE(CORE, ITEM, category),
			     TAKE(MEDIA, ITEM, category),
			     TAKE(ITUNES, ITEM, category) },
	[NWI_A_SUBJECT] = { TAKE(DC, ITEM, category) },
	[NWI_A_KEYWORDS] = { TAKE(CORE, ITEM, keywords),
			     TAKE(MEDIA, ITEM, keywords),
			     TAKE(ITUNES, ITEM, keywords) },

	/* The feed itself */
	[NWI_A_LANGUAGE] = { SLOT(CORE, BOTH, LANGUAGE, 5),
			     SLOT(DC, BOTH, LANGUAGE, 4) },
	[NWI_A_GENERATOR] = { SLOT(CORE, FEED, GENERATOR, 5) },
	[NWI_A_TTL] = { TAKE(CORE, FEED, ttl) },
	[NWI_A_UPDATEPERIOD] = { TAKE(NWI_FAMILY_SY, FEED, period) },
	[NWI_A_UPDATEFREQUENCY] = { TAKE(NWI_FAMILY_SY, FEED, frequency) },
};

static const uint8_t families[NWI_NS_COUNT] = {
	[NWI_NS_NONE] = NWI_FAMILY_CORE,
	[NWI_NS_ATOM10] = NWI_FAMILY_CORE,
	[NWI_NS_ATOM03] = NWI_FAMILY_CORE,
	[NWI_NS_RSS09] = NWI_FAMILY_CORE,
	[NWI_NS_RSS10] = NWI_FAMILY_CORE,
	[NWI_NS_RSS20] = NWI_FAMILY_CORE,
	[NWI_NS_RDF] = NWI_FAMILY_RDF,
	[NWI_NS_DC] = NWI_FAMILY_DC,
	[NWI_NS_DCTERMS] = NWI_FAMILY_DC,
	[NWI_NS_CONTENT] = NWI_FAMILY_CONTENT,
	[NWI_NS_MEDIA] = NWI_FAMILY_MEDIA,
	[NWI_NS_ITUNES] = NWI_FAMILY_ITUNES,
	[NWI_NS_GOOGLEPLAY] = NWI_FAMILY_ITUNES,
	[NWI_NS_SY] = NWI_FAMILY_SY,
	[NWI_NS_FEEDBURNER] = NWI_FAMILY_FEEDBURNER,
	[NWI_NS_XHTML] = NWI_FAMILY_XHTML,
};

/*
 * An unknown namespace as the default one is some generator's invention for
 * its own dialect; a known prefix with a misspelt URI is meant as usual.
 */
static enum nwi_family family_of(const struct nwi_event *start)
{
	if (start->ns != NWI_NS_OTHER)
		return families[start->ns];
	if (start->name.len == start->local.len)
		return NWI_FAMILY_CORE;
	struct nw_str prefix = nw_str_slice(
		start->name, 0, start->name.len - start->local.len - 1);
	return families[nwi_ns_of_prefix(prefix)];
}

const struct nwi_feed_row *nwi_feed_row_find(const struct nwi_event *start,
					     uint8_t place)
{
	const struct nwi_feed_row *row = rows[start->atom];

	if (!row->take)
		return NULL;
	enum nwi_family family = family_of(start);
	for (size_t i = 0; i < ROWS_MAX && row[i].take; i++)
		if (row[i].family == family && (row[i].places & place))
			return &row[i];
	return NULL;
}
