/* SPDX-License-Identifier: Apache-2.0 */
/* Lines about a record: dates, by-lines, outlets. */
#include "page/listing_impl.h"

#include "item/read.h"
#include "markup/scan.h"
#include "text/utf8.h"

enum { PARTS_MAX = 16 };

/* "By Name" in many languages; the name, absent without such a word. */
static struct nw_str behind_by(struct nw_str text)
{
	static const char *const words[] = {
		"by ",		 "posted by ", "written by ", "reported by ",
		"published by ", "author: ",   "von ",	      "text: ",
		"autor: ",	 "par ",       "por ",	      "di ",
		"door ",	 "af ",	       "av ",	      "od ",
		"yazan: ",	 "автор: ",    "Автор: ",     "автор ",
		"Текст: ",	 "szerző: ",   "autore: ",    "de ",
		"文/",		 "بقلم ",      "كتب ",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (nw_str_starts_nocase(text, words[i]))
			return nw_str_trim(
				nw_str_slice(text, strlen(words[i]), text.len));
	}
	return nw_str_make(NULL, 0);
}

bool list_ends_sentence(struct nw_str text)
{
	char last = text.len > 0 ? text.at[text.len - 1] : ' ';

	return strchr(".?!:;\"", last) || nw_str_ends(text, "…") ||
	       nw_str_ends(text, "。") || nw_str_ends(text, "”") ||
	       nw_str_ends(text, "؟") || nw_str_ends(text, "।");
}

/* Two to four words with capitals: a person's name in scripts with case. */
static bool is_name(struct nw_str text)
{
	unsigned words = 0;
	struct nw_str word;

	if (text.len < 4 || text.len > LIST_NAME || list_ends_sentence(text))
		return false;
	while (nw_str_next(&text, ' ', &word)) {
		unsigned char c = word.len > 0 ? (unsigned char)word.at[0] : 0;
		bool upper = (c >= 'A' && c <= 'Z') || c >= 0xc3;
		if (!upper && word.len > 3) /* "van", "de", "bin" */
			return false;
		words += upper;
		for (size_t i = 0; i < word.len; i++) {
			if (word.at[i] >= '0' && word.at[i] <= '9')
				return false;
		}
	}
	return words >= 2 && words <= 4;
}

/* Words that papers, stations and agencies have in their names. */
static bool is_outlet(struct nw_str text)
{
	static const char *const words[] = {
		"news",	    "times",	 "post",    "daily",	 "gazette",
		"today",    "press",	 "herald",  "tribune",	 "radio",
		"journal",  "agency",	 "courier", "chronicle", "observer",
		"guardian", "telegraph", "zeitung", "blatt",	 "bote",
		"kurier",   "diario",	 "jornal",  "correo",	 "giornale",
		"corriere", "monde",	 "dépêche", "вести",	 "новости",
		"газета",   "правда",	 ".com",    ".org",	 ".net",
		"media",    "reuters",	 "tass",    "tv",	 "channel",
		"magazine",
	};

	for (size_t i = 0; i < text.len; i++) {
		struct nw_str rest = nw_str_slice(text, i, text.len);
		for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++) {
			if ((rest.at[0] | 0x20) == (words[k][0] | 0x20) &&
			    nw_str_starts_nocase(rest, words[k]))
				return true;
		}
	}
	return false;
}

/* No sentence: "by We must act. More" */
static bool is_names(struct nw_str text)
{
	unsigned words = 1;

	for (size_t i = 0; i + 2 < text.len; i++) {
		words += text.at[i] == ' ';
		if (strchr("?!", text.at[i]) ||
		    (text.at[i] == '.' && text.at[i + 1] == ' ' && i > 3 &&
		     text.at[i - 2] != ' ' && text.at[i - 3] != ' '))
			return false;
	}
	return words <= 10;
}

static void keep_name(const struct list_field *field, struct nw_str *slot,
		      struct nw_str text)
{
	if (!is_names(text))
		return;
	text = nw_str_trim(text);
	while (text.len > 0 && strchr(",|;:-/(", text.at[text.len - 1]))
		text = nw_str_trim(nw_str_slice(text, 0, text.len - 1));
	if (text.len > 0 && nw_str_is_absent(*slot))
		*slot = nwi_text_line_in(field->listing->arena, text,
					 NWI_NAME_BYTES);
}

static void keep_date(struct list_field *field, const struct nw_instant *date)
{
	struct nw_instant *have = &field->item->published;

	if (nw_instant_is_absent(have) ||
	    (have->precision < NW_PRECISION_MINUTE &&
	     date->precision > have->precision))
		*have = *date;
}

