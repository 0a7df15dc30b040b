/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The names in a by-line: "By Jane Doe and John Roe, Political
 * Correspondent" has two. Roles, degrees, desks, addresses and dates are not
 * names; what names an organisation is told from persons.
 */
#include "html/page_facts.h"

#include "markup/scan.h"
#include "text/utf8.h"

static const struct nw_str joints[] = {
	NW_STR(" AND "),  NW_STR(" UND "),	 NW_STR(" ET "),
	NW_STR(" WITH "), NW_STR(", and "),	 NW_STR(" and "),
	NW_STR(" & "),	  NW_STR(", "),		 NW_STR("; "),
	NW_STR(" / "),	  NW_STR(" with "),	 NW_STR(" und "),
	NW_STR(" et "),	  NW_STR(" y "),	 NW_STR(" e "),
	NW_STR(" i "),	  NW_STR(" en "),	 NW_STR(" og "),
	NW_STR(" och "),  NW_STR(" ja "),	 NW_STR(" ve "),
	NW_STR(" a "),	  NW_STR(" \xc3\xa9s "), NW_STR(" \xc5\x9fi "),
	NW_STR(" и "),	  NW_STR(" та "),	 NW_STR(" і "),
	NW_STR(" και "),  NW_STR(" و "),	 NW_STR("،"),
	NW_STR("、"),	  NW_STR("，"),		 NW_STR("；"),
	NW_STR("・"),	  NW_STR(","),		 NW_STR(";"),
	NW_STR("|"),	  NW_STR(" \xc2\xb7 "),	 NW_STR(" \xe2\x80\xa2 "),
	NW_STR("\t"),
};

/* A part of which one word is such is what somebody is, not who. */
static const char *const role_words[] = {
	"correspondent",
	"correspondents",
	"editor",
	"editors",
	"reporter",
	"reporters",
	"writer",
	"columnist",
	"journalist",
	"contributor",
	"contributors",
	"contributing",
	"producer",
	"photographer",
	"analyst",
	"columnists",
	"redakteur",
	"redakteurin",
	"korrespondent",
	"reporterin",
	"journalistin",
	"volont\xc3\xa4r",
	"r\xc3\xa9"
	"dacteur",
	"journaliste",
	"redactor",
	"redactora",
	"periodista",
	"corresponsal",
	"giornalista",
	"redacteur",
	"verslaggever",
	"director",
	"manager",
	"founder",
	"ceo",
	"specialist",
	"expert",
	"consultant",
	"professor",
	"author",
	"autor",
	"autorin",
	"reviewer",
	"fellow",
	"president",
	"head",
	"chief",
	"senior",
	"associate",
	"strategist",
	"coordinator",
	"engineer",
	"officer",
	"freelance",
	"updated",
	"published",
	"posted",
	"min",
	"read",
	"minutes",
	"reviewed",
	"follow",
	"share",
	"comments",
	"special",
	"bio",
	"posts",
	"profile",
	"articles",
	"full",
	"view",
	"page",
	"archive",
	"contact",
	"website",
	"exclusive",
	"views",
};

/* Words of the names of outlets, agencies and offices. */
static const char *const body_words[] = {
	"news",
	"media",
	"team",
	"staff",
	"desk",
	"agency",
	"press",
	"times",
	"daily",
	"magazine",
	"redaktion",
	"redaction",
	"redazione",
	"redacci\xc3\xb3n",
	"r\xc3\xa9"
	"daction",
	"redactie",
	"redakcja",
	"redakce",
	"editorial",
	"gmbh",
	"inc",
	"inc.",
	"ltd",
	"ltd.",
	"llc",
	"ag",
	"university",
	"group",
	"institute",
	"department",
	"ministry",
	"bureau",
	"association",
	"reuters",
	"afp",
	"dpa",
	"ap",
	"efe",
	"ansa",
	"tass",
	"xinhua",
	"bloomberg",
	"network",
	"society",
	"council",
	"committee",
	"company",
	"foundation",
	"agencia",
	"agence",
	"agentur",
	"apa",
	"online",
	"radio",
	"tv",
	"post",
	"guardian",
	"center",
	"centre",
	"clinic",
	"webteam",
	"office",
	"journal",
	"tribune",
	"herald",
	"zeitung",
	"blog",
	"bbc",
	"cnn",
	"upi",
	"kna",
	"epd",
	"sid",
	"ptinews",
	"pti",
	"ians",
	"ani",
	"федерация",
	"ТАСС",
	"РИА",
	"Новости",
	"Интерфакс",
	"Редакция",
	"редакция",
	"Агентство",
	"federation",
	"party",
	"studio",
	"web",
	"service",
};

