/* SPDX-License-Identifier: Apache-2.0 */
#include "config/tree.h"
#include "base/map.h"
#include "config/source_text.h"

#include <yaml.h>

/* A list or mapping that is open. */
struct level {
	struct nwi_node *node;
	const struct nwi_node **tail; /* where the next child is linked */
	struct nwi_map keys;	      /* of a mapping: key -> its node */
	bool at_value;		      /* a key was read */
	struct nw_str key;
	uint32_t key_line, key_column;
};

struct reader {
	yaml_parser_t yaml;
	const struct nwi_file *file;
	struct nw_arena *arena;
	struct nwi_problems *problems;
	struct level levels[NWI_TREE_MAX_DEPTH];
	size_t depth;
	size_t events;
	struct nwi_node *root;
	bool stop; /* no sense can be made of the rest */
};

static struct nwi_place place_of(const struct reader *r, yaml_mark_t mark)
{
	return (struct nwi_place){ r->file, (uint32_t)mark.line + 1,
				   (uint32_t)mark.column + 1 };
}

static struct nw_str no_path(void)
{
	return nw_str_make(NULL, 0);
}

/* ---- nodes ---- */

static void out_of_arena(struct reader *r, yaml_mark_t mark)
{
	nwi_problem(r->problems, place_of(r, mark), no_path(),
		    "the configuration needs more memory than allowed");
	r->stop = true;
}

static struct level *top(struct reader *r)
{
	return r->depth ? &r->levels[r->depth - 1] : NULL;
}

/* The second of two equal keys is read and left out of the tree. */
static bool takes_key(struct reader *r, struct level *level,
		      struct nwi_node *node)
{
	const struct nwi_node *first = nwi_map_get(&level->keys, node->key);

	if (!first) {
		nwi_map_put(&level->keys, node->key, node);
		return true;
	}
	nwi_node_key_problem(r->problems, node,
			     "is here twice; first at line %u column %u; "
			     "allowed: each key once",
			     first->file->lines_before + first->key_line,
			     first->key_column);
	return false;
}

static void link_node(struct reader *r, struct nwi_node *node)
{
	struct level *level = top(r);

	if (!level) {
		r->root = node;
		return;
	}
	node->parent = level->node;
	node->index = level->node->count;
	if (level->node->kind == NWI_NODE_MAP) {
		node->key = level->key;
		node->key_line = level->key_line;
		node->key_column = level->key_column;
		level->at_value = false;
		if (!takes_key(r, level, node))
			return;
	}
	*level->tail = node;
	level->tail = &node->next;
	level->node->count++;
}

static struct nwi_node *new_node(struct reader *r, enum nwi_node_kind kind,
				 yaml_mark_t mark)
{
	struct nwi_node *node = nw_arena_new_of(r->arena, struct nwi_node);

	if (!node) {
		out_of_arena(r, mark);
		return NULL;
	}
	node->kind = (uint8_t)kind;
	node->file = r->file;
	node->line = (uint32_t)mark.line + 1;
	node->column = (uint32_t)mark.column + 1;
	node->text = nw_str_make("", 0);
	return node;
}

/* ---- what is refused ---- */

static void refuse(struct reader *r, yaml_mark_t mark, const char *what)
{
	nwi_problem(r->problems, place_of(r, mark), no_path(), "%s", what);
}

static void refuse_anchor(struct reader *r, const yaml_event_t *event,
			  const yaml_char_t *anchor)
{
	if (anchor)
		refuse(r, event->start_mark,
		       "anchors (&name) are not used here; allowed: the value "
		       "written out");
}

static uint8_t read_tag(struct reader *r, const yaml_event_t *event,
			const yaml_char_t *tag, bool scalar)
{
	static const char *const tags[] = { "", "!file", "!env",
					    "!credential" };

	if (!tag)
		return NWI_TAG_NONE;
	for (uint8_t i = 1; scalar && i < 4; i++) {
		if (strcmp((const char *)tag, tags[i]) == 0)
			return i;
	}
	nwi_problem(r->problems, place_of(r, event->start_mark), no_path(),
		    "the tag %.64s is not used here; allowed: !file, !env and "
		    "!credential before a secret's name",
		    (const char *)tag);
	return NWI_TAG_NONE;
}

