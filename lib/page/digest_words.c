/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a line says of itself. The phrases are those that outlets' own
 * software puts around articles; they are folded (case, diacritics) and are
 * looked for in lines of at most DIGEST_SHORT bytes, but for the few rows
 * that speak of whole paragraphs.
 */
#include "page/digest_impl.h"

#include "text/fold.h"
#include "text/utf8.h"

enum where {
	WHOLE, /* the line, but for signs at its ends */
	START,
	WITHIN
};

struct phrase_row {
	enum digest_word word;
	enum where where;
	bool prose;   /* also where the line is a paragraph */
	uint8_t most; /* words of the line, 0: any number */
	const char *phrases;
};

static const struct phrase_row rows[] = {
	{ WORD_MORE, START, false, 8,
	  "read more|read the full|read full|continue reading|full story|"
	  "more »|click here|click to|learn more|see more|view more|"
	  "read also|read next|more here|go to article|read article|"
	  "keep reading|show more|show all|see all|view all|load more|"
	  "alle anzeigen|tout afficher|ver todo|ver todas|mostra tutto|"
	  "показать все|показать еще|zobacz wszystkie|"
	  "weiterlesen|mehr lesen|"
	  "mehr erfahren|zum artikel|lesen sie mehr|ganzen artikel|"
	  "lire la suite|lire plus|en savoir plus|voir plus|leer mas|"
	  "seguir leyendo|ver mas|sigue leyendo|leggi tutto|leggi di "
	  "piu|"
	  "continua a leggere|continua|ler mais|leia mais|saiba mais|"
	  "lees meer|lees verder|читать далее|читать полностью|"
	  "подробнее|далее|читати далі|докладніше|"
	  "детальніше|czytaj wiecej|czytaj dalej|wiecej|cist dal|"
	  "cist vice|cely clanek|devamini oku|haberin devami|اقرا "
	  "المزيد|"
	  "المزيد|للمزيد|تابع القراءه|ادامه مطلب|阅读全文|"
	  "查看全文|閱讀全文|阅读更多|続きを読む|더 보기|더보기|전문 "
	  "보기|"
	  "διαβαστε περισσοτερα|δειτε περισσοτερα|las mer|les mer|"
	  "laes mere|lue lisaa|citeste mai mult|citeste si|"
	  "baca selengkapnya|baca juga|xem them|อ่านต่อ|קרא עוד|"
	  "прочети повече" },
	{ WORD_SHARE, START, false, 10,
	  "share this|share on|share via|share article|share:|share |"
	  "tweet|follow us|facebook|whatsapp|twitter|telegram|linkedin|"
	  "print this|email this|copy link|pin it|like this|save article|"
	  "bookmark|auf facebook|teilen|folgen sie|drucken|partager|"
	  "imprimer|suivez-nous|compartir|comparte|siguenos|condividi|"
	  "stampa|seguici|compartilhe|compartilhar|siga-nos|delen|"
	  "поделиться|подписывайтесь на|подпишитесь|"
	  "поширити|udostepnij|podziel sie|sdilet|paylas|facebook'ta|"
	  "شارك|مشاركه|分享到|分享|シェア|공유|κοινοποιηση|"
	  "μοιραστειτε|dela |jaa |bagikan|chia se" },
	{ WORD_SHARE, WHOLE, false, 4,
	  "share|print|email|save|listen|dela|del" },
	{ WORD_AD, WHOLE, false, 6,
	  "advertisement|advertisements|advertising|ad|ads|sponsored|"
	  "sponsored content|paid post|promoted|story continues below|"
	  "article continues below|scroll to continue|"
	  "article continues after advertisement|"
	  "advertisement - scroll to continue|continue reading below|"
	  "anzeige|werbung|publicite|publicidad|publicidade|pubblicita|"
	  "advertentie|reclame|реклама|reklama|reklam|ilan|اعلان|اعلانات|"
	  "تبليغات|广告|廣告|広告|광고|διαφημιση|annons|annonce|annonse|"
	  "mainos|publicitate|iklan|quang cao|โฆษณา|פרסומת|hirdetes|oglas" },
	{ WORD_AD, START, false, 12,
	  "story continues|article continues|continues below|"
	  "scroll to continue|sponsored by|paid for by|presented by" },
	{ WORD_SPONSOR, START, false, 10,
	  "a message from|a word from our|a note from our sponsor|"
	  "sponsor message|sponsored message|message from our|"
	  "from our sponsor|from our partner|partner content|"
	  "in partnership with|together with our|ein angebot von|"
	  "eine nachricht unseres|unser partner|werbung unseres|"
	  "un message de notre|message de notre|en partenariat avec|"
	  "un mensaje de nuestro|mensaje de nuestro|"
	  "un messaggio del nostro|uma mensagem do nosso|"
	  "wiadomosc od partnera|materialy partnera|od naszego partnera|"
	  "сообщение партнера|от нашего партнера|на правах рекламы|"
	  "повідомлення партнера|партнерский материал|"
	  "партнерський матеріал|sponsorumuzdan|is ortagimizdan|"
	  "رساله من شريكنا|برعايه|合作伙伴|赞助商" },
	{ WORD_AUTHOR, START, true, 70,
	  "about the author|about the writer|about the reporter|"
	  "uber den autor|uber die autorin|zum autor|zur autorin|"
	  "a propos de l'auteur|a propos de l'autrice|sobre el autor|"
	  "sobre la autora|l'autore|sull'autore|sobre o autor|"
	  "over de auteur|об авторе|про автора|o autorze|o autorce|"
	  "yazar hakkinda|عن الكاتب|نبذه عن الكاتب|作者简介|作者簡介" },
	{ WORD_TAGS, START, false, 0,
	  "tags:|tag:|tags |tagged:|tagged |filed under|filed in|labels:|"
	  "topics:|keywords:|categories:|category:|posted in|"
	  "more on these topics|schlagworter|schlagworte:|stichworte:|"
	  "themen:|mots-cles|mots cles|etiquettes|thematiques|etiquetas|"
	  "temas:|palabras clave|etichette|parole chiave|argomenti:|"
	  "palavras-chave|trefwoorden|теги|метки|ключевые слова|темы:|"
	  "tagi|etykiety|slowa kluczowe|stitky|etiketler|الوسوم|وسوم|"
	  "كلمات مفتاحيه|标签|標籤|关键词|關鍵字|タグ|태그|"
	  "ετικετεσ|taggar|etiketter|avainsanat|etichete|cimkek|tagovi" },
	{ WORD_CAPTION, START, true, 60,
	  "file - |file – |photo:|photo by|photo credit|photograph:|photograph "
	  "by|"
	  "picture:|image:|image source|image credit|image caption|"
	  "file photo|file image|media caption|getty images|video:|"
	  "credit:|credits:|foto:|foto |bild:|bildquelle|credit photo|"
	  "photo d'illustration|imagen:|imagen de|fotografia:|immagine:|"
	  "imagem:|фото:|фото |фотография:|иллюстрация|fot. |zdjecie:|"
	  "fotograf:|fotograf |تصوير:|صوره|图片|图为|摄影|圖片|写真|사진|"
	  "φωτογραφια:|φωτο:|kuva:|illustration:|infographic:|map:" },
	{ WORD_CAPTION, WITHIN, true, 70,
	  "credit...|creditcredit|credit... |credit: | photo/|/getty images|"
	  "getty images/|(getty images)|/afp|/reuters|(reuters)/|"
	  ". photo: |. photo by|. foto: |. фото: |. photo : |. fot. |"
	  ". fotograf: |. fotografia: |. fotografie: |. bild: |. kuva: |"
	  ". φωτο: |. image: |. picture: |. pic: |. imagen: |. immagine: |"
	  ". تصوير: |. تصوير |. صوره: |。摄影:|。攝影:|。图:|"
	  "。写真:|. 사진: |/ap photo|ap photo/|(ap "
	  "photo|/epa|pool photo|photo by |"
	  "(archivbild|(archivfoto|(symbolbild|(symbolfoto|archivbild:|"
	  "photo d'archive|foto de archivo|foto d'archivio|"
	  "(фото из архива|архивное фото|архівне фото|(arsiv|fot. archiw|"
	  "photo courtesy|courtesy of |image courtesy|(photo:|[photo:|"
	  "(foto:|(фото:|© getty|/dpa|picture alliance|handout photo|(handout|"
	  "(supplied|"
	  "file photo" },
	{ WORD_LEGAL, WITHIN, true, 60,
	  "all rights reserved|alle rechte vorbehalten|"
	  "tous droits reserves|todos los derechos reservados|"
	  "tutti i diritti riservati|todos os direitos reservados|"
	  "alle rechten voorbehouden|все права защищены|"
	  "всі права захищені|wszelkie prawa zastrzezone|"
	  "wszystkie prawa zastrzezone|tum haklari saklidir|"
	  "جميع الحقوق محفوظه|版权所有|版權所有|無断転載|"
	  "με επιφυλαξη παντοσ|vsechna prava|toate drepturile rezervate|"
	  "we use cookies|uses cookies|partners use cookies|"
	  "value your privacy|use of cookies|accept all cookies|accept cookies|"
	  "cookie policy|cookie settings|verwenden cookies|"
	  "verwendet cookies|utilisons des cookies|utilise des cookies|"
	  "utilizamos cookies|utiliza cookies|usiamo i cookie|"
	  "utilizziamo i cookie|usamos cookies|gebruiken cookies|"
	  "файлы cookie|файлов cookie|cookie-файл|plikow cookie|"
	  "pliki cookie|cerezleri|ملفات تعريف الارتباط|使用cookie|"
	  "χρησιμοποιουμε cookies|privacy policy|terms of use|"
	  "terms of service|terms and conditions|datenschutzerklarung|"
	  "politique de confidentialite|politica de privacidad|"
	  "политика конфиденциальности" },
	{ WORD_LEGAL, WITHIN, true, 50,
	  "appeared first on|first appeared on|erschien zuerst auf|"
	  "est apparu en premier sur|se publico primero en|"
	  "proviene da |появились сначала на|появился сначала на|"
	  "pochodzi z serwisu" },
	{ WORD_LEGAL, START, true, 60,
	  "disclaimer:|our standards:|this interview was edited|"
	  "this interview has been edited|"
	  "this conversation has been edited|editor's note:|"
	  "haftungsausschluss|avertissement :|descargo de|дисклеймер" },
	{ WORD_LEGAL, START, false, 40,
	  "©|(c) 20|copyright|impressum|contact us|about us|kontakt:|"
	  "powered by|mentions legales|aviso legal" },
	{ WORD_LETTER, WITHIN, true, 15, "newsletter" },
	{ WORD_LETTER, START, true, 30,
	  "hello everyone|hello readers|hello and|hi all|hi there|that's all "
	  "for|that is all for|see you next|"
	  "see you tomorrow|did somebody forward|did someone forward|"
	  "thanks for reading|thank you for reading|happy reading|"
	  "good morning|good afternoon|good evening|dear reader|"
	  "dear readers|dear subscriber|welcome back|"
	  "guten morgen|guten tag|guten abend|liebe leser|"
	  "bonjour|bonsoir|chers lecteurs|cheres lectrices|buenos dias|"
	  "buenas tardes|queridos lectores|buongiorno|cari lettori|"
	  "bom dia|goedemorgen|beste lezer|доброе утро|добрый день|"
	  "добрый вечер|добрии день|доброго ранку|добрии ранок|"
	  "добридень|дзень добры|дорогие читатели|"
	  "dzien dobry|gunaydin|iyi gunler|صباح الخير|مساء الخير|早上好|"
	  "各位读者|καλημερα|god morgon|god morgen|dobry den" },
	{ WORD_LETTER, WITHIN, true, 60,
	  "unsubscribe|manage your preferences|manage preferences|"
	  "manage your subscription|update your preferences|"
	  "email preferences|view in browser|view this email|"
	  "view it in your browser|you are receiving this|"
	  "you received this|you're receiving this|sign up for our|"
	  "sign up to our|sign up for the|sign up here|subscribe to our|"
	  "subscribe now|subscribe today|to our newsletter|"
	  "for our newsletter|forward this email|forwarded this|"
	  "forwarded to you|newsletter abbestellen|newsletter abonnieren|"
	  "im browser|abmelden|abbestellen|se desabonner|se desinscrire|"
	  "desinscription|abonnez-vous|inscrivez-vous|darse de baja|"
	  "cancelar suscripcion|cancelar la suscripcion|suscribete|"
	  "suscribase|disiscriviti|annulla iscrizione|iscriviti alla|"
	  "cancelar inscricao|descadastr|assine nossa|uitschrijven|"
	  "afmelden|отписаться|подписаться на|подпишитесь на|"
	  "відписатися|підпишіться|wypisz sie|zrezygnuj z|zapisz sie|"
	  "odhlasit|abonelikten cik|الغاء الاشتراك|取消订阅|退订|配信停止|"
	  "구독 취소|διαγραφη απο|avprenumerera|avregistrera|dezabonare|"
	  "leiratkozas|berhenti berlangganan" },
	{ WORD_DONATE, WITHIN, true, 60,
	  "donate today|donate now|make a donation|please donate|"
	  "consider donating|support our journalism|"
	  "support independent journalism|support our work|"
	  "become a member|become a patron|become a supporter|"
	  "buy me a coffee|your support|tax-deductible|mit einer spende|"
	  "spenden sie|jetzt spenden|faites un don|soutenez|"
	  "haz una donacion|haz un donativo|apoya el periodismo|apoyanos|"
	  "sostieni il|fai una donazione|faca uma doacao|apoie o|"
	  "поддержите наш|поддержите нас|"
	  "поддержать редакцию|пожертвован|підтримайте|"
	  "wesprzyj|wspomoz nas|podporte|destek olun|bagis yap|ادعموا|"
	  "تبرع|请支持|捐款|στηριξτε" },
	{ WORD_COMMENTS, START, false, 8,
	  "comments|one thought on|leave a comment|leave a reply|post a "
	  "comment|"
	  "add a comment|join the conversation|no comments|0 comments|"
	  "kommentare|kommentar schreiben|commentaires|"
	  "laisser un commentaire|comentarios|deja un comentario|"
	  "commenti|lascia un commento|deixe um comentario|reacties|"
	  "комментарии|оставить комментарий|коментарі|"
	  "komentarze|dodaj komentarz|komentare|yorumlar|yorum yap|"
	  "التعليقات|اترك تعليقا|评论|發表評論|コメント|댓글|"
	  "σχολια|kommentarer" },
	{ WORD_PAGER, START, false, 8,
	  "next page|previous page|prejit na dalsi|dalsi strana|"
	  "weiter zur|older posts|newer posts|next »|"
	  "« previous|next post|previous post|page 1 of|page 2 of|"
	  "previous article|next article|back to top|load more|"
	  "nachste seite|vorherige seite|nach oben|page suivante|"
	  "page precedente|retour en haut|siguiente|anterior|"
	  "pagina siguiente|pagina 1 de|pagina successiva|proxima pagina|"
	  "volgende|следующая|предыдущая|наверх|nastepna|poprzednia|"
	  "sonraki|onceki|الصفحه التاليه|التالي|السابق|下一页|上一页|"
	  "下一頁|次のページ" },
	{ WORD_RELATED, START, false, 8,
	  "related|read:|lire:|about me|about this blog|uber mich|uber diesen "
	  "blog|"
	  "sobre mi|acerca de mi|a propos de moi|qui suis-je|o mnie|о себе|обо "
	  "мне|"
	  "про мене|hakkimda|chi sono|sobre mim|blog archive|archive du "
	  "blog|archives du blog|"
	  "archivo del blog|blog-archiv|arquivo do blog|archivio blog|"
	  "архив блога|архів блогу|archiwum bloga|blog arsivi|"
	  "ارشيف المدونه|you may also like|you might also like|you may like|"
	  "more from|more on this|more stories|more news|most read|"
	  "most popular|most viewed|popular posts|recent posts|"
	  "recommended|trending|top stories|subscribe to:|also read|"
	  "read also|see also|lea tambien|lee mas|ver tambien|"
	  "ayrica oku|sunu da oku|leia mais|читаите также|"
	  "читаите ще|further reading|editor's picks|"
	  "editors' picks|top stories today|latest stories|"
	  "what to read next|more like this|don't miss|around the web|"
	  "from the web|around our network|similar posts|mehr zum thema|"
	  "mehr dazu|lesen sie auch|das konnte sie|meistgelesen|"
	  "weitere artikel|weitere themen|verwandte|auch interessant|"
	  "a lire aussi|lire aussi|sur le meme sujet|vous aimerez|"
	  "articles similaires|les plus lus|articles lies|voir aussi|"
	  "noticias relacionadas|articulos relacionados|"
	  "te puede interesar|tambien te puede|mas leidas|lo mas leido|"
	  "lee tambien|le puede interesar|mas noticias|leggi anche|"
	  "articoli correlati|potrebbe interessarti|ti potrebbe|"
	  "i piu letti|leia tambem|veja tambem|mais lidas|"
	  "artigos relacionados|lees ook|meest gelezen|gerelateerd|"
	  "читайте также|смотрите также|по теме|похожие|"
	  "вам может быть|самое читаемое|популярное|"
	  "читайте еще|материалы по теме|читайте також|"
	  "дивіться також|zobacz takze|zobacz tez|czytaj takze|"
	  "czytaj tez|powiazane|moze cie zainteresowac|przeczytaj takze|"
	  "najczesciej czytane|souvisejici|ctete take|ilgili haberler|"
	  "bunlar da|benzer haberler|sizin icin|cok okunan|"
	  "مواضيع ذات صله|اقرا ايضا|قد يعجبك|الاكثر قراءه|"
	  "相关新闻|相关阅读|相關新聞|延伸閱讀|推荐阅读|您可能|関連記事|"
	  "あわせて読みたい|관련기사|관련 기사|σχετικα αρθρα|"
	  "διαβαστε επισησ|διαβαστε ακομα|ισωσ σασ|"
	  "δειτε επισησ|las ocksa|relaterat|les ogsa|laes ogsa|lue myos|"
	  "citeste si|articole similare|kapcsolodo|berita terkait|"
	  "tin lien quan" },
	{ WORD_QUESTIONS, START, false, 6,
	  "frequently asked questions|faq|faqs|people also ask|"
	  "related searches|related questions|common questions|"
	  "haufig gestellte fragen|haufige fragen|foire aux questions|"
	  "questions frequentes|preguntas frecuentes|domande frequenti|"
	  "perguntas frequentes|часто задаваемые вопросы|"
	  "najczesciej zadawane|sikca sorulan|常见问题|よくある質問" },
	{ WORD_FILLER, WITHIN, true, 80,
	  "is a blog post that|is a blog that|is an article that|"
	  "is a website that|is a video that|is a question that|"
	  "is a topic that|this blog post will|this article will discuss|"
	  "this blog will|the blog also discusses|"
	  "the article talks about|watch this video|in the right place|"
	  "in this article we|in this article, we|in this post we|"
	  "in this post, we|this article we will|keep reading until|"
	  "we have collected the" },
	{ WORD_FILLER, START, true, 30,
	  "if you are looking for|if you are searching for|"
	  "if you're looking for|"
	  "in this article|in this post|in this blog|in diesem artikel|"
	  "dans cet article|en este articulo|in questo articolo|"
	  "neste artigo|в этой статье|в данной статье|у цій статті|"
	  "w tym artykule|bu yazimizda|bu yazida|في هذا المقال" },
	{ WORD_MACHINE, WITHIN, true, 0,
	  ", direct, f08c|, direct|, reseller|document.write|function(|"
	  "window.|googletag|adsbygoogle|var _|{display:|@media|"
	  "enable javascript|javascript is|your browser does not|"
	  "browser does not support" },
	{ WORD_PLAYER, START, true, 10,
	  "temps de lecture|lecture :|lesezeit|lesedauer|reading time|"
	  "estimated reading|tiempo de lectura|tempo di lettura|"
	  "przeczytasz w|ten tekst przeczytasz|на чтение|"
	  "время чтения|час читання|czas czytania|okuma suresi|"
	  "阅读时间|article reserve|reserve aux abonnes|"
	  "subscribers only|for subscribers|nur fur abonnenten|"
	  "solo para suscriptores|tylko dla" },
	{ WORD_PLAYER, START, false, 8,
	  "video player|audio player|this video|play video|loading|"
	  "watch live|watch now|listen to this|listen now|"
	  "video unavailable|media player|embedded video|"
	  "warning: graphic|bild vergrossern|video abspielen|"
	  "lecteur video|reproductor de video|видеоплеер|загрузка|请稍候" },
	{ WORD_CREDIT, START, true, 40,
	  "(reporting by|(additional reporting|(editing by|(writing by|"
	  "(with inputs from|(with input from|(this story has|"
	  "additional reporting by|mit informationen von|"
	  "mit material von|avec afp|avec l'afp|con informacion de|"
	  "reporting by" },
	{ WORD_CREDIT, START, false, 12,
	  "source:|sources:|via:|via |original:|originally published|"
	  "this article was originally|quelle:|quellen:|source :|fuente:|"
	  "fonte:|bron:|источник:|источник |джерело:|zrodlo:|zdroj:|"
	  "kaynak:|المصدر:|المصدر|来源|來源|出典|출처|πηγη:|kalla:|kilde:|"
	  "lahde:|sursa:|forras:" },
};

