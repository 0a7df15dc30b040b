/* SPDX-License-Identifier: Apache-2.0 */
/* The vocabulary of dates beyond the names of months and weekdays. */
#include "text/date_internal.h"
#include "text/tables/tables.h"
#include "text/utf8.h"

/* Words parted by spaces, folded as nwi_fold_word does. */
struct words {
	enum nwi_mark_kind kind;
	int value;
	const char *list;
};

static const struct words vocabulary[] = {
	{ MARK_UNIT, UNIT_SECOND,
	  "s sec secs second seconds sekunde sekunden sek seconde secondes "
	  "seconden segundo segundos secondo secondi секунда секунды секунд "
	  "сек секунди sekund sekundy sekundach sekundami sekunder sekuntia "
	  "secunde secunda δευτερολεπτα δευτερολεπτο saniye ثانيه ثواني "
	  "שניות masodperc masodperce detik giay" },
	{ MARK_UNIT, UNIT_MINUTE,
	  "min mins minute minutes minuten minuut minuto minutos minuti "
	  "минута минуты минут минуту мин хвилина хвилини хвилин хвилину "
	  "минути minuta minuty minut minute minutach minutami minuter "
	  "minutter minuuttia minuutti minutt perc perce perccel "
	  "λεπτα λεπτο λεπτων dakika dk دقيقه دقائق دقیقه דקות דקה menit phut "
	  "minutu minuta" },
	{ MARK_UNIT, UNIT_HOUR,
	  "h hr hrs hour hours stunde stunden std heure heures hora horas "
	  "ora ore uur uren час часа часов часове година години годин годину "
	  "godzina godziny godzin godzinami hodina hodiny hodin hodinami "
	  "hodinou timme timmar time timer tunti tuntia tim ora oraja "
	  "oraval ωρα ωρες ωρων saat sa ساعه ساعات ساعت שעה שעות שעתיים jam "
	  "gio" },
	{ MARK_UNIT, UNIT_DAY,
	  "d day days tag tage tagen jour jours dia dias giorno giorni dag "
	  "dagen dagar dage dager день дня дней дні днів ден дни dzien dni "
	  "dniami den dny dnu dnem paiva paivaa nap napja nappal μερα μερες "
	  "ημερα ημερες ημερων gun يوم ايام روز ימים יום hari ngay zi zile" },
	{ MARK_UNIT, UNIT_WEEK,
	  "w wk week weeks woche wochen semaine semaines semana semanas "
	  "settimana settimane weken неделя неделю недели недель тиждень "
	  "тижні тижнів седмица седмици tydzien tygodnie tygodni tyden "
	  "tydny tydnu vecka veckor uge uger uke uker viikko viikkoa het "
	  "hete hettel εβδομαδα εβδομαδες hafta اسبوع اسابيع هفته שבוע "
	  "שבועות minggu tuan saptamana saptamani" },
	{ MARK_UNIT, UNIT_MONTH,
	  "month months monat monate monaten mois mes meses mese mesi maand "
	  "maanden месяц месяца месяцев місяць місяці місяців месец месеца "
	  "miesiac miesiace miesiecy mesic mesice mesicu manad manader "
	  "maned maneder kuukausi kuukautta honap honapja μηνας μηνες μηνα "
	  "ay شهر اشهر ماه חודש חודשים bulan luna luni" },
	{ MARK_UNIT, UNIT_YEAR,
	  "year years yr yrs jahr jahre jahren an ans annee annees ano anos "
	  "anno anni jaar год года лет рік роки років rok lata lat roky let "
	  "ar vuosi vuotta ev eve evvel χρονια χρονος ετη yil سنه سنوات سال "
	  "שנה שנים tahun nam ani" },
	{ MARK_AGO, 0,
	  "ago il vor hace fa geleden назад тому temu przed pred pred sedan "
	  "siden sitten ezelott acum преди πριν once قبل منذ پیش לפני lalu "
	  "truoc ha earlier" },
	{ MARK_ONE, 1,
	  "a an one ein eine einer einem un une una um uma een en ett et "
	  "один одну jeden jedna" },
	{ MARK_NOW, 0,
	  "now jetzt maintenant ahora adesso nu сейчас зараз teraz nyt" },
	{ MARK_DAY, 0,
	  "today heute aujourd'hui hoy oggi hoje vandaag сегодня сьогодні "
	  "dzisiaj dzis dnes idag danes днес σημερα bugun اليوم امروز היום "
	  "azi astazi ma tanaan danas hari-ini" },
	{ MARK_DAY, -1,
	  "yesterday gestern hier ayer ieri ontem gisteren вчера вчора "
	  "wczoraj vcera igar tegnap вчера χθες χτες dun امس أمس دیروز "
	  "אתמול eilen jucer kemarin" },
	{ MARK_DAY, -2,
	  "vorgestern avant-hier anteayer avantieri anteontem eergisteren "
	  "позавчера позавчора przedwczoraj predevcirem" },
	{ MARK_HALF, 0, "am a.m π.μ πμ ص ق.ظ" },
	{ MARK_HALF, 1, "pm p.m μ.μ μμ م ب.ظ" },
	/* 1 stands behind the hour, 0 before it. */
	{ MARK_CLOCK, 1, "uhr hrs часа ч hod heure heures oras heure" },
	{ MARK_CLOCK, 0, "at klo kl в о u alle as las lus ore" },
	/* Vietnamese numbers its months: "tháng 3". */
	{ MARK_NOISE, 1, "thang" },
	{ MARK_NOISE, 0,
	  "on of the for de del do da di le la el st nd rd th er eme den der "
	  "am "
	  "dem published updated posted date created modified last added "
	  "publie mis jour le stand veroffentlicht aktualisiert publicado "
	  "actualizado pubblicato aggiornato gepubliceerd bijgewerkt "
	  "г г. года року r rok roku god godine y yang just gerade eben "
	  "a il y há nam ngay local time standard summer daylight and und "
	  "et e y и" },
};