/* ---- events ---- */

static uint8_t style_of(const yaml_event_t *event)
{
	switch (event->data.scalar.style) {
	case YAML_SINGLE_QUOTED_SCALAR_STYLE:
		return NWI_STYLE_SINGLE;
	case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
		return NWI_STYLE_DOUBLE;
	case YAML_LITERAL_SCALAR_STYLE:
		return NWI_STYLE_LITERAL;
	case YAML_FOLDED_SCALAR_STYLE:
		return NWI_STYLE_FOLDED;
	default:
		return NWI_STYLE_PLAIN;
	}
}

static bool is_null(struct nw_str text)
{
	return text.len == 0 || nw_str_is(text, "~") ||
	       nw_str_is(text, "null") || nw_str_is(text, "Null") ||
	       nw_str_is(text, "NULL");
}

/* A copy, without NUL inside: paths and names go to the system ended by it. */
static struct nw_str copy_text(struct reader *r, const yaml_event_t *event)
{
	struct nw_str text = nw_str_make((const char *)event->data.scalar.value,
					 event->data.scalar.length);

	if (nw_str_find_char(text, '\0') < text.len) {
		refuse(r, event->start_mark,
		       "a NUL character cannot stand in text");
		text.len = nw_str_find_char(text, '\0');
	}
	struct nw_str copy = nw_arena_str(r->arena, text);
	if (nw_str_is_absent(copy))
		out_of_arena(r, event->start_mark);
	return copy;
}

static void take_key(struct reader *r, const yaml_event_t *event)
{
	struct level *level = top(r);

	read_tag(r, event, event->data.scalar.tag, false);
	level->key = copy_text(r, event);
	level->key_line = (uint32_t)event->start_mark.line + 1;
	level->key_column = (uint32_t)event->start_mark.column + 1;
	level->at_value = true;
}

static bool wants_key(struct reader *r)
{
	struct level *level = top(r);

	return level && level->node->kind == NWI_NODE_MAP && !level->at_value;
}

static void take_scalar(struct reader *r, const yaml_event_t *event)
{
	refuse_anchor(r, event, event->data.scalar.anchor);
	if (wants_key(r)) {
		take_key(r, event);
		return;
	}
	struct nwi_node *node = new_node(r, NWI_NODE_SCALAR, event->start_mark);
	if (!node)
		return;
	node->text = copy_text(r, event);
	node->style = style_of(event);
	node->tag = read_tag(r, event, event->data.scalar.tag, true);
	if (node->style == NWI_STYLE_PLAIN && !event->data.scalar.tag &&
	    is_null(node->text))
		node->kind = NWI_NODE_EMPTY;
	link_node(r, node);
}

static void take_alias(struct reader *r, const yaml_event_t *event)
{
	refuse(r, event->start_mark,
	       "aliases (*name) are not used here; allowed: the value written "
	       "out");
	if (wants_key(r)) {
		r->stop = true;
		return;
	}
	struct nwi_node *node = new_node(r, NWI_NODE_EMPTY, event->start_mark);
	if (node)
		link_node(r, node);
}

static void open_level(struct reader *r, const yaml_event_t *event,
		       enum nwi_node_kind kind)
{
	if (wants_key(r)) {
		refuse(r, event->start_mark,
		       "a key must be text; quote text that begins with [ or "
		       "{");
		r->stop = true;
		return;
	}
	if (r->depth == NWI_TREE_MAX_DEPTH) {
		nwi_problem(r->problems, place_of(r, event->start_mark),
			    no_path(), "nested too deep; allowed: %d levels",
			    NWI_TREE_MAX_DEPTH);
		r->stop = true;
		return;
	}
	struct nwi_node *node = new_node(r, kind, event->start_mark);
	if (!node)
		return;
	link_node(r, node);
	struct level *level = &r->levels[r->depth++];
	*level = (struct level){ .node = node, .tail = &node->first };
	nwi_map_init(&level->keys, (struct nwi_sip_key){ 0, 0 });
}