static const char *const names[WORD_COUNT] = {
	[WORD_NONE] = "",
	[WORD_MORE] = "a link to more",
	[WORD_SHARE] = "a share bar",
	[WORD_AD] = "an advertisement's label",
	[WORD_TAGS] = "tags",
	[WORD_CAPTION] = "a caption or credit",
	[WORD_LEGAL] = "a legal or cookie line",
	[WORD_LETTER] = "a newsletter's line",
	[WORD_DONATE] = "an appeal for support",
	[WORD_COMMENTS] = "comments",
	[WORD_PAGER] = "a pager",
	[WORD_RELATED] = "related links",
	[WORD_QUESTIONS] = "questions for search engines",
	[WORD_FILLER] = "filler for search engines",
	[WORD_MACHINE] = "a line for machines",
	[WORD_PLAYER] = "a player",
	[WORD_CREDIT] = "a line on the source",
	[WORD_RUN] = "links run together",
	[WORD_UPDATE] = "the time of an update",
	[WORD_EMBED] = "of a post that stands within",
	[WORD_AUTHOR] = "on its writer",
	[WORD_SPONSOR] = "what a sponsor pays for",
};

const char *nwi_digest_word_name(enum digest_word word)
{
	return names[word];
}

/* Folded text in a buffer of its own: lines here are short. */
struct folded {
	char at[4 * DIGEST_SHORT];
	size_t len;
	size_t words;
};

