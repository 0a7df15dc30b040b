/* SPDX-License-Identifier: Apache-2.0 */
/* The key of a name's word: letters -> sounds. */
#include "text/name_internal.h"
#include "text/utf8.h"

/* Letters as English writes them; '-' is silent. From U+0430 on. */
static const char *const cyrillic[] = {
	"a",  "b",  "v",  "g",	  "d", "e", "zh", "z", "i",  "y",  "k",
	"l",  "m",  "n",  "o",	  "p", "r", "s",  "t", "u",  "f",  "kh",
	"ts", "ch", "sh", "shch", "-", "y", "-",  "e", "yu", "ya",
};

/* Of Ukrainian, Belarusian, Serbian, Macedonian. */
static const struct letter {
	uint32_t letter;
	const char *sound;
} cyrillic_more[] = {
	{ 0x451, "e" },	 { 0x452, "dj" },  { 0x453, "g" },  { 0x454, "ye" },
	{ 0x455, "dz" }, { 0x456, "i" },   { 0x457, "i" },  { 0x458, "y" },
	{ 0x459, "l" },	 { 0x45a, "n" },   { 0x45b, "ch" }, { 0x45c, "k" },
	{ 0x45e, "v" },	 { 0x45f, "dzh" }, { 0x491, "g" },
};

/* From U+03B1 on. */
static const char *const greek[] = {
	"a", "v", "g", "d", "e", "z", "i", "t", "i", "k",  "l",	 "m", "n",
	"x", "o", "p", "r", "s", "s", "t", "y", "f", "ch", "ps", "o",
};

/* Behind o it is u, behind a and e it is v. */
#define UPSILON 0x3c5

/* One key for what is written alike: no vowels, one k, one t, one s. */
static const struct letter arabic[] = {
	{ 0x627, "a" }, { 0x628, "b" },	 { 0x629, "a" }, { 0x62a, "t" },
	{ 0x62b, "t" }, { 0x62c, "j" },	 { 0x62d, "h" }, { 0x62e, "h" },
	{ 0x62f, "d" }, { 0x630, "d" },	 { 0x631, "r" }, { 0x632, "z" },
	{ 0x633, "s" }, { 0x634, "S" },	 { 0x635, "s" }, { 0x636, "d" },
	{ 0x637, "t" }, { 0x638, "z" },	 { 0x639, "E" }, { 0x63a, "g" },
	{ 0x641, "f" }, { 0x642, "k" },	 { 0x643, "k" }, { 0x644, "l" },
	{ 0x645, "m" }, { 0x646, "n" },	 { 0x647, "h" }, { 0x648, "u" },
	{ 0x649, "a" }, { 0x64a, "i" },	 { 0x624, "u" }, { 0x626, "i" },
	{ 0x67e, "b" }, { 0x686, "tS" }, { 0x698, "j" }, { 0x6a4, "f" },
	{ 0x6a9, "k" }, { 0x6af, "g" },	 { 0x6cc, "i" },
};

static const char *find(const struct letter *rows, size_t count, uint32_t c)
{
	for (size_t i = 0; i < count; i++) {
		if (rows[i].letter == c)
			return rows[i].sound;
	}
	return NULL;
}

#define FIND(rows, c) find((rows), sizeof(rows) / sizeof((rows)[0]), (c))

enum nwi_name_script nwi_name_script(struct nw_str folded)
{
	size_t pos = 0;
	uint32_t c = folded.len ? nwi_utf8_next(folded, &pos) : 0;

	if (c < 0x250)
		return NWI_NAME_LATIN;
	if (c >= 0x370 && c < 0x400)
		return NWI_NAME_GREEK;
	if (c >= 0x400 && c < 0x530)
		return NWI_NAME_CYRILLIC;
	return c >= 0x600 && c < 0x700 ? NWI_NAME_ARABIC : NWI_NAME_OTHER;
}

static const char *sound_of(uint32_t c)
{
	if (c >= 0x430 && c < 0x450)
		return cyrillic[c - 0x430];
	if (c >= 0x451 && c < 0x500)
		return FIND(cyrillic_more, c);
	if (c >= 0x3b1 && c < 0x3b1 + 25)
		return greek[c - 0x3b1];
	return NULL;
}

size_t nwi_name_latin(struct nw_str folded, char out[NWI_NAME_KEY_BYTES])
{
	size_t len = 0;

	for (size_t pos = 0; pos < folded.len;) {
		uint32_t c = nwi_utf8_next(folded, &pos);
		const char *sound = sound_of(c);

		if (len + 8 > NWI_NAME_KEY_BYTES)
			break;
		if (c == UPSILON && len && strchr("oae", out[len - 1]))
			sound = out[len - 1] == 'o' ? "u" : "v";
		if (c < 0x80)
			out[len++] = (char)c;
		for (; sound && *sound && *sound != '-'; sound++)
			out[len++] = *sound;
	}
	return len;
}

/*
 * What is written -> what sounds: S sh, C ch, Z zh, J dzh, c ts. The longest
 * comes first under each letter.
 */
static const struct sound {
	const char *from, *to;
} sounds[] = {
	{ "gue", "ge" }, { "gui", "gi" }, { "schtsch", "S" }, { "chtch", "S" },
	{ "szcz", "S" }, { "shch", "S" }, { "sch", "S" },     { "sh", "S" },
	{ "sz", "S" },	 { "tsch", "C" }, { "tch", "C" },     { "ch", "C" },
	{ "cz", "C" },	 { "dsch", "J" }, { "dzh", "J" },     { "dj", "J" },
	{ "zh", "Z" },	 { "kh", "h" },	  { "gh", "g" },      { "ph", "f" },
	{ "th", "t" },	 { "rh", "r" },	  { "wh", "v" },      { "bh", "b" },
	{ "dh", "d" },	 { "ts", "c" },	  { "tz", "c" },      { "ck", "k" },
	{ "ce", "ce" },	 { "ci", "ci" },  { "cy", "ci" },     { "c", "k" },
	{ "q", "k" },	 { "x", "ks" },	  { "w", "v" },	      { "ou", "u" },
	{ "oo", "u" },	 { "ee", "i" },	  { "ue", "u" },      { "oe", "o" },
	{ "ae", "a" },	 { "y", "i" },
};