static void close_level(struct reader *r)
{
	nwi_map_fini(&r->levels[--r->depth].keys);
}

/* Returns false at the end of the first document. */
static bool take_event(struct reader *r, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		take_scalar(r, event);
		break;
	case YAML_ALIAS_EVENT:
		take_alias(r, event);
		break;
	case YAML_SEQUENCE_START_EVENT:
		refuse_anchor(r, event, event->data.sequence_start.anchor);
		read_tag(r, event, event->data.sequence_start.tag, false);
		open_level(r, event, NWI_NODE_LIST);
		break;
	case YAML_MAPPING_START_EVENT:
		refuse_anchor(r, event, event->data.mapping_start.anchor);
		read_tag(r, event, event->data.mapping_start.tag, false);
		open_level(r, event, NWI_NODE_MAP);
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		close_level(r);
		break;
	case YAML_DOCUMENT_END_EVENT:
		nwi_text_after_document(r->file, event->end_mark.line,
					event->end_mark.column, r->problems);
		return false;
	case YAML_STREAM_END_EVENT:
		return false;
	default:
		break;
	}
	if (++r->events <= NWI_TREE_MAX_EVENTS)
		return !r->stop;
	nwi_problem(r->problems, place_of(r, event->start_mark), no_path(),
		    "too many entries; allowed: %d in one file",
		    NWI_TREE_MAX_EVENTS);
	r->stop = true;
	return false;
}

static void report_syntax(struct reader *r)
{
	struct nwi_syntax_error error = {
		.problem = r->yaml.problem,
		.offset = r->yaml.problem_offset,
		.line = (uint32_t)r->yaml.problem_mark.line + 1,
		.column = (uint32_t)r->yaml.problem_mark.column + 1,
		.begun_line = r->yaml.context
				      ? (uint32_t)r->yaml.context_mark.line + 1
				      : 0,
		.in_bytes = r->yaml.error == YAML_READER_ERROR,
	};

	nwi_syntax_report(r->file, &error, r->problems);
}

static void read_events(struct reader *r)
{
	bool more = true;

	while (more) {
		yaml_event_t event;
		if (!yaml_parser_parse(&r->yaml, &event)) {
			report_syntax(r);
			r->stop = true;
			return;
		}
		more = take_event(r, &event);
		yaml_event_delete(&event);
	}
}

static void read_document(struct reader *r, struct nw_str text)
{
	if (!yaml_parser_initialize(&r->yaml)) {
		out_of_arena(r, (yaml_mark_t){ 0, 0, 0 });
		return;
	}
	yaml_parser_set_encoding(&r->yaml, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
		&r->yaml, (const unsigned char *)(text.at ? text.at : ""),
		text.len);
	read_events(r);
	while (r->depth)
		close_level(r);
	yaml_parser_delete(&r->yaml);
}

static const struct nwi_node empty_document = {
	.kind = NWI_NODE_EMPTY, .line = 1, .column = 1, .text = NW_STR("")
};

enum nw_status nwi_tree_read(const struct nwi_file *file,
			     struct nw_arena *arena,
			     struct nwi_problems *problems,
			     const struct nwi_node **root)
{
	struct reader r = { .file = file,
			    .arena = arena,
			    .problems = problems };
	size_t errors = problems->errors;

	if (nwi_text_may_be_read(file, problems))
		read_document(&r, nwi_text_body(file));
	else
		r.stop = true;
	if (!r.root)
		r.root = new_node(&r, NWI_NODE_EMPTY, (yaml_mark_t){ 0, 0, 0 });
	*root = r.root ? r.root : &empty_document;
	if (nw_arena_failed(arena))
		return NW_LIMIT;
	if (r.stop)
		return NW_BAD_INPUT;
	return problems->errors > errors ? NW_BAD_CONFIG : NW_OK;
}