static bool fold(struct nw_str text, struct folded *out)
{
	NW_AUTO(nw_buf_fini) struct nw_buf buf = { 0 };
	bool inside = false;

	nw_buf_init(&buf, sizeof(out->at));
	nwi_fold_word(&buf, text);
	out->len = buf.failed ? 0 : buf.len;
	if (out->len)
		memcpy(out->at, buf.at, out->len);
	out->words = 0;
	for (size_t i = 0; i < out->len; i++) {
		bool space = out->at[i] == ' ';
		out->words += !space && !inside;
		inside = !space;
	}
	return out->len > 0;
}

static bool is_sign(unsigned char c)
{
	return c < 0x80 && !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z');
}

/* A word must end where a phrase ends, in scripts that part words. */
static bool ends_word(struct nw_str text, size_t at, struct nw_str phrase)
{
	unsigned char last = (unsigned char)phrase.at[phrase.len - 1];

	if (at == text.len || is_sign((unsigned char)text.at[at]) ||
	    is_sign(last))
		return true;
	/* Beyond Latin, Greek and Cyrillic words are not always parted. */
	return last >= 0x80 && (unsigned char)phrase.at[0] >= 0xd7;
}

static struct nw_str strip_signs(struct nw_str s)
{
	while (s.len > 0 && is_sign((unsigned char)s.at[0]))
		s = nw_str_slice(s, 1, s.len);
	while (s.len > 0 && is_sign((unsigned char)s.at[s.len - 1]))
		s.len--;
	return s;
}