/* Minutes east of UTC of the abbreviations that mean one zone in feeds. */
static const struct {
	int16_t minutes;
	const char *list;
} zones[] = {
	{ 0, "ut utc gmt wet z" },
	{ 60, "bst cet met mez west wat ist-ie" },
	{ 120, "cest mest mesz eet sast cat israel" },
	{ 180, "msk eest trt ast-sa eat idt fet мск" },
	{ 210, "irst" },
	{ 240, "msd gst amt samt" },
	{ 270, "irdt" },
	{ 300, "pkt uzt yekt" },
	{ 330, "ist slst" },
	{ 345, "npt" },
	{ 360, "bdt almt omst" },
	{ 390, "mmt" },
	{ 420, "ict wib krat novt" },
	{ 480, "hkt sgt pht wita awst myt irkt" },
	{ 540, "jst kst wit yakt" },
	{ 570, "acst" },
	{ 600, "aest vlat chst" },
	{ 630, "acdt" },
	{ 660, "aedt" },
	{ 720, "nzst fjt" },
	{ 780, "nzdt" },
	{ -150, "ndt" },
	{ -180, "adt brt art uyt clst" },
	{ -210, "nst" },
	{ -240, "edt ast clt bot vet" },
	{ -300, "est cdt et cot pet" },
	{ -360, "cst mdt ct" },
	{ -420, "mst pdt mt" },
	{ -480, "pst akdt pt" },
	{ -540, "akst" },
	{ -600, "hst" },
};

static const struct {
	const char *word;
	enum nwi_mark_kind kind;
	int value;
} prefixes[] = {
	{ "年", MARK_FIELD, UNIT_YEAR },
	{ "月", MARK_FIELD, UNIT_MONTH },
	{ "日", MARK_FIELD, UNIT_DAY },
	{ "号", MARK_FIELD, UNIT_DAY },
	{ "號", MARK_FIELD, UNIT_DAY },
	{ "時", MARK_FIELD, UNIT_HOUR },
	{ "时", MARK_FIELD, UNIT_HOUR },
	{ "點", MARK_FIELD, UNIT_HOUR },
	{ "点", MARK_FIELD, UNIT_HOUR },
	{ "分", MARK_FIELD, UNIT_MINUTE },
	{ "秒", MARK_FIELD, UNIT_SECOND },
	{ "년", MARK_FIELD, UNIT_YEAR },
	{ "월", MARK_FIELD, UNIT_MONTH },
	{ "일", MARK_FIELD, UNIT_DAY },
	{ "시", MARK_FIELD, UNIT_HOUR },
	{ "분", MARK_FIELD, UNIT_MINUTE },
	{ "초", MARK_FIELD, UNIT_SECOND },
	{ "시간", MARK_UNIT, UNIT_HOUR },
	{ "개월", MARK_UNIT, UNIT_MONTH },
	{ "주", MARK_UNIT, UNIT_WEEK },
	{ "小时", MARK_UNIT, UNIT_HOUR },
	{ "小時", MARK_UNIT, UNIT_HOUR },
	{ "時間", MARK_UNIT, UNIT_HOUR },
	{ "分钟", MARK_UNIT, UNIT_MINUTE },
	{ "分鐘", MARK_UNIT, UNIT_MINUTE },
	{ "天", MARK_UNIT, UNIT_DAY },
	{ "週間", MARK_UNIT, UNIT_WEEK },
	{ "周", MARK_UNIT, UNIT_WEEK },
	{ "个月", MARK_UNIT, UNIT_MONTH },
	{ "個月", MARK_UNIT, UNIT_MONTH },
	{ "か月", MARK_UNIT, UNIT_MONTH },
	{ "ヶ月", MARK_UNIT, UNIT_MONTH },
	{ "前", MARK_AGO, 0 },
	{ "전", MARK_AGO, 0 },
	{ "以前", MARK_AGO, 0 },
	{ "之前", MARK_AGO, 0 },
	{ "今天", MARK_DAY, 0 },
	{ "今日", MARK_DAY, 0 },
	{ "오늘", MARK_DAY, 0 },
	{ "昨天", MARK_DAY, -1 },
	{ "昨日", MARK_DAY, -1 },
	{ "어제", MARK_DAY, -1 },
	{ "前天", MARK_DAY, -2 },
	{ "一昨日", MARK_DAY, -2 },
	{ "그제", MARK_DAY, -2 },
	{ "上午", MARK_HALF, 0 },
	{ "午前", MARK_HALF, 0 },
	{ "오전", MARK_HALF, 0 },
	{ "凌晨", MARK_HALF, 0 },
	{ "早上", MARK_HALF, 0 },
	{ "下午", MARK_HALF, 1 },
	{ "午後", MARK_HALF, 1 },
	{ "오후", MARK_HALF, 1 },
	{ "晚上", MARK_HALF, 1 },
	{ "刚刚", MARK_NOW, 0 },
	{ "剛剛", MARK_NOW, 0 },
	{ "たった今", MARK_NOW, 0 },
	{ "방금", MARK_NOW, 0 },
};

