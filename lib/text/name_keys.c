/* SPDX-License-Identifier: Apache-2.0 */
/* All keys under which a name may stand. */
#include "text/name_internal.h"

struct keys {
	nwi_name_fn *each;
	void *arg;
	uint32_t left; /* of NWI_NAME_VARIANTS */
};

static void give(struct keys *k, struct nw_str key, uint32_t scripts)
{
	if (k->left == 0 || key.len == 0)
		return;
	k->left--;
	k->each(k->arg, key, scripts);
}

static bool ends_in(struct nw_str key, const char *const *list)
{
	for (; *list; list++) {
		if (nw_str_ends(key, *list))
			return true;
	}
	return false;
}

/* ---- as Russian, Ukrainian and Greek bend it ---- */

/* What a key ends in, the endings in its place, and where. */
static const struct bend {
	const char *ending;
	uint32_t cut; /* bytes of it that go */
	const char *const to[8];
	uint32_t scripts;
} bends[] = {
	{ "ski", 1, { "ogo", "omu", "im", "om" }, NWI_NAME_CYRILLIC },
	{ "enko", 1, { "a", "u", "ovi", "om", "i" }, NWI_NAME_CYRILLIC },
	{ "ova", 1, { "oi", "u", "i", "ii" }, NWI_NAME_CYRILLIC },
	{ "eva", 1, { "oi", "u", "i", "ii" }, NWI_NAME_CYRILLIC },
	{ "ina", 1, { "oi", "u", "i", "ii" }, NWI_NAME_CYRILLIC },
	{ "ska", 1, { "oi", "u", "ii", "oiu" }, NWI_NAME_CYRILLIC },
	{ "is", 1, { "" }, NWI_NAME_GREEK },
	{ "as", 1, { "" }, NWI_NAME_GREEK },
	{ "os", 2, { "o", "u" }, NWI_NAME_GREEK },
};

/* Behind a consonant: Путина, Путину, Путиным, Путине, Путіним, Путіні. */
static const char *const case_endings[] = { "a", "u",  "im", "om",
					    "e", "em", "i",  "ovi" };

static void give_joined(struct keys *k, struct nw_str stem, const char *ending,
			uint32_t scripts)
{
	char key[NWI_NAME_KEY_BYTES + 8];
	size_t len = strlen(ending);

	memcpy(key, stem.at, stem.len);
	memcpy(key + stem.len, ending, len);
	give(k, nw_str_make(key, stem.len + len), scripts);
}

static void give_bent(struct keys *k, struct nw_str key)
{
	static const char *const vowels[] = { "a", "e", "i", "o", "u", NULL };

	for (size_t b = 0; b < sizeof(bends) / sizeof(bends[0]); b++) {
		if (key.len < 5 || !nw_str_ends(key, bends[b].ending))
			continue;
		struct nw_str stem =
			nw_str_slice(key, 0, key.len - bends[b].cut);
		for (size_t i = 0; i < 8 && bends[b].to[i]; i++)
			give_joined(k, stem, bends[b].to[i], bends[b].scripts);
	}
	if (key.len < 4 || ends_in(key, vowels))
		return;
	for (size_t i = 0; i < 8; i++)
		give_joined(k, key, case_endings[i], NWI_NAME_CYRILLIC);
}

/* ---- as other languages write a Slavic name ---- */

static bool is_slavic(struct nw_str key)
{
	static const char *const endings[] = { "ski", "ska",  "skaia", "ov",
					       "ova", "ev",   "eva",   "in",
					       "ina", "enko", "uk",    "iC",
					       "ik",  "iv",   NULL };

	return key.len >= 5 && ends_in(key, endings);
}

/* Whether the name itself is written as German does. */
static bool is_german(struct nw_str latin)
{
	static const char *const endings[] = { "ow",	"ew", "owa", "ewa",
					       "owski", "yj", "ij",  NULL };

	return ends_in(latin, endings) ||
	       nw_str_find(latin, nw_str_from("sch")) < latin.len;
}

/* What may stand for one sound, and in which texts. */
static const struct swap {
	char from;
	const char *to;
	bool first;	/* at the beginning of the name only */
	uint32_t into;	/* so texts in German or French write it; 0: any */
	bool of_german; /* what German writes may mean it */
} swaps[] = {
	{ 'z', "s", true, NWI_NAME_GERMAN, false },
	{ 's', "z", true, 0, true },
	{ 'i', "j", true, 0, false },
	{ 'j', "i", true, 0, false },
	{ 'e', "je", true, 0, false },
	{ 'h', "g", false, 0, false },
	{ 'g', "h", false, 0, false },
	{ 'h', "C", false, NWI_NAME_GERMAN, false },
	{ 'C', "h", false, 0, true },
	{ 'c', "z", false, NWI_NAME_GERMAN, false },
	{ 'Z', "S", false, NWI_NAME_GERMAN, false },
	{ 'Z', "j", true, NWI_NAME_FRENCH, false },
	{ 'Z', "i", false, NWI_NAME_FRENCH, false },
	{ 'S', "C", false, NWI_NAME_FRENCH, false },
};