/*
 * The phrases by their first two bytes, so that a line costs a look at each
 * of its bytes and not one at each phrase.
 */
enum { BUCKETS = 1024 };

struct entry {
	struct nw_str phrase;
	const struct phrase_row *row;
	uint32_t next; /* entry + 1 */
};

struct digest_index {
	uint32_t first[BUCKETS]; /* entry + 1 */
	uint32_t count;
	struct entry *entries;
};

static uint32_t bucket_of(const char *at)
{
	unsigned char a = (unsigned char)at[0], b = (unsigned char)at[1];

	return (a * 37u + b * 5u) % BUCKETS;
}

static size_t count_phrases(void)
{
	size_t count = 0;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct nw_str rest = nw_str_from(rows[i].phrases), phrase;
		while (nw_str_next(&rest, '|', &phrase))
			count++;
	}
	return count;
}

struct digest_index *nwi_digest_index(struct nw_arena *arena)
{
	struct digest_index *index =
		nw_arena_new_of(arena, struct digest_index);

	if (!index)
		return NULL;
	index->entries =
		nw_arena_array(arena, count_phrases(), sizeof(*index->entries));
	if (!index->entries)
		return NULL;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct nw_str rest = nw_str_from(rows[i].phrases), phrase;
		while (nw_str_next(&rest, '|', &phrase)) {
			uint32_t bucket = bucket_of(phrase.at);
			index->entries[index->count] =
				(struct entry){ phrase, &rows[i],
						index->first[bucket] };
			index->first[bucket] = ++index->count;
		}
	}
	return index;
}