static bool is_vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

/* "ye" at the beginning and between consonant and vowel is a soft e. */
static size_t soft_sound(struct nw_str in, size_t at, char *out, size_t *len)
{
	char c = in.at[at], next = at + 1 < in.len ? in.at[at + 1] : '\0';
	bool behind =
		at > 0 && !is_vowel(in.at[at - 1]) && in.at[at - 1] != 'y';

	if (c == 'y' && at == 0 && next == 'e') {
		out[(*len)++] = 'e';
		return 2;
	}
	if ((c == 'y' || c == 'j') && behind && (next == 'o' || next == 'e')) {
		out[(*len)++] = 'e';
		return 2;
	}
	if (c == 'j' && at > 0 && in.at[at - 1] != 'd') {
		out[(*len)++] = 'i';
		return 1;
	}
	return 0;
}

/* Short names keep their vowels: Li is not Lee. */
enum { LONG_NAME = 5 };

static size_t next_sound(struct nw_str in, size_t at, char *out, size_t *len)
{
	struct nw_str rest = nw_str_slice(in, at, in.len);
	size_t used = soft_sound(in, at, out, len);

	for (size_t i = 0; !used && i < sizeof(sounds) / sizeof(sounds[0]);
	     i++) {
		bool two = is_vowel(sounds[i].from[0]);

		/* Müller is Mueller, Dostoevsky not Dostövsky. */
		if (two && sounds[i].from[1] == 'e' && rest.len > 2 &&
		    rest.at[2] == 'v')
			continue;
		if (sounds[i].from[0] != rest.at[0] ||
		    !nw_str_starts(rest, sounds[i].from) ||
		    (two && in.len < LONG_NAME))
			continue;
		for (const char *to = sounds[i].to; *to; to++)
			out[(*len)++] = *to;
		used = strlen(sounds[i].from);
	}
	if (used)
		return used;
	out[(*len)++] = rest.at[0];
	return 1;
}

/* Gorbatschow is Gorbachev: behind sh, ch and zh o and e are one. */
static void soften(char *key, size_t len)
{
	size_t v = len > 1 && key[len - 1] == 'a' ? len - 2 : len - 1;

	if (len > 4 && key[v] == 'v' && key[v - 1] == 'o' &&
	    strchr("SCZ", key[v - 2]))
		key[v - 1] = 'e';
}

/*
 * Doubled letters are one, of short names only ii (Ali is not Ally); "ie"
 * inside is e, a final h behind a vowel none.
 */
static size_t smooth(char *key, size_t len, bool is_short)
{
	size_t kept = 0;

	for (size_t i = 0; i < len; i++) {
		bool last = i + 1 == len;

		if (kept && key[kept - 1] == key[i] &&
		    (!is_short || key[i] == 'i'))
			continue;
		if (key[i] == 'h' && last && kept > 2 &&
		    is_vowel(key[kept - 1]))
			continue;
		if (key[i] == 'e' && kept > 1 && !last && key[kept - 1] == 'i')
			kept--;
		key[kept++] = key[i];
	}
	if (kept > 3 && key[kept - 1] == 'f' &&
	    (key[kept - 2] == 'o' || key[kept - 2] == 'e'))
		key[kept - 1] = 'v'; /* Rachmaninoff */
	soften(key, kept);
	return kept;
}

size_t nwi_name_sounds(struct nw_str latin, char out[NWI_NAME_KEY_BYTES])
{
	size_t len = 0;

	for (size_t at = 0; at < latin.len && len + 4 < NWI_NAME_KEY_BYTES;)
		at += next_sound(latin, at, out, &len);
	return smooth(out, len, latin.len < LONG_NAME);
}

static size_t arabic_key(struct nw_str folded, char out[NWI_NAME_KEY_BYTES])
{
	struct nw_str rest = folded;
	size_t len = 0;

	/* The article, where three letters remain. */
	if (nw_str_starts(rest, "ال") && rest.len >= 10)
		rest = nw_str_slice(rest, 4, rest.len);
	out[len++] = NWI_NAME_ARABIC_MARK;
	for (size_t pos = 0; pos < rest.len && len + 4 < NWI_NAME_KEY_BYTES;) {
		uint32_t c = nwi_utf8_next(rest, &pos);
		const char *sound = FIND(arabic, c);

		for (; sound && *sound; sound++) {
			if (out[len - 1] != *sound)
				out[len++] = *sound;
		}
	}
	return len > 1 ? len : 0;
}

size_t nwi_name_key(struct nw_str folded, char out[NWI_NAME_KEY_BYTES])
{
	char latin[NWI_NAME_KEY_BYTES];

	switch (nwi_name_script(folded)) {
	case NWI_NAME_ARABIC:
		return arabic_key(folded, out);
	case NWI_NAME_OTHER:
		if (folded.len > NWI_NAME_KEY_BYTES)
			return 0;
		memcpy(out, folded.at, folded.len);
		return folded.len;
	default:
		return nwi_name_sounds(
			nw_str_make(latin, nwi_name_latin(folded, latin)), out);
	}
}
