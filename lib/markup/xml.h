/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A tolerant pull reader for XML as outlets publish it.
 *
 * Reads any bytes that are valid UTF-8 (a leading BOM is skipped) in linear
 * time and never fails: what is not well-formed is read as its writer seems
 * to have meant it. A bare & or < is text, HTML's named entities are known,
 * quotes may lack, the first of two equal attributes counts, a missing end
 * tag is supplied, a stray one is ignored, a name in the wrong case closes
 * its element. Nothing external is loaded; of an internal subset at most 64
 * plain text entities are kept and none is expanded inside another.
 *
 * Every START has its END, in order: missing ones are supplied at the end of
 * the parent or of the input. Elements nested deeper than NWI_XML_DEPTH are
 * not reported; their text is, as text of the deepest that is.
 *
 * Slices point into the input, or into the arena where something had to be
 * decoded. Both must outlive the events; an event itself lives until the next
 * call. When the arena is full, further decoded texts are "" and `cut` is
 * set.
 *
 *	struct nwi_xml xml;
 *	struct nwi_event event;
 *
 *	nwi_xml_init(&xml, input, arena);
 *	while (nwi_xml_next(&xml, &event)) {
 *		if (event.kind == NWI_EVENT_START && event.atom == NWI_A_ITEM)
 *			...
 *	}
 */
#ifndef NWI_MARKUP_XML_H
#define NWI_MARKUP_XML_H

#include "markup/attr.h"
#include "markup/scan.h"
#include <newswatch/arena.h>

#define NWI_XML_DEPTH	 256
#define NWI_XML_ENTITIES 64
/* Prefixes bound at one time; further declarations go by custom. */
#define NWI_XML_BINDINGS 128
#define NWI_XML_NAMES	 128

enum nwi_event_kind {
	NWI_EVENT_END_OF_INPUT = 0,
	NWI_EVENT_START, /* also for <a/>, with `empty` set; an END follows */
	NWI_EVENT_TEXT,	 /* a run of text, or one CDATA section; never "" */
	NWI_EVENT_END,
	NWI_EVENT_PI /* <?name text?>, the XML declaration too */
};

struct nwi_event {
	enum nwi_event_kind kind;
	uint16_t atom;	/* enum nwi_atom of the local name, case ignored */
	uint8_t ns;	/* enum nwi_ns */
	bool empty;	/* START of <a/> */
	bool cdata;	/* TEXT of a CDATA section */
	bool implied;	/* END that the input lacks */
	unsigned depth; /* of the element; the root is 1. TEXT: of its parent */
	struct nw_str name;  /* qualified, as written */
	struct nw_str local; /* without the prefix, as written */
	struct nw_str text;  /* TEXT: decoded. PI: what follows the name */
	const struct nwi_attr *attrs; /* START; without xmlns declarations */
	size_t attr_count;
	size_t from,
		to; /* bytes [from, to) of the input; from == to if implied */
};

/* What stands between two tags. */
enum nwi_xml_inside {
	NWI_INSIDE_ANY = 0,
	NWI_INSIDE_PLAIN,  /* neither '<' nor '&': nothing is to be decoded */
	NWI_INSIDE_SECTION /* one CDATA section, perhaps in white space */
};

struct nwi_xml_open {
	struct nw_str name;
	struct nw_str local;
	uint16_t atom;
	uint8_t ns;
	uint16_t bindings; /* count before this element's declarations */
};

struct nwi_xml_binding {
	struct nw_str prefix;
	enum nwi_ns ns;
};

struct nwi_xml_name {
	char head[16];	    /* the first bytes of the name, zeros behind it */
	struct nw_str name; /* qualified, in the input; "" for none yet */
	size_t prefix_len, local_from;
	unsigned bound; /* `ns` holds while the reader's is the same */
	uint16_t atom;
	uint8_t ns;
};

struct nwi_xml_entity {
	struct nw_str name;
	struct nw_str value;
};

/* The reader; its fields are private except `cut` and `doctype`. */
struct nwi_xml {
	struct nw_str input;
	struct nw_arena *arena;
	bool cut; /* the arena was full, or a limit dropped something */
	struct nw_str
		doctype; /* the root's name that a DOCTYPE states, absent */
	size_t at;
	unsigned depth;
	unsigned skipped;    /* open elements below NWI_XML_DEPTH */
	unsigned closing;    /* ENDs to supply: down to this depth... */
	bool close_pending;  /* ...while this is set */
	bool close_explicit; /* the last of them is in the input */
	size_t end_from, end_to;
	unsigned binding_count;
	unsigned bound; /* counts how often the bindings changed */
	unsigned entity_count;
	size_t expanded;  /* bytes that own entities may still add */
	bool no_quote[2]; /* none is left in the input */
	bool no_comment_end, no_pi_end;
	bool raw; /* leave texts undecoded: their source is wanted */
	uint16_t open_count[NWI_ATOM_COUNT];
	struct nwi_xml_name names[NWI_XML_NAMES]; /* lately read */
	struct nwi_xml_open open[NWI_XML_DEPTH + 1];
	struct nwi_xml_binding bindings[NWI_XML_BINDINGS];
	struct nwi_xml_entity entities[NWI_XML_ENTITIES];
	struct nwi_attr attrs[NWI_MAX_ATTRS];
};

/* `arena` takes what must be decoded; about 50 KiB of `xml` itself. */
void nwi_xml_init(struct nwi_xml *xml, struct nw_str input,
		  struct nw_arena *arena);

/* The next event; false at the end of the input (all ENDs were given). */
bool nwi_xml_next(struct nwi_xml *xml, struct nwi_event *event);

/* Passes white space in front of a '<', so that it becomes no TEXT. */
static inline void nwi_xml_skip_space(struct nwi_xml *xml)
{
	const char *at = xml->input.at + xml->at;
	const char *end = xml->input.at + xml->input.len;

	while (at < end && nwi_is_space(*at))
		at++;
	if (!xml->close_pending && at < end && *at == '<')
		xml->at = (size_t)(at - xml->input.at);
}

/*
 * After a START: reads on to its END, which is consumed, and gives what stood
 * between as it is in the input, not decoded. For <a/> the slice is "".
 * `*what`, when not NULL, says what is known of it.
 */
struct nw_str nwi_xml_inner(struct nwi_xml *xml, const struct nwi_event *start,
			    enum nwi_xml_inside *what);

/*
 * After a START: reads on to its END, which is consumed, and gives the decoded
 * text of the element and of all elements in it, in order, as one slice ("" if
 * there is none; white space around a lone CDATA section is not counted).
 * `*markup`, when not NULL, says whether elements were inside.
 */
struct nw_str nwi_xml_text(struct nwi_xml *xml, const struct nwi_event *start,
			   bool *markup);

/*
 * Decodes character references and named entities (HTML's and the document's
 * own) of a slice that nwi_xml_inner gave; CR LF becomes LF, control
 * characters go. Returns the slice itself where there is nothing to do.
 */
struct nw_str nwi_xml_decode(struct nwi_xml *xml, struct nw_str raw);

/* The namespace that `prefix` is bound to here ("" is the default one). */
enum nwi_ns nwi_xml_ns(const struct nwi_xml *xml, struct nw_str prefix);

#endif