static bool listed(const char *list, struct nw_str word)
{
	struct nw_str rest = nw_str_from(list), one;

	while (nw_str_next(&rest, ' ', &one)) {
		if (nw_str_equal(one, word))
			return true;
	}
	return false;
}

static bool language_fits(const char *languages, struct nw_str language)
{
	struct nw_str rest = nw_str_from(languages), one;
	struct nw_str primary = nw_str_slice(language, 0, 2);

	while (nw_str_next(&rest, ' ', &one)) {
		if (nw_str_equal(one, primary))
			return true;
	}
	return false;
}

/* The first row of the word, or `count` of them. */
static size_t first_row(struct nw_str word)
{
	size_t low = 0, high = nwi_date_name_count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		struct nw_str row = nw_str_from(nwi_date_names[middle].word);
		if (nw_str_compare(row, word) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct nwi_date_name *find_name(struct nw_str word,
					     struct nw_str language)
{
	const struct nwi_date_name *found = NULL;

	for (size_t i = first_row(word);
	     i < nwi_date_name_count && nw_str_is(word, nwi_date_names[i].word);
	     i++) {
		const struct nwi_date_name *row = &nwi_date_names[i];
		if (!found || language_fits(row->languages, language))
			found = row;
	}
	return found;
}

/* "Novemb.": the one month that so much of its name begins. */
static int month_by_beginning(struct nw_str word)
{
	int month = 0;

	if (nwi_utf8_count(word) < 4)
		return 0;
	for (size_t i = first_row(word); i < nwi_date_name_count; i++) {
		const struct nwi_date_name *row = &nwi_date_names[i];
		if (strncmp(row->word, word.at, word.len) != 0)
			break;
		if (row->month == 0 || (month && row->month != month))
			return 0;
		month = row->month;
	}
	return month;
}

static struct nwi_mark as_name(const struct nwi_date_name *row)
{
	return (struct nwi_mark){ .kind = MARK_NAME,
				  .month = row->month,
				  .weekday = row->weekday };
}

/* A zone or a word of the vocabulary; `*mark` is left alone without. */
static bool find_word(struct nw_str folded, struct nwi_mark *mark)
{
	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		if (!listed(zones[i].list, folded))
			continue;
		mark->kind = MARK_ZONE;
		mark->value = zones[i].minutes;
		return true;
	}
	for (size_t i = 0; i < sizeof(vocabulary) / sizeof(vocabulary[0]);
	     i++) {
		if (!listed(vocabulary[i].list, folded))
			continue;
		mark->kind = vocabulary[i].kind;
		mark->value = vocabulary[i].value;
		return true;
	}
	return false;
}

/*
 * Months first ("mar" is also a Tuesday), "ago" apart, which is August and
 * the past; then the vocabulary ("min" is also a Sunday), then weekdays.
 */
struct nwi_mark nwi_date_word(struct nw_str folded, struct nw_str language)
{
	const struct nwi_date_name *row = find_name(folded, language);
	struct nwi_mark mark = { .kind = MARK_WORD };

	/* Hebrew writes "in" onto the month. */
	if (!row && nw_str_starts(folded, "ב"))
		row = find_name(nw_str_slice(folded, 2, folded.len), language);
	if (row)
		mark = as_name(row);
	if (row && row->month && !nw_str_is(folded, "ago"))
		return mark;
	if (find_word(folded, &mark) || row)
		return mark;
	mark.month = (uint8_t)month_by_beginning(folded);
	mark.kind = mark.month ? MARK_NAME : MARK_WORD;
	return mark;
}

struct nwi_mark nwi_date_prefix(struct nw_str rest, size_t *len)
{
	struct nwi_mark mark = { .kind = MARK_WORD };

	*len = 0;
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		size_t bytes = strlen(prefixes[i].word);
		if (bytes <= *len || !nw_str_starts(rest, prefixes[i].word))
			continue;
		*len = bytes;
		mark.kind = prefixes[i].kind;
		mark.value = prefixes[i].value;
	}
	return mark;
}