/* Names of nobody. */
static const char *const nobody[] = {
	"admin",
	"administrator",
	"editor",
	"undefined",
	"null",
	"staff",
	"redaktion",
	"user",
	"guest",
	"anonymous",
	"unknown",
	"author",
	"webmaster",
	"root",
	"none",
	"by",
	"autor",
	"wordpress",
	"superuser",
	"super user",
	"staff writer",
	"staff reporter",
	"web desk",
	"news desk",
	"newsroom",
	"our correspondent",
	"n/a",
	"wordpressadmin",
	"wpadmin",
	"site admin",
	"gastautor",
	"team",
	"about",
	"contact",
	"home",
	"twitter",
	"facebook",
	"instagram",
	"linkedin",
	"email",
	"share",
	"website",
	"view all posts",
	"follow",
	"read more",
	"subscribe",
	"more",
	"print",
	"try",
	"log in",
	"login",
	"sign in",
	"sign up",
	"register",
	"anmelden",
	"my account",
	"sponsored",
	"sponsored content",
	"advertisement",
	"gesponserte inhalte",
	"artikel empfehlen",
	"press release",
};

/* Degrees that follow a name behind a comma. */
static const char *const degrees[] = {
	"md",  "m.d.", "phd", "ph.d.", "ph.d", "ma",  "m.a.", "mba", "rn",
	"rd",  "rdn",  "cpa", "cfa",   "cfp",  "jd",  "j.d.", "ms",  "m.s.",
	"bsc", "msc",  "mph", "dds",   "do",   "esq", "esq.", "jr.", "jr",
	"sr.", "sr",   "ii",  "iii",   "dvm",  "rpt", "lcsw", "ccc", "pmp",
};

static bool is_one_of(struct nw_str text, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (nw_str_is_nocase(text, list[i]))
			return true;
	}
	return false;
}

#define IS_ONE_OF(text, list) \
	is_one_of(text, list, sizeof(list) / sizeof((list)[0]))

static bool has_word_of(struct nw_str text, const char *const *list,
			size_t count)
{
	struct nw_str word;

	while (nw_str_next(&text, ' ', &word)) {
		if (is_one_of(word, list, count))
			return true;
	}
	return false;
}

#define HAS_WORD_OF(text, list) \
	has_word_of(text, list, sizeof(list) / sizeof((list)[0]))

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool has_digit(struct nw_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (is_digit(text.at[i]))
			return true;
	}
	return false;
}

/* "brandon-2": the name of an account, not of a person. */
static bool is_handle(struct nw_str name)
{
	bool odd = false;

	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];
		if ((c & 0x80) || c == ' ' || (c >= 'A' && c <= 'Z'))
			return false;
		odd |= c == '-' || c == '_' || is_digit(c);
	}
	return odd;
}

static bool is_particle(struct nw_str word)
{
	static const char *const words[] = {
		"van",	"von", "de", "der", "den", "di",  "da",	 "del",
		"la",	"le",  "al", "el",  "bin", "ibn", "dos", "du",
		"ter",	"ten", "y",  "e",   "zu",  "dal", "das", "della",
		"bint", "af",  "av", "do",  "ben", "abu", "st.", "'t",
	};

	return IS_ONE_OF(word, words);
}

