#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The outlets of the demonstration: writes their feeds, RSS 2.0, Atom and
# JSON Feed, with every item up to STAGE. Outlets, countries and people are
# invented.
# usage: publish.sh FOLDER STAGE
set -eu
folder=$1
stage=$2
mkdir -p "$folder"
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)

items() {
	cat <<'ITEMS'
1|herald|Ferry timetable changes for the winter season|From Monday the evening ferry leaves the old harbour twenty minutes earlier. The company says that the morning boats stay as they are.
1|post|Parliament debates the school budget|Members of both chambers spent the afternoon on the budget for schools. A vote is expected before the holidays.
1|courier|Record harvest of apples in the southern valleys|Growers in the southern valleys report the best apple harvest in eleven years. Prices at the markets have begun to fall.
2|herald|Presidents of Norland and Estmark speak by phone about a ceasefire|The president of Norland held a phone call with his counterpart in Estmark on Tuesday evening. Both leaders agreed to continue negotiations on a ceasefire, and their foreign ministers will meet in the capital next week for talks mediated by a neutral envoy.
3|courier|Rail workers announce a two-day strike over pay|The union of rail workers has called a strike for Thursday and Friday. Commuters should expect cancelled trains while wage talks with the company go on.
3|post|Drone strike hits fuel depot near the port of Velda|A drone strike hit a fuel depot near the port of Velda overnight, and air defence shot down four more drones over the bay. Officials said that two workers were wounded and that the fire was put out by the morning. Ships waiting off the port were told to keep their distance until noon. The regional governor, Ivo Marek, thanked the crews of three fire engines and said that schools near the depot would open an hour later.
4|courier|Velda fuel depot burns after drone strike|VELDA - A drone strike hit a fuel depot near the port of Velda overnight, and air defence shot down four more drones over the bay. Officials said that two workers were wounded and that the fire was put out by the morning. The regional governor, Ivo Marek, thanked the crews of three fire engines and said that schools near the depot would open an hour later.
4|herald|Council adopts new sanctions list against shipping firms|The council adopted a new sanctions package on Wednesday. It freezes the assets of fourteen shipping companies and bans their tankers from the ports of the union; travel bans were imposed on nine officials.
4|post|Striker scores twice as Harbour United win the cup|The striker struck a fine shot after ten minutes and a second one before the break. Harbour United had last won the cup in a generation that remembers black-and-white pictures.
5|courier|Missile attack on Velda: power station damaged, thousands without light|Missiles struck a power station outside Velda in the early hours. The operator said that thousands of homes were without electricity after the attack and that repair crews could not yet enter the site.
5|herald|Seven wounded as drones set Velda fuel depot ablaze, governor says|The number of wounded after the drone strike on the fuel depot at Velda rose to seven, governor Ivo Marek said. Our correspondent counted four burnt tanks beside the port railway. Dockers were sent home, and the harbour master closed two quays. A pilot boat had seen the drones come in low over the bay before dawn.
5|herald|Estmark recalls its ambassador after the strike on Velda|Estmark recalled its ambassador for consultations and handed a protest note to the chargé d'affaires. The foreign ministry said that diplomatic relations were under review.
6|post|Weather: first snow in the hills, rain along the coast|Snow may fall above six hundred metres during the night. Along the coast it stays wet and mild.
6|courier|Union threatens further export controls if talks fail|The commissioner said that further sanctions, among them export controls on machine tools and a price cap on oil, were ready should the talks in the capital fail.
ITEMS
}

escape() {
	sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g'
}

slug() {
	printf %s "$1" | tr -cs 'A-Za-z0-9' - | tr 'A-Z' 'a-z'
}

rss() {
	echo '<?xml version="1.0" encoding="UTF-8"?>'
	echo "<rss version=\"2.0\"><channel><title>$2</title><link>https://$1.example/</link><description>$2</description><language>en</language>"
	items | grep "|$1|" | while IFS='|' read -r at outlet title text; do
		[ "$at" -le "$stage" ] || continue
		slug=$(slug "$title")
		echo "<item><title>$(echo "$title" | escape)</title><link>https://$1.example/$slug</link><guid isPermaLink=\"false\">$1-$slug</guid><description>$(echo "$text" | escape)</description></item>"
	done
	echo '</channel></rss>'
}

atom() {
	echo '<?xml version="1.0" encoding="UTF-8"?>'
	echo "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"><title>$2</title><id>https://$1.example/</id><link href=\"https://$1.example/\"/><updated>$now</updated>"
	items | grep "|$1|" | while IFS='|' read -r at outlet title text; do
		[ "$at" -le "$stage" ] || continue
		slug=$(slug "$title")
		echo "<entry><title>$(echo "$title" | escape)</title><id>tag:$1.example,2026:$slug</id><link href=\"https://$1.example/$slug\"/><content type=\"text\">$(echo "$text" | escape)</content></entry>"
	done
	echo '</feed>'
}

json() {
	printf '{"version":"https://jsonfeed.org/version/1.1","title":"%s","home_page_url":"https://%s.example/","language":"en","items":[' "$2" "$1"
	comma=
	items | grep "|$1|" | while IFS='|' read -r at outlet title text; do
		[ "$at" -le "$stage" ] || continue
		slug=$(slug "$title")
		printf '%s{"id":"%s","url":"https://%s.example/%s","title":"%s","content_text":"%s"}' "$comma" "$slug" "$1" "$slug" "$title" "$text"
		comma=,
	done
	printf ']}\n'
}

# A reader never sees half a feed: written beside, then renamed.
put() {
	cat >"$folder/.$1.new"
	mv "$folder/.$1.new" "$folder/$1"
}
rss herald 'Harbour Herald' | put herald.xml
atom post 'Capital Post' | put post.xml
json courier 'Steppe Courier' | put courier.json