static bool fits(const struct entry *entry, struct nw_str text, size_t at)
{
	struct nw_str rest = nw_str_slice(text, at, text.len);
	struct nw_str phrase = entry->phrase;

	if (rest.len < phrase.len ||
	    memcmp(rest.at, phrase.at, phrase.len) != 0)
		return false;
	switch (entry->row->where) {
	case WHOLE:
		return at == 0 && strip_signs(rest).len == phrase.len;
	case START:
		return at == 0 && ends_word(rest, phrase.len, phrase);
	case WITHIN:
		return true;
	}
	return false;
}

/* "Read more: ..." says what follows, however long it is. */
static bool is_announced(const struct entry *entry, struct nw_str text)
{
	size_t end = entry->phrase.len;

	/* French has a space before the colon. */
	end += end + 1 < text.len && text.at[end] == ' ' &&
	       text.at[end + 1] == ':';
	return entry->row->where == START &&
	       (entry->row->word == WORD_MORE ||
		entry->row->word == WORD_RELATED) &&
	       end < text.len && (text.at[end] == ':' || text.at[end] == '|');
}

/* The first row of the table that fits anywhere in the line. */
static enum digest_word look_up(const struct digest_index *index,
				const struct folded *line, bool prose)
{
	struct nw_str text = nw_str_make(line->at, line->len);
	const struct phrase_row *best = NULL;

	for (size_t at = 0; at + 1 < text.len; at++) {
		uint32_t i = index->first[bucket_of(text.at + at)];
		for (; i; i = index->entries[i - 1].next) {
			const struct entry *entry = &index->entries[i - 1];
			const struct phrase_row *row = entry->row;
			if ((best && row >= best) || (prose && !row->prose) ||
			    !fits(entry, text, at) ||
			    (row->most && line->words > row->most &&
			     !is_announced(entry, text)))
				continue;
			best = row;
		}
	}
	return best ? best->word : WORD_NONE;
}