struct slavic {
	struct keys *k;
	struct nw_str key;
	bool german;
	char out[2 * NWI_NAME_KEY_BYTES];
};

static void spell(struct slavic *s, size_t at, size_t len, uint32_t scripts,
		  bool changed)
{
	if (s->k->left <= NWI_NAME_VARIANTS / 2 || at == s->key.len) {
		if (at == s->key.len && changed)
			give(s->k, nw_str_make(s->out, len), scripts);
		return;
	}
	s->out[len] = s->key.at[at];
	spell(s, at + 1, len + 1, scripts, changed);
	for (size_t i = 0; i < sizeof(swaps) / sizeof(swaps[0]); i++) {
		const struct swap *w = &swaps[i];
		size_t n = strlen(w->to);

		if (w->from != s->key.at[at] || (w->first && at > 0) ||
		    (w->of_german && !s->german) ||
		    (w->into && !(scripts & w->into)))
			continue;
		memcpy(s->out + len, w->to, n);
		spell(s, at + 1, len + n, w->into ? w->into : scripts, true);
	}
}

/* Yermak, Jermak: what is no Slavic ending has the beginning all the same. */
static void give_initial_j(struct keys *k, struct nw_str key)
{
	char out[NWI_NAME_KEY_BYTES + 1] = "j";

	if (key.len < 4 || key.at[0] != 'e')
		return;
	memcpy(out + 1, key.at, key.len);
	give(k, nw_str_make(out, key.len + 1), UINT32_MAX);
}

static void give_slavic(struct keys *k, struct nw_str latin, struct nw_str key)
{
	struct slavic s = { .k = k, .key = key, .german = is_german(latin) };

	if (!is_slavic(key) || key.len > NWI_NAME_KEY_BYTES / 2)
		return;
	if (nw_str_ends(key, "in"))
		give_joined(k, key, "e", NWI_NAME_FRENCH); /* Poutine */
	spell(&s, 0, 0,
	      NWI_NAME_LATIN | NWI_NAME_CYRILLIC | NWI_NAME_GERMAN |
		      NWI_NAME_FRENCH,
	      false);
}

/* Milosevic: without their hooks š, ž, č and ć lose their sound. */
static void give_unhooked(struct keys *k, struct nw_str key)
{
	char out[NWI_NAME_KEY_BYTES];
	size_t len = key.len;

	if (!nw_str_ends(key, "iC") && !nw_str_ends(key, "ik"))
		return;
	for (size_t i = 0; i < len; i++) {
		char c = key.at[i];

		out[i] = c == 'S'   ? 's'
			 : c == 'Z' ? 'z'
			 : c == 'C'
				 ? (i + 1 < len && key.at[i + 1] == 'i' ? 'c'
									: 'k')
				 : c;
	}
	give(k, nw_str_make(out, len), NWI_NAME_LATIN);
}

/* The other way: each s, z and c of "Milosevic" may have had one. */
static void give_hooked(struct keys *k, struct nw_str key)
{
	static const char plain[] = "szck", hooked[] = "SZCC";
	char out[NWI_NAME_KEY_BYTES];
	size_t at[3], count = 0;

	if (!nw_str_ends(key, "ik") || key.len < 5)
		return;
	for (size_t i = 0; i + 1 < key.len && count < 3; i++) {
		if (memchr("szc", key.at[i], 3))
			at[count++] = i;
	}
	for (unsigned set = 0; set < 1u << count; set++) {
		memcpy(out, key.at, key.len);
		out[key.len - 1] = 'C';
		for (size_t i = 0; i < count; i++) {
			const char *row = strchr(plain, out[at[i]]);

			if ((set >> i & 1) && row)
				out[at[i]] = hooked[row - plain];
		}
		give(k, nw_str_make(out, key.len),
		     NWI_NAME_LATIN | NWI_NAME_CYRILLIC);
	}
}

/* ---- as Arabic writes it ---- */

static const struct {
	const char *from, *to;
} arabic[] = {
	{ "schtsch", "St" }, { "shch", "StS" }, { "tsch", "tS" },
	{ "sch", "S" },	     { "sh", "S" },	{ "ch", "tS" },
	{ "zh", "j" },	     { "kh", "h" },	{ "gh", "g" },
	{ "th", "t" },	     { "ph", "f" },	{ "dh", "d" },
	{ "ou", "u" },	     { "oo", "u" },	{ "ee", "i" },
	{ "ck", "k" },	     { "c", "k" },	{ "q", "k" },
	{ "x", "ks" },	     { "p", "b" },	{ "v", "f" },
	{ "e", "i" },	     { "o", "u" },	{ "w", "U" },
	{ "y", "I" },
};

