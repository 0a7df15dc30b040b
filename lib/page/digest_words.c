/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a line says of itself. The phrases are those that outlets' own
 * software puts around articles; they are folded (case, diacritics) and are
 * looked for in lines of at most DIGEST_SHORT bytes, but for the few rows
 * that speak of whole paragraphs.
 */
#include "page/digest_words.h"

const struct digest_phrases nwi_digest_phrases[] = {
	{ WORD_MORE, START, NOT_PROSE, 8,
	  "more:|full report:|you can read|read more|read the full|read "
	  "full|continue "
	  "reading|full story|"
	  "more »|click here|click to|learn more|see more|view more|"
	  "read also|read next|more here|go to article|read article|"
	  "keep reading|show more|show all|see all|view all|load more|"
	  "alle anzeigen|tout afficher|ver todo|ver todas|mostra tutto|"
	  "показать все|показать еще|zobacz wszystkie|"
	  "leer la nota|leer el articulo|ver nota|lire l'article|"
	  "lire l'integralite|lire le communique|zum vollstandigen|"
	  "den ganzen artikel|leggi l'articolo|ler a noticia|"
	  "читать статью|читать новость|przeczytaj calosc|"
	  "haberin tamami|tamamini oku|"
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
	{ WORD_SHARE, START, NOT_PROSE, 10,
	  "share this|share on|share with|share via|share article|share:|share "
	  "|"
	  "tweet|follow us|facebook|whatsapp|twitter|telegram|linkedin|"
	  "flag as irrelevant|full coverage|print this|email this|copy "
	  "link|pin it|like this|save article|"
	  "bookmark|auf facebook|teilen|folgen sie|drucken|partager|"
	  "imprimer|suivez-nous|compartir|comparte|siguenos|condividi|"
	  "stampa|seguici|compartilhe|compartilhar|siga-nos|delen|"
	  "поделиться|подписывайтесь на|подпишитесь|"
	  "поширити|udostepnij|podziel sie|sdilet|paylas|facebook'ta|"
	  "شارك|مشاركه|分享到|分享|シェア|공유|κοινοποιηση|"
	  "μοιραστειτε|dela |jaa |bagikan|chia se" },
	{ WORD_SHARE, WHOLE, NOT_PROSE, 4,
	  "share|print|email|save|listen|dela|del" },
	{ WORD_AD, WHOLE, NOT_PROSE, 6,
	  "advertisement|advertisements|advertising|ad|ads|sponsored|"
	  "sponsored content|paid post|promoted|story continues below|"
	  "article continues below|scroll to continue|"
	  "article continues after advertisement|"
	  "advertisement - scroll to continue|continue reading below|"
	  "anzeige|werbung|publicite|publicidad|publicidade|pubblicita|"
	  "advertentie|reclame|реклама|reklama|reklam|ilan|اعلان|اعلانات|"
	  "تبليغات|广告|廣告|広告|광고|διαφημιση|annons|annonce|annonse|"
	  "mainos|publicitate|iklan|quang cao|โฆษณา|פרסומת|hirdetes|oglas" },
	{ WORD_AD, START, NOT_PROSE, 12,
	  "story continues|article continues|continues below|"
	  "scroll to continue|sponsored by|paid for by|presented by" },
	{ WORD_AD, START, PROSE, 12,
	  "advertisement. scroll|advertisement scroll|"
	  "advertisement - scroll" },
	{ WORD_SPONSOR, START, NOT_PROSE, 10,
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
	{ WORD_AUTHOR, START, PROSE, 70,
	  "about the author|about the writer|about the reporter|"
	  "uber den autor|uber die autorin|zum autor|zur autorin|"
	  "a propos de l'auteur|a propos de l'autrice|sobre el autor|"
	  "sobre la autora|l'autore|sull'autore|sobre o autor|"
	  "over de auteur|об авторе|про автора|o autorze|o autorce|"
	  "yazar hakkinda|عن الكاتب|نبذه عن الكاتب|作者简介|作者簡介" },
	{ WORD_TAGS, START, NOT_PROSE, 0,
	  "tags:|tag:|tags |tagged:|tagged |filed under|filed in|labels:|"
	  "topics:|keywords:|categories:|category:|posted in|"
	  "more on these topics|schlagworter|schlagworte:|stichworte:|"
	  "themen:|mots-cles|mots cles|etiquettes|thematiques|etiquetas|"
	  "temas:|palabras clave|etichette|parole chiave|argomenti:|"
	  "palavras-chave|trefwoorden|теги|метки|ключевые слова|темы:|"
	  "tagi|etykiety|slowa kluczowe|stitky|etiketler|الوسوم|وسوم|"
	  "كلمات مفتاحيه|标签|標籤|关键词|關鍵字|タグ|태그|"
	  "ετικετεσ|taggar|etiketter|avainsanat|etichete|cimkek|tagovi" },
	{ WORD_CAPTION, START, PROSE, 60,
	  "file - |file – |photo:|photo by|photo credit|photograph:|photograph "
	  "by|"
	  "picture:|image:|image source|image credit|image caption|"
	  "file photo|file image|media caption|getty images|video:|"
	  "credit:|credits:|foto:|bild:|bildquelle|credit photo|"
	  "photo d'illustration|imagen:|imagen de|fotografia:|immagine:|"
	  "imagem:|фото:|фотография:|иллюстрация|fot. |zdjecie:|"
	  "fotograf:|تصوير:|صوره|图片|图为|摄影|圖片|写真|사진|"
	  "φωτογραφια:|φωτο:|kuva:|illustration:|infographic:|map:" },
	{ WORD_CAPTION, START, NOT_PROSE, 60, "foto |фото |fotograf " },
	{ WORD_CAPTION, WITHIN, NOT_PROSE, 30, "courtesy of " },
	{ WORD_CAPTION, WITHIN, PROSE, 70,
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
	  "photo courtesy|image courtesy|courtesy photo|(photo:|[photo:|"
	  "(foto:|(фото:|© getty|/dpa|picture alliance|handout photo|(handout|"
	  "(supplied|"
	  "file photo" },
	{ WORD_LEGAL, WITHIN, PROSE, 60,
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
	  "χρησιμοποιουμε cookies" },
	{ WORD_LEGAL, WITHIN, SPOKEN, 60,
	  "privacy policy|terms of use|"
	  "terms of service|terms and conditions|datenschutzerklarung|"
	  "politique de confidentialite|politica de privacidad|"
	  "политика конфиденциальности" },
	{ WORD_LEGAL, START, NOT_PROSE, 20,
	  "责任编辑|(责任编辑|（责任编辑|责编|(责编|责任编輯|編集" },
	{ WORD_LEGAL, WITHIN, PROSE, 50,
	  "appeared first on|first appeared on|erschien zuerst auf|"
	  "est apparu en premier sur|se publico primero en|"
	  "появились сначала на|появился сначала на|"
	  "pochodzi z serwisu" },
	{ WORD_LEGAL, WITHIN, SPOKEN, 50, "proviene da " },
	{ WORD_LEGAL, START, PROSE, 60,
	  "disclaimer:|our standards:|this interview was edited|"
	  "this interview has been edited|"
	  "this conversation has been edited|editor's note:|"
	  "haftungsausschluss|avertissement :|descargo de|дисклеймер" },
	{ WORD_LEGAL, START, PROSE, 25,
	  "this text was|this article was generated|this summary was|"
	  "this article was translated|this story was translated|"
	  "this translation|diese zusammenfassung wurde|"
	  "dieser text wurde|ce texte a ete|este texto fue|"
	  "этот текст|этот перевод|цей переклад" },
	{ WORD_LEGAL, WITHIN, PROSE, 30,
	  "powered by blogger|powered by wordpress|"
	  "no part may be reproduced|may not be reproduced|"
	  "reproduced without permission|may not be published, broadcast|"
	  "riproduzione riservata|reproduction interdite|"
	  "prohibida la reproduccion|proibida a reproducao" },
	{ WORD_LEGAL, START, NOT_PROSE, 40,
	  "©|(c) 20|copyright|impressum|contact us|about us|kontakt:|"
	  "powered by|mentions legales|aviso legal" },
	{ WORD_LETTER, WITHIN, SPOKEN, 15, "newsletter" },
	{ WORD_LETTER, WITHIN, SPOKEN, 40,
	  "to your inbox|in your inbox|by subscribing you agree|"
	  "by signing up you|our privacy notice|privacy notice.|"
	  "enter a valid email|breaking news emails" },
	{ WORD_LETTER, START, PROSE, 40,
	  "i would like to be emailed|for free real time|"
	  "removed from bookmarks|join our commenting|"
	  "please refresh the page|by subscribing you agree|"
	  "get the best stories|get our top stories|"
	  "enter your email|enter your e-mail|follow blog via|"
	  "blog at wordpress|create a free website|proudly powered" },
	{ WORD_LETTER, WITHIN, NOT_PROSE, 8,
	  "other followers|other subscribers" },
	{ WORD_LETTER, WITHIN, PROSE, 15,
	  "este boletin|"
	  "tell a friend|forward to a friend|encaminhe para|"
	  "reenvialo a|inoltra a un amico|transferez ce|"
	  "перешлите|leiten sie diese" },
	{ WORD_GREETING, START, PROSE, 30,
	  "happy monday|happy tuesday|happy wednesday|happy thursday|"
	  "happy friday|happy saturday|happy sunday|send tips|"
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
	{ WORD_LETTER, WITHIN, SPOKEN, 60,
	  "sign up for the|subscribe now|subscribe today|abmelden|"
	  "im browser|zapisz sie|подписаться на|te ha gustado este|"
	  "did you enjoy this|did you like this" },
	{ WORD_LETTER, WITHIN, PROSE, 60,
	  "to stop receiving this|vous aimez cette lettre|"
	  "having trouble viewing|trouble viewing this|unsubscribe|manage your "
	  "preferences|manage preferences|"
	  "manage your subscription|update your preferences|"
	  "email preferences|view in browser|view this email|"
	  "view it in your browser|you are receiving this|"
	  "you received this|you're receiving this|sign up for our|"
	  "sign up to our|sign up here|subscribe to our|"
	  "have received this email|this email was sent|to our newsletter|"
	  "for our newsletter|forward this email|forwarded this|"
	  "forwarded to you|newsletter abbestellen|newsletter abonnieren|"
	  "newsletter abmelden|abbestellen|se desabonner|se desinscrire|"
	  "desinscription|abonnez-vous|inscrivez-vous|darse de baja|"
	  "cancelar suscripcion|cancelar la suscripcion|suscribete|"
	  "suscribase|disiscriviti|annulla iscrizione|iscriviti alla|"
	  "cancelar inscricao|descadastr|assine nossa|uitschrijven|"
	  "afmelden|отписаться|подпишитесь на|"
	  "відписатися|підпишіться|wypisz sie|"
	  "odhlasit|abonelikten cik|الغاء الاشتراك|取消订阅|退订|配信停止|"
	  "구독 취소|διαγραφη απο|avprenumerera|avregistrera|dezabonare|"
	  "leiratkozas|berhenti berlangganan" },
	{ WORD_DONATE, WITHIN, PROSE, 60,
	  "donate today|please donate|"
	  "consider donating|support our journalism|"
	  "support independent journalism|support our work|"
	  "become a patron|become a supporter|"
	  "buy me a coffee|mit einer spende|"
	  "jetzt spenden|faites un don|"
	  "haz una donacion|haz un donativo|apoya el periodismo|apoyanos|"
	  "sostieni il|fai una donazione|faca uma doacao|apoie o|"
	  "поддержите наш|поддержите нас|"
	  "поддержать редакцию|підтримайте|"
	  "wesprzyj|wspomoz nas|podporte|destek olun|bagis yap|ادعموا|"
	  "请支持|στηριξτε" },
	{ WORD_DONATE, WITHIN, SPOKEN, 60,
	  "donate now|make a donation|become a member|your support|"
	  "tax-deductible|spenden sie|soutenez|пожертвован|تبرع|捐款" },
	{ WORD_COMMENTS, START, NOT_PROSE, 8,
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
	{ WORD_PAGER, START, NOT_PROSE, 8,
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
	{ WORD_RELATED, START, NOT_PROSE, 8,
	  "related|related articles|related stories|related news|"
	  "related posts|related links|related topics|related content|"
	  "recommended for you|recommended reading|trending "
	  "now|read:|lire:|about me|about this blog|uber mich|uber diesen "
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
	{ WORD_QUESTIONS, START, NOT_PROSE, 6,
	  "frequently asked questions|faq|faqs|people also ask|"
	  "related searches|related questions|common questions|"
	  "haufig gestellte fragen|haufige fragen|foire aux questions|"
	  "questions frequentes|preguntas frecuentes|domande frequenti|"
	  "perguntas frequentes|часто задаваемые вопросы|"
	  "najczesciej zadawane|sikca sorulan|常见问题|よくある質問" },
	{ WORD_FILLER, WITHIN, PROSE, 80,
	  "is a blog post that|is a blog that|is an article that|"
	  "” is a question|\" is a question|” is a topic|\" is a topic|"
	  "” is a website|” is a video|” is an article|"
	  "we hope you liked this|in the comment section below|"
	  "so this was all about|"
	  "we hope this article|we hope that this|we hope this guide|"
	  "we will go over everything|this blog post will|this article will "
	  "discuss|"
	  "this blog will|the blog also discusses|"
	  "the article talks about|watch this video|come to the right "
	  "place|are in the right place|"
	  "'re in the right place|"
	  "in this article we|in this article, we|in this post we|"
	  "in this post, we|this article we will|keep reading until|"
	  "we have collected the" },
	{ WORD_FILLER, START, PROSE, 30,
	  "if you are looking for|if you are searching for|"
	  "if you're looking for|"
	  "in this article|in this post|in this blog|in diesem artikel|"
	  "dans cet article|en este articulo|in questo articolo|"
	  "neste artigo|в этой статье|в данной статье|у цій статті|"
	  "w tym artykule|bu yazimizda|bu yazida|في هذا المقال" },
	{ WORD_MACHINE, WITHIN, PROSE, 0,
	  ", direct, f08c|.com, pub-|, reseller, |document.write|function(|"
	  "window.location|window.datalayer|window._|googletag|adsbygoogle|var "
	  "_|{display:|@media|"
	  "enable javascript|javascript is|your browser does not|"
	  "browser does not support" },
	{ WORD_PLAYER, START, PROSE, 10,
	  "temps de lecture|lecture :|lesezeit|lesedauer|reading time|"
	  "estimated reading|tiempo de lectura|tempo di lettura|"
	  "przeczytasz w|ten tekst przeczytasz|на чтение|"
	  "время чтения|час читання|czas czytania|okuma suresi|"
	  "阅读时间|article reserve|reserve aux abonnes|"
	  "subscribers only|for subscribers|nur fur abonnenten|"
	  "solo para suscriptores|tylko dla" },
	{ WORD_PLAYER, START, PROSE, 20,
	  "this live blog is|this live blog has|this liveblog|"
	  "this blog is now closed|this blog has now closed|"
	  "this live page|our live coverage has|"
	  "follow the latest updates|follow live updates|"
	  "follow our live|follow the latest news|"
	  "dieser liveblog ist|ce direct est|este directo" },
	{ WORD_PLAYER, START, NOT_PROSE, 8,
	  "video player|audio player|this video|play video|loading|"
	  "watch live|watch now|listen to this|listen now|"
	  "video unavailable|media player|embedded video|"
	  "warning: graphic|bild vergrossern|video abspielen|"
	  "lecteur video|reproductor de video|видеоплеер|загрузка|请稍候" },
	{ WORD_CREDIT, START, PROSE, 40,
	  "(reporting by|(additional reporting|(editing by|(writing by|"
	  "(with inputs from|(with input from|(this story has|"
	  "additional reporting by|mit informationen von|"
	  "mit material von|avec afp|avec l'afp|con informacion de|"
	  "reporting by" },
	{ WORD_CREDIT, START, PROSE, 20,
	  "compiled from agency|compiled from wire|compiled from reports|"
	  "with agency reports|with reports from" },
	{ WORD_CREDIT, START, NOT_PROSE, 12,
	  "source:|sources:|via:|via |original:|originally published|"
	  "this article was originally|quelle:|quellen:|source :|fuente:|"
	  "fonte:|bron:|источник:|источник |джерело:|zrodlo:|zdroj:|"
	  "kaynak:|المصدر:|المصدر|来源|來源|出典|출처|πηγη:|kalla:|kilde:|"
	  "lahde:|sursa:|forras:" },
};

const size_t nwi_digest_phrase_rows =
	sizeof(nwi_digest_phrases) / sizeof(nwi_digest_phrases[0]);

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
	[WORD_GREETING] = "a greeting",
	[WORD_SPONSOR] = "what a sponsor pays for",
};

const char *nwi_digest_word_name(enum digest_word word)
{
	return names[word];
}