/* "1 2 3 4 5 »" and "12 comments" begin with a number. */
static bool is_pager(struct nw_str text)
{
	size_t numbers = 0;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		bool digit = c >= '0' && c <= '9';
		if (c < 0x80 && !digit && !strchr(" .<>|,[]-", c))
			return false;
		numbers += digit && (i == 0 || text.at[i - 1] == ' ');
	}
	return numbers >= 3;
}

/* "← Older posts", "« April | Main | June »". */
static bool has_arrows(struct nw_str text)
{
	static const char *const arrows[] = { "←", "→", "‹", "›", "◀", "▶" };

	for (size_t i = 0; i < sizeof(arrows) / sizeof(arrows[0]); i++) {
		if (nw_str_starts(text, arrows[i]) ||
		    nw_str_ends(text, arrows[i]))
			return true;
	}
	return (nw_str_starts(text, "«") || nw_str_ends(text, "»")) &&
	       nw_str_find_char(text, '|') < text.len;
}

static struct nw_str skip_number(struct nw_str text)
{
	size_t i = 0;

	while (i < text.len && text.at[i] >= '0' && text.at[i] <= '9')
		i++;
	if (i == 0 || i > 5)
		return text;
	while (i < text.len && text.at[i] == ' ')
		i++;
	return nw_str_slice(text, i, text.len);
}