/* First words of what somebody is: "Political Correspondent". */
static const char *const role_starts[] = {
	"political",   "guest",		"web",
	"news",	       "managing",	"sports",
	"business",    "chief",		"contributing",
	"special",     "staff",		"senior",
	"deputy",      "assistant",	"technology",
	"science",     "health",	"foreign",
	"diplomatic",  "economics",	"world",
	"environment", "national",	"international",
	"security",    "defence",	"defense",
	"features",    "digital",	"former",
	"executive",   "the",		"our",
	"a",	       "tech",		"city",
	"local",       "freelance",	"lead",
	"principal",   "associate",	"education",
	"culture",     "arts",		"energy",
	"climate",     "legal",		"finance",
	"financial",   "court",		"video",
	"photo",       "copy",		"night",
	"home",	       "royal",		"europe",
	"asia",	       "africa",	"brussels",
	"westminster", "investigative", "editorial",
	"general",     "junior",
};

/* A role, not a person of that surname ("Ann Author"). */
static bool is_role(struct nw_str name)
{
	struct nw_str first =
		nw_str_slice(name, 0, nw_str_find_char(name, ' '));
	size_t words = 1;

	for (size_t i = 0; i < name.len; i++)
		words += name.at[i] == ' ';
	return HAS_WORD_OF(name, role_words) &&
	       (words != 2 || IS_ONE_OF(first, role_starts) ||
		IS_ONE_OF(first, role_words));
}

bool page_tells_role(struct nw_str name)
{
	return HAS_WORD_OF(name, role_words);
}

bool page_is_body(struct nw_str name)
{
	return HAS_WORD_OF(name, body_words);
}

bool page_is_person(struct nw_str name)
{
	size_t words = 0, capitals = 0;
	struct nw_str rest = name, word;
	bool foreign = name.len > 0 && (name.at[0] & 0x80);

	if (name.len < 3 || name.len > 60 || has_digit(name) ||
	    HAS_WORD_OF(name, body_words) || is_role(name))
		return false;
	/* Chinese, Japanese, Korean: two to six characters. */
	if ((unsigned char)name.at[0] >= 0xe3)
		return name.len <= 24;
	while (nw_str_next(&rest, ' ', &word)) {
		if (word.len == 0)
			continue;
		words++;
		char c = word.at[0];
		if ((c & 0x80) || (c >= 'A' && c <= 'Z'))
			capitals++;
		else if (!is_particle(word) && c != '\'' && c != '(')
			return false;
	}
	return words >= 2 && words <= 6 && (capitals >= 2 || foreign);
}

static struct nw_str strip_sides(struct nw_str name)
{
	for (;;) {
		name = nw_str_trim(name);
		if (name.len > 0 && strchr(" ,:;|-/*\"<>[]~", name.at[0])) {
			name = nw_str_slice(name, 1, name.len);
			continue;
		}
		if (name.len > 0 &&
		    strchr(" ,:;|-/*\"<>[]~@", name.at[name.len - 1])) {
			name.len--;
			continue;
		}
		break;
	}
	/* A full stop ends a sentence, not "Jr." or "K." */
	if (name.len > 6 && name.at[name.len - 1] == '.' &&
	    name.at[name.len - 3] != ' ' && name.at[name.len - 4] != ' ')
		name.len--;
	return name;
}

static struct nw_str without_by(struct nw_str name)
{
	for (int i = 0; i < 3; i++) {
		size_t by = page_by_word(name);

		/* "ByJane Doe": parted by style only. */
		if (by == 0 && name.len > 5 && nw_str_starts(name, "By") &&
		    name.at[2] >= 'A' && name.at[2] <= 'Z')
			by = 2;
		if (by == 0 || by >= name.len)
			break;
		name = strip_sides(nw_str_slice(name, by, name.len));
	}
	return name;
}