/* Bytes of a separator at `at`: | · • — – or a lone hyphen or comma. */
static size_t separator_at(struct nw_str text, size_t at)
{
	static const char *const marks[] = { "|",   "·",  "•",	 " — ", " – ",
					     " - ", ", ", " / ", "\t" };

	if (!strchr(" |\t,\xc2\xe2", text.at[at]) || text.at[at] == '\0')
		return 0;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t len = strlen(marks[i]);
		if (text.len - at >= len &&
		    memcmp(text.at + at, marks[i], len) == 0)
			return len;
	}
	return 0;
}

static bool is_seam(const struct list_piece *piece, size_t at)
{
	for (uint32_t i = 0; i < piece->seam_count; i++) {
		if (piece->seams[i] == at && at > 0)
			return true;
	}
	return false;
}

/* "Name29 January 2025 07:38": the digit that follows a letter. */
static size_t glued_at(struct nw_str text)
{
	for (size_t i = 1; i < text.len; i++) {
		unsigned char before = (unsigned char)text.at[i - 1];
		if (text.at[i] >= '0' && text.at[i] <= '9' &&
		    (nwi_is_alpha((char)before) || before >= 0x80))
			return i;
	}
	return text.len;
}

static bool has_date(const struct list_field *field, struct nw_str text)
{
	struct nw_instant date;

	return text.len <= LIST_META &&
	       list_read_date(field->listing, text, field->day, &date);
}

struct parts {
	struct nw_str text;
	struct {
		size_t from, to;
	} at[PARTS_MAX];
	uint32_t count;
};

static void split(const struct list_piece *piece, struct parts *out)
{
	size_t from = 0;

	*out = (struct parts){ .text = piece->text };
	for (size_t i = 0; i <= piece->text.len && out->count < PARTS_MAX;
	     i++) {
		bool end = i == piece->text.len;
		size_t mark = end ? 0 : separator_at(piece->text, i);

		if (!end && mark == 0 && !is_seam(piece, i))
			continue;
		if (nw_str_trim(nw_str_slice(piece->text, from, i)).len > 0) {
			out->at[out->count].from = from;
			out->at[out->count++].to = i;
		}
		from = i + mark;
		i += mark > 0 ? mark - 1 : 0;
	}
}

static struct nw_str part_of(const struct parts *parts, uint32_t i, uint32_t k)
{
	return nw_str_trim(
		nw_str_slice(parts->text, parts->at[i].from, parts->at[k].to));
}

/* "7 March 2024 by Name": the name behind a date. */
static void read_tail(struct list_field *field, struct nw_str part)
{
	for (size_t i = 1; i < part.len; i++) {
		struct nw_str rest = nw_str_slice(part, i, part.len);
		if (part.at[i - 1] != ' ')
			continue;
		struct nw_str name = behind_by(rest);
		if (is_name(name)) {
			keep_name(field, &field->author, name);
			return;
		}
	}
}

/* Parts from `i` that are a date or a by-line; how many, 0 for neither. */
static uint32_t read_parts(struct list_field *field, const struct parts *parts,
			   uint32_t i, unsigned piece_marks)
{
	uint32_t k = i + 3 < parts->count ? i + 3 : parts->count - 1;
	struct nw_str part = part_of(parts, i, i);
	struct nw_str name = behind_by(part);
	struct nw_instant date;

	for (;; k--) {
		if (k == i && list_read_clock(part) >= 0) {
			if (field->clock < 0 || piece_marks & LIST_DATE)
				field->clock = list_read_clock(part);
			field->clock_named |= (piece_marks & LIST_DATE) != 0;
			return 1;
		}
		if (list_read_whole_date(field->listing, part_of(parts, i, k),
					 field->day, &date)) {
			keep_date(field, &date);
			return k - i + 1;
		}
		if (k == i)
			break;
	}
	if (name.len > 0 && name.len <= LIST_NAME && !has_date(field, name)) {
		keep_name(field, &field->author, name);
		return 1;
	}
	if (!list_read_date(field->listing, part, field->day, &date))
		return 0;
	keep_date(field, &date);
	read_tail(field, part);
	return 1;
}

/* "Source: Name", the outlet that a piece was taken from. */
static struct nw_str behind_source(struct nw_str text)
{
	static const char *const words[] = {
		"source: ",  "source : ",  "sources: ",	 "quelle: ",
		"fuente: ",  "fonte: ",	   "bron: ",	 "via: ",
		"kaynak: ",  "źródło: ",   "zdroj: ",	 "forrás: ",
		"sursa: ",   "источник: ", "Источник: ", "джерело: ",
		"Джерело: ", "来源：",	   "来源:",	 "المصدر: ",
		"Πηγή: ",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (nw_str_starts_nocase(text, words[i]))
			return nw_str_trim(
				nw_str_slice(text, strlen(words[i]), text.len));
	}
	return nw_str_make(NULL, 0);
}