/* "3 Comments" in the singular and plural of many languages. */
static bool is_count_of_comments(struct nw_str text)
{
	static const char *const stems[] = {
		"comment",  "kommentar",  "coment",   "comment",   "коммент",
		"комент",   "koment",	  "yorum",    "تعليق",	   "条评论",
		"則評論",   "评论",	  "σχολι",    "reacti",	   "コメント",
		"댓글",	    "repl",	  "view",     "share",	   "like",
		"min read", "min de lec", "min lese", "min okuma", "min czyt",
		"мин чт",   "просмотр",	  "перегляд", "aufruf",	   "visualiz",
		"respon",   "subscri",	  "follow"
	};
	struct nw_str rest = skip_number(text);

	if (rest.len != text.len && rest.len < 250 &&
	    nw_str_starts(rest, "thought"))
		return true;
	if (rest.len == text.len || rest.len > 36)
		return false;
	for (size_t i = 0; i < sizeof(stems) / sizeof(stems[0]); i++) {
		if (nw_str_starts(rest, stems[i]))
			return true;
	}
	return false;
}

enum digest_word nwi_digest_word(const struct digest_index *index,
				 struct nw_str text, bool prose)
{
	struct folded line;

	if (text.len == 0 || text.len > 2 * DIGEST_SHORT)
		return WORD_NONE;
	if (!fold(text, &line))
		return WORD_NONE;
	struct nw_str folded = nw_str_make(line.at, line.len);
	if (is_pager(folded))
		return WORD_PAGER;
	if (is_count_of_comments(folded))
		return WORD_COMMENTS;
	enum digest_word word = look_up(index, &line, prose);
	if (line.words <= 10 && word != WORD_MORE && has_arrows(text))
		return WORD_PAGER;
	return word;
}