static bool is_weekday_or_month(struct nw_str name)
{
	static const char *const words[] = {
		"monday",    "tuesday", "wednesday", "thursday",  "friday",
		"saturday",  "sunday",	"january",   "february",  "march",
		"april",     "may",	"june",	     "july",	  "august",
		"september", "october", "november",  "december",  "mon",
		"tue",	     "wed",	"thu",	     "fri",	  "sat",
		"sun",	     "jan",	"feb",	     "mar",	  "apr",
		"jun",	     "jul",	"aug",	     "sep",	  "oct",
		"nov",	     "dec",	"today",     "yesterday",
	};
	struct nw_str first =
		nw_str_slice(name, 0, nw_str_find_char(name, ' '));

	return IS_ONE_OF(name, words) ||
	       (has_digit(name) && IS_ONE_OF(first, words));
}

/* "Jane Doe Friday": a day that is glued to a name; "Jane May" is a name. */
struct nw_str page_without_day(struct nw_str name)
{
	size_t words = 0;

	for (size_t i = 0; i < name.len; i++) {
		if (name.at[i] != ' ' ||
		    (++words < 2 && (i == 0 || name.at[i - 1] != ',')))
			continue;
		struct nw_str rest = nw_str_slice(name, i + 1, name.len);
		size_t end = 0;
		while (end < rest.len && nwi_is_alpha(rest.at[end]))
			end++;
		if (end > 2 && is_weekday_or_month(nw_str_slice(rest, 0, end)))
			return strip_sides(nw_str_slice(name, 0, i));
	}
	return name;
}

/* Up to what is no longer a name: an address, brackets, a dash, a date. */
static struct nw_str name_part(struct nw_str name)
{
	static const struct nw_str ends[] = {
		NW_STR(" - "),
		NW_STR(" \xe2\x80\x93 "),
		NW_STR(" \xe2\x80\x94 "),
		NW_STR(" | "),
		NW_STR(" ("),
		NW_STR(" @"),
		NW_STR(" in "),
		NW_STR(" at "),
		NW_STR(" for "),
		NW_STR(" For "),
		NW_STR(" on "),
		NW_STR(" from "),
		NW_STR(" is "),
		NW_STR(" f\xc3\xbcr "),
		NW_STR(" am "),
		NW_STR(" le "),
		NW_STR(" via "),
		NW_STR("（"),
		NW_STR("／"),
		NW_STR(" 기자"),
		NW_STR(" 특파원"),
		NW_STR(" 記者"),
		NW_STR(" 记者"),
		NW_STR(" was "),
		NW_STR(" of "),
		NW_STR(" Published"),
		NW_STR(" Updated"),
		NW_STR(" Posted"),
		NW_STR(" // "),
		NW_STR(": "),
	};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t at = nw_str_find(name, ends[i]);
		/* "Le" may be a name in the middle: only lower case. */
		if (at > 0 && at < name.len)
			name = nw_str_slice(name, 0, at);
	}
	for (size_t i = 1; i < name.len; i++) {
		if (is_digit(name.at[i]) && name.at[i - 1] == ' ')
			name = nw_str_slice(name, 0, i);
	}
	return strip_sides(page_without_day(strip_sides(name)));
}

static bool same(struct nw_str a, struct nw_str b)
{
	return a.len == b.len && strncasecmp(a.at, b.at, a.len) == 0;
}

static bool is_name(struct nw_str name, struct nw_str site)
{
	size_t words = 1;

	for (size_t i = 0; i < name.len; i++)
		words += name.at[i] == ' ';
	if (name.len < 2 || name.len > 80 || words > 7 || is_handle(name) ||
	    name.at[0] == '@' || is_digit(name.at[0]) ||
	    nw_str_starts_nocase(name, "http") ||
	    nw_str_starts_nocase(name, "www.") ||
	    nw_str_find_char(name, '@') < name.len ||
	    nw_str_find_char(name, '{') < name.len)
		return false;
	if (site.len > 0 && same(name, site))
		return false;
	return !IS_ONE_OF(name, nobody) && !is_weekday_or_month(name);
}