static bool read_glued(struct list_field *field, struct nw_str text)
{
	size_t at = glued_at(text);
	struct nw_str name = nw_str_trim(nw_str_slice(text, 0, at));
	struct nw_instant date;

	if (at == text.len || !is_name(name) ||
	    !list_read_date(field->listing, nw_str_slice(text, at, text.len),
			    field->day, &date))
		return false;
	keep_name(field, &field->author, name);
	keep_date(field, &date);
	return true;
}

/*
 * Splits a line about a record into dates and names. True when it is one: it
 * has a date or a "by", and what is left is short.
 */
bool list_read_meta(struct list_field *field, const struct list_piece *piece)
{
	const struct nw_instant date = field->item->published;
	const struct nw_str author = field->author;
	struct nw_str rest[2] = { { NULL, 0 }, { NULL, 0 } };
	struct parts parts;
	size_t left = 0;
	uint32_t found = 0;

	if (read_glued(field, piece->text))
		return true;
	struct nw_str source = behind_source(piece->text);
	if (source.len > 0 && source.len <= LIST_NAME) {
		keep_name(field, &field->item->outlet, source);
		return true;
	}
	split(piece, &parts);
	for (uint32_t i = 0; i < parts.count;) {
		uint32_t read = read_parts(field, &parts, i, piece->marks);
		found += read;
		if (read == 0) {
			struct nw_str part = part_of(&parts, i, i);
			rest[rest[0].len > 0] = part;
			left += part.len;
		}
		i += read > 0 ? read : 1;
	}
	if (found == 0 || left > LIST_LABEL + 20) {
		field->item->published = date;
		field->author = author;
		return false;
	}
	for (uint32_t i = 0; i < 2; i++) {
		if (rest[i].len > 0 && is_outlet(rest[i]))
			keep_name(field, &field->item->outlet, rest[i]);
		else if (rest[i].len > 0 && is_name(rest[i]))
			keep_name(field, &field->author, rest[i]);
	}
	return true;
}

void list_read_label(struct list_field *field, const struct list_piece *piece)
{
	if (is_outlet(piece->text))
		keep_name(field, &field->item->outlet, piece->text);
}

/* Named parts are believed where they look the part. */
bool list_read_named(struct list_field *field, const struct list_piece *piece)
{
	unsigned marks = piece->marks;
	struct nw_str text = piece->text, name = behind_by(text);
	struct nw_instant date;
	bool dated = has_date(field, text);

	if (marks & LIST_AUTHOR && text.len <= LIST_META && !dated) {
		text = name.len > 0 ? name : text;
		if (text.len <= LIST_NAME && !nw_str_is_nocase(text, "by"))
			keep_name(field, &field->author, text);
		return true;
	}
	if (marks & LIST_OUTLET && text.len <= LIST_NAME && !dated) {
		keep_name(field, &field->item->outlet, text);
		return true;
	}
	if (marks & LIST_DATE && dated && nw_str_is_absent(name)) {
		if (!list_read_meta(field, piece) &&
		    list_read_clock(text) < 0 &&
		    list_read_date(field->listing, text, field->day, &date))
			keep_date(field, &date);
		return true;
	}
	return marks & LIST_SECTION && text.len <= LIST_NAME;
}

/* Bytes of a conjunction or comma between names. */
static size_t joint_at(struct nw_str text, size_t at)
{
	static const char *const joints[] = { " and ", " & ",  ", ",  " und ",
					      " et ",  " y ",  " e ", " och ",
					      " и ",   " та ", " i ", " en " };

	for (size_t i = 0; i < sizeof(joints) / sizeof(joints[0]); i++) {
		size_t len = strlen(joints[i]);
		if (text.len - at >= len &&
		    memcmp(text.at + at, joints[i], len) == 0)
			return len;
	}
	return 0;
}

uint32_t list_split_names(struct nw_str text, struct nw_str *out, uint32_t room)
{
	uint32_t count = 0;
	size_t from = 0;

	for (size_t i = 0; i <= text.len; i++) {
		size_t joint = i < text.len ? joint_at(text, i) : 0;
		if (i < text.len && joint == 0)
			continue;
		struct nw_str name = nw_str_trim(nw_str_slice(text, from, i));
		if (!is_name(name) || count == room) {
			out[0] = text;
			return 1;
		}
		out[count++] = name;
		from = i + joint;
		i += joint > 0 ? joint - 1 : 0;
	}
	return count;
}