/* Short vowels in small letters, w and y in U and I: those are written. */
static size_t write_arabic(struct nw_str latin, char out[NWI_NAME_KEY_BYTES])
{
	size_t len = 0;

	for (size_t at = 0; at < latin.len && len + 4 < NWI_NAME_KEY_BYTES;) {
		struct nw_str rest = nw_str_slice(latin, at, latin.len);
		const char *to = NULL;
		size_t used = 1;

		for (size_t i = 0;
		     !to && i < sizeof(arabic) / sizeof(arabic[0]); i++) {
			if (!nw_str_starts(rest, arabic[i].from))
				continue;
			to = arabic[i].to;
			used = strlen(arabic[i].from);
		}
		for (; to && *to; to++)
			out[len++] = *to;
		if (!to)
			out[len++] = rest.at[0];
		if (len > 1 && out[len - 1] == out[len - 2])
			len--;
		at += used;
	}
	return len;
}

static bool is_short(char c)
{
	return c == 'a' || c == 'i' || c == 'u';
}

/*
 * Each short vowel is written or not: of more than three at least half, and
 * of a name with three consonants all, or all but one of three. Less of it
 * would be found in half of the language.
 */
static void give_arabic(struct keys *k, struct nw_str latin)
{
	char sounds[NWI_NAME_KEY_BYTES], out[NWI_NAME_KEY_BYTES + 1];
	size_t len = write_arabic(latin, sounds), vowels = 0, consonants = 0;
	size_t most;
	unsigned ways;

	if (len == 0 || (latin.at[0] >= '0' && latin.at[0] <= '9'))
		return;
	if (is_short(sounds[0]))
		sounds[0] = 'A';
	for (size_t i = 0; i < len; i++) {
		vowels += is_short(sounds[i]);
		consonants += !is_short(sounds[i]);
	}
	if (consonants < 3 || len > 24)
		return;
	most = consonants == 3 ? vowels > 2 : vowels > 3 ? vowels / 2 : 3;
	ways = vowels > 5 ? 1 : 1u << vowels;
	for (unsigned drop = 0; drop < ways; drop++) {
		size_t n = 0, vowel = 0;

		size_t gone = (size_t)__builtin_popcount(drop);

		if (gone > most)
			continue;

		out[n++] = NWI_NAME_ARABIC_MARK;
		for (size_t i = 0; i < len; i++) {
			char c = (char)(strchr("AUI", sounds[i])
						? sounds[i] | 0x20
						: sounds[i]);

			if (is_short(sounds[i]) && (drop >> vowel++ & 1))
				continue;
			if (out[n - 1] != c)
				out[n++] = c;
		}
		give(k, nw_str_make(out, n), NWI_NAME_ARABIC);
	}
}

void nwi_name_keys(struct nw_str folded, nwi_name_fn *each, void *arg)
{
	struct keys k = { each, arg, NWI_NAME_VARIANTS };
	char latin[NWI_NAME_KEY_BYTES], sounds[NWI_NAME_KEY_BYTES];
	enum nwi_name_script script = nwi_name_script(folded);
	struct nw_str key = { sounds, nwi_name_key(folded, sounds) };
	struct nw_str letters = { latin, 0 };

	give(&k, key, UINT32_MAX);
	if (script == NWI_NAME_ARABIC || script == NWI_NAME_OTHER)
		return;
	letters.len = nwi_name_latin(folded, latin);
	give_bent(&k, key);
	give_unhooked(&k, key);
	give_hooked(&k, key);
	if (nw_str_starts(letters, "ye") || script == NWI_NAME_CYRILLIC)
		give_initial_j(&k, key);
	give_slavic(&k, letters, key);
	give_arabic(&k, letters);
}

void nwi_name_forms(struct nw_str folded, nwi_name_fn *each, void *arg)
{
	struct keys k = { each, arg, NWI_NAME_VARIANTS };
	enum nwi_name_script script = nwi_name_script(folded);
	char sounds[NWI_NAME_KEY_BYTES];
	struct nw_str key = { sounds, nwi_name_key(folded, sounds) };

	/* Letters that meet by chance: Αμπάς is Abbas, and not AMPAS. */
	give(&k, key, script == NWI_NAME_LATIN ? UINT32_MAX : (uint32_t)script);
	if (script == NWI_NAME_CYRILLIC || script == NWI_NAME_GREEK)
		give_bent(&k, key);
}