/* Who did something else for the article. */
bool page_is_helper(struct nw_str name)
{
	static const char *const starts[] = {
		"edited by",
		"fact check",
		"reviewed by",
		"medically",
		"photo",
		"illustrat",
		"translated",
		"image",
		"produced by",
		"video by",
		"foto",
		"bild",
		"additional",
		"editing by",
		"advertiser",
		"disclosure",
		"last updated",
		"cc by",
		"sign up",
		"log in",
		"all rights",
		"expert ",
		"verified",
		"approved by",
		"technically",
		"Ã¼"
		"bersetzt",
		"redigeret",
	};

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		if (nw_str_starts_nocase(name, starts[i]))
			return true;
	}
	return false;
}

/* `aside`: behind a comma, where roles and degrees stand. */
static bool is_aside(struct nw_str name, bool aside)
{
	if (IS_ONE_OF(name, degrees) || is_role(name) ||
	    (name.at[0] >= 'a' && name.at[0] <= 'z'))
		return true;
	return aside && HAS_WORD_OF(name, role_words);
}

static void add_name(const struct page *page, struct nw_str name,
		     struct nw_str site, bool aside, struct page_names *names)
{
	if (page_is_helper(strip_sides(name)))
		return;
	name = name_part(without_by(strip_sides(name)));
	if (!is_name(name, site) || names->count == AUTHORS)
		return;
	if (names->count > 0 && is_aside(name, aside))
		return;
	/* "Jane Doe, Berlin": a place or an agency. */
	if (aside && names->persons > 0 && !page_is_person(name))
		return;
	name = page_line_in(page, name, NAME_BYTES);
	if (nw_str_is_absent(name) || name.len == 0)
		return;
	for (uint32_t i = 0; i < names->count; i++) {
		if (same(names->rows[i], name))
			return;
	}
	names->persons += page_is_person(name);
	names->rows[names->count++] = name;
}

/* The next joint; a short one (" a ", " e ") only between two persons. */
static size_t next_joint(struct nw_str text, size_t *skip)
{
	size_t cut = text.len;

	*skip = 0;
	for (size_t i = 0; i < sizeof(joints) / sizeof(joints[0]); i++) {
		size_t at = nw_str_find(nw_str_slice(text, 0, cut), joints[i]);
		if (at >= cut)
			continue;
		bool is_short = joints[i].len == 3 && joints[i].at[0] == ' ' &&
				nwi_is_alpha(joints[i].at[1]);
		struct nw_str left = strip_sides(nw_str_slice(text, 0, at));
		if (is_short && !page_is_person(without_by(left)))
			continue;
		cut = at;
		*skip = joints[i].len;
	}
	return cut;
}

/* Behind these stands the outlet, the date, the column. */
static const char *const bars[] = { "|", " \xe2\x80\xa2 ", " \xc2\xb7 " };
enum { BARS = sizeof(bars) / sizeof(bars[0]) };

/* A comma or a slash: behind "and" and ";" stands another person. */
static bool is_aside_joint(struct nw_str joint)
{
	joint = nw_str_trim(joint);
	return joint.len > 0 && (joint.at[0] == ',' || joint.at[0] == '/') &&
	       joint.len == 1;
}

void page_names_add(const struct page *page, struct nw_str text,
		    struct nw_str site, struct page_names *names)
{
	text = nw_str_slice(text, 0, nwi_utf8_floor(text, 2 * NAME_BYTES));
	text = without_by(strip_sides(text));
	bool aside = false;
	while (text.len > 0) {
		size_t skip, cut = next_joint(text, &skip);
		struct nw_str joint = nw_str_slice(text, cut, cut + skip);

		add_name(page, nw_str_slice(text, 0, cut), site, aside, names);
		if (is_one_of(joint, bars, BARS) && names->persons > 0)
			return;
		aside = is_aside_joint(joint);
		text = nw_str_slice(text, cut + skip, text.len);
	}
}