static bool ends_sentence(struct nw_str text, size_t at)
{
	return at > 0 &&
	       (strchr(".!?)\"", text.at[at - 1]) ||
		(at >= 3 && (memcmp(text.at + at - 3, "”", 3) == 0 ||
			     memcmp(text.at + at - 3, "。", 3) == 0)));
}

/* "Read more", or "Read also: A headline" to the end of the paragraph. */
static bool is_tail(const struct digest_index *index, struct nw_str tail)
{
	enum digest_word word = nwi_digest_word(index, tail, false);
	size_t colon = nw_str_find_char(tail, ':');

	if (word != WORD_MORE && word != WORD_RELATED)
		return false;
	return tail.len <= 40 ? word == WORD_MORE || colon < tail.len
			      : colon <= 40 && !ends_sentence(tail, tail.len);
}

size_t nwi_digest_before_more(const struct digest_index *index,
			      struct nw_str text)
{
	size_t least = text.len > DIGEST_SHORT ? text.len - DIGEST_SHORT : 0;
	size_t tries = 0;

	for (size_t i = text.len; i-- > least + 1 && tries < 6;) {
		struct nw_str tail = nw_str_slice(text, i, text.len);
		if (!ends_sentence(text, i) || strchr(".!?)", tail.at[0]))
			continue;
		tail = nw_str_trim(tail);
		tries++;
		if (tail.len > 0 && is_tail(index, tail))
			return i;
	}
	return 0;
}
