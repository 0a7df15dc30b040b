/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an operator reads for each mistake, line by line. A new mistake that
 * is told badly becomes one more row.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture.h"

#include <stdlib.h>

struct mistake {
	const char *title, *yaml, *lines;
};

#define EE "éééééééééé" /* twenty bytes */

/* clang-format off: the lines as they are */
static const struct mistake mistakes[] = {
	{ "an_empty_file_is_a_configuration_with_defaults", "# nothing\n", "" },
	{ "a_file_that_is_a_list_says_what_is_allowed",
	  "- a\n"
	  "- b\n",
	  "newswatch.yaml:1:1: the file is a list; allowed: a mapping"
	  " of sections\n" },
	{ "a_file_that_is_text_says_what_is_allowed", "hello\n",
	  "newswatch.yaml:1:1: the file is text; allowed: a mapping o"
	  "f sections\n" },
	{ "an_unknown_section_names_the_nearest",
	  "notifer:\n"
	  "- name: a\n",
	  "newswatch.yaml:1:1: notifer: is no section; did you mean "
	  "\"notifiers\"?\n" },
	{ "an_unknown_section_without_near_names_lists_them", "xyzzy: 1\n",
	  "newswatch.yaml:1:1: xyzzy: is no section; allowed: fetch, "
	  "workers, store, stories, delivery, log, outlets, sources, classifie"
	  "rs, notifiers, watches, spikes, instance, contact, operator, state"
	  "_dir, control, include, "
	  "watches_from, names_from, plugins\n" },
	{ "an_unknown_option_names_the_nearest",
	  "fetch:\n"
	  "  host_spaceing: 2s\n",
	  "newswatch.yaml:2:3: fetch.host_spaceing: is no option here"
	  "; did you mean \"host_spacing\"?\n" },
	{ "an_unknown_option_without_near_names_lists_them",
	  "log:\n"
	  "  colour: red\n",
	  "newswatch.yaml:2:3: log.colour: is no option here; allowed"
	  ": level, format\n" },
	{ "swapped_letters_are_near",
	  "log:\n"
	  "  levle: debug\n",
	  "newswatch.yaml:2:3: log.levle: is no option here; did you "
	  "mean \"level\"?\n" },
	{ "a_section_that_is_a_list_is_refused",
	  "fetch:\n"
	  "- a\n",
	  "newswatch.yaml:2:1: fetch: is a list; allowed: a mapping o"
	  "f options\n" },
	{ "a_section_that_is_text_is_refused", "fetch: fast\n",
	  "newswatch.yaml:1:8: fetch: is text; allowed: a mapping of "
	  "options\n" },
	{ "a_section_with_all_lines_commented_out_is_fine",
	  "fetch:\n"
	  "#  every: 5m\n"
	  "log:\n",
	  "" },
	{ "a_list_that_is_a_mapping_is_refused",
	  "sources:\n"
	  "  name: a\n",
	  "newswatch.yaml:2:3: sources: is a mapping; allowed: a list"
	  " of mappings, each beginning with \"- \"\n" },
	{ "a_duration_without_unit_is_refused",
	  "fetch:\n"
	  "  every: 10\n",
	  "newswatch.yaml:2:10: fetch.every: \"10\" is not valid; all"
	  "owed: a duration such as 10m, from 30s to 30d\n" },
	{ "a_duration_with_another_unit_is_refused",
	  "fetch:\n"
	  "  every: 10min\n",
	  "newswatch.yaml:2:10: fetch.every: \"10min\" is not valid; "
	  "allowed: a duration such as 10m, from 30s to 30d\n" },
	{ "a_duration_below_its_range_is_refused",
	  "fetch:\n"
	  "  every: 5s\n",
	  "newswatch.yaml:2:10: fetch.every: \"5s\" is out of range; "
	  "allowed: a duration such as 10m, from 30s to 30d\n" },
	{ "a_duration_above_its_range_is_refused",
	  "fetch:\n"
	  "  every: 52w\n",
	  "newswatch.yaml:2:10: fetch.every: \"52w\" is out of range;"
	  " allowed: a duration such as 10m, from 30s to 30d\n" },
	{ "a_size_with_another_unit_is_refused",
	  "fetch:\n"
	  "  max_body: 16MB\n",
	  "newswatch.yaml:2:13: fetch.max_body: \"16MB\" is not valid"
	  "; allowed: a size such as 64KiB, from 1KiB to 256MiB\n" },
	{ "a_size_out_of_range_is_refused",
	  "fetch:\n"
	  "  max_body: 4GiB\n",
	  "newswatch.yaml:2:13: fetch.max_body: \"4GiB\" is out of ra"
	  "nge; allowed: a size such as 64KiB, from 1KiB to 256MiB\n" },
	{ "a_size_that_overflows_is_refused",
	  "fetch:\n"
	  "  max_body: 99999999999999GiB\n",
	  "newswatch.yaml:2:13: fetch.max_body: \"99999999999999GiB\""
	  " is out of range; allowed: a size such as 64KiB, from 1KiB"
	  " to 256MiB\n" },
	{ "an_integer_with_letters_is_refused",
	  "fetch:\n"
	  "  parallel: many\n",
	  "newswatch.yaml:2:13: fetch.parallel: \"many\" is not valid"
	  "; allowed: a whole number, from 1 to 1024\n" },
	{ "a_long_value_is_shown_up_to_a_whole_character",
	  "fetch:\n"
	  "  parallel: xyz" EE EE EE EE "\n",
	  "newswatch.yaml:2:13: fetch.parallel: \"xyz" EE EE EE
	  "éééééééé\" is not valid; allowed: a whole number, from 1 to "
	  "1024\n" },
	{ "an_integer_out_of_range_is_refused",
	  "fetch:\n"
	  "  parallel: 0\n",
	  "newswatch.yaml:2:13: fetch.parallel: \"0\" is out of range"
	  "; allowed: a whole number, from 1 to 1024\n" },
	{ "an_integer_that_overflows_is_refused",
	  "fetch:\n"
	  "  parallel: 99999999999999999999\n",
	  "newswatch.yaml:2:13: fetch.parallel: \"9999999999999999999"
	  "9\" is out of range; allowed: a whole number, from 1 to 10"
	  "24\n" },
	{ "a_number_out_of_range_is_refused",
	  "delivery:\n"
	  "  retry_factor: 0.5\n",
	  "newswatch.yaml:2:17: delivery.retry_factor: \"0.5\" is out"
	  " of range; allowed: a number, from 1 to 100\n" },
	{ "a_number_with_an_exponent_is_refused",
	  "delivery:\n"
	  "  retry_factor: 1e3\n",
	  "newswatch.yaml:2:17: delivery.retry_factor: \"1e3\" is not"
	  " valid; allowed: a number, from 1 to 100\n" },
	{ "a_boolean_that_is_none_is_refused",
	  "fetch:\n"
	  "  http2: maybe\n",
	  "newswatch.yaml:2:10: fetch.http2: \"maybe\" is not valid; "
	  "allowed: true or false\n" },
	{ "a_choice_names_the_nearest",
	  "log:\n"
	  "  format: jsno\n",
	  "newswatch.yaml:2:11: log.format: \"jsno\" is not valid; al"
	  "lowed: auto, text, json or journal; did you mean \"json\"?\n" },
	{ "a_choice_without_near_names_lists_them",
	  "log:\n"
	  "  format: xml\n",
	  "newswatch.yaml:2:11: log.format: \"xml\" is not valid; all"
	  "owed: auto, text, json or journal\n" },
	{ "an_option_without_value_is_refused",
	  "fetch:\n"
	  "  every:\n",
	  "newswatch.yaml:2:3: fetch.every: has no value; allowed: a "
	  "duration such as 10m, from 30s to 30d\n" },
	{ "a_list_where_one_value_is_allowed_is_refused",
	  "fetch:\n"
	  "  every: [1m, 2m]\n",
	  "newswatch.yaml:2:10: fetch.every: is a list; allowed: a du"
	  "ration such as 10m, from 30s to 30d\n" },
	{ "a_mapping_where_text_is_allowed_is_refused", "instance: {a: b}\n",
	  "newswatch.yaml:1:11: instance: is a mapping; allowed: text"
	  ", from 1 to 64 bytes\n" },
	{ "a_tag_outside_a_secret_is_refused", "instance: !env HOME\n",
	  "newswatch.yaml:1:11: instance: !file, !env and !credential"
	  " are for secrets only; allowed: the value itself\n" },
	{ "an_unknown_tag_is_refused", "instance: !secret HOME\n",
	  "newswatch.yaml:1:11: the tag !secret is not used here; all"
	  "owed: !file, !env and !credential before a secret's name\n" },
	{ "a_standard_tag_is_refused", "instance: !!str newsroom\n",
	  "newswatch.yaml:1:11: the tag tag:yaml.org,2002:str is not "
	  "used here; allowed: !file, !env and !credential before a s"
	  "ecret's name\n" },
	{ "a_duplicate_key_names_both_places",
	  "log:\n"
	  "  level: debug\n"
	  "  format: text\n"
	  "  level: info\n",
	  "newswatch.yaml:4:3: log.level: is here twice; first at lin"
	  "e 2 column 3; allowed: each key once\n" },
	{ "a_duplicate_section_in_one_file_names_both_places",
	  "log:\n"
	  "  level: debug\n"
	  "log:\n"
	  "  level: info\n",
	  "newswatch.yaml:3:1: log: is here twice; first at line 1 co"
	  "lumn 1; allowed: each key once\n" },
	{ "an_anchor_and_its_alias_are_refused",
	  "log: &x\n"
	  "  level: debug\n"
	  "fetch: *x\n",
	  "newswatch.yaml:1:6: anchors (&name) are not used here; all"
	  "owed: the value written out\n"
	  "newswatch.yaml:3:8: aliases (*name) are not used here; all"
	  "owed: the value written out\n" },
	{ "a_merge_key_is_refused",
	  "log:\n"
	  "  <<: {level: debug}\n",
	  "newswatch.yaml:2:3: log.<<: is no option here; allowed: le"
	  "vel, format\n" },
	{ "a_second_document_is_refused",
	  "log:\n"
	  "  level: debug\n"
	  "---\n"
	  "log:\n"
	  "  level: info\n",
	  "newswatch.yaml:3:1: a second document begins; allowed: one"
	  " in a file\n" },
	{ "a_directive_is_refused",
	  "%YAML 1.1\n"
	  "---\n"
	  "log:\n",
	  "newswatch.yaml:1:1: directives (%YAML, %TAG) are not used "
	  "here\n" },
	{ "a_tab_as_indentation_is_told",
	  "log:\n"
	  "\tlevel: debug\n",
	  "newswatch.yaml:2:1: a tab cannot indent; allowed: spaces\n" },
	{ "bad_indentation_is_told",
	  "log:\n"
	  "  level: debug\n"
	  " format: text\n",
	  "newswatch.yaml:3:2: this is no key of the mapping above; c"
	  "heck the indentation and the quotes (what is read here beg"
	  "ins in line 1)\n" },
	{ "an_unclosed_quote_is_told_with_its_beginning",
	  "instance: \"newsroom\n"
	  "log:\n"
	  "  level: debug\n",
	  "newswatch.yaml:4:1: quoted text is not closed (what is rea"
	  "d here begins in line 1)\n" },
	{ "an_unclosed_list_is_told",
	  "include: [a.yaml, b.yaml\n"
	  "log:\n",
	  "newswatch.yaml:2:4: a list in [ ] is not closed, or a comm"
	  "a is missing (what is read here begins in line 1)\n" },
	{ "a_colon_in_plain_text_is_told", "contact: desk: desk@example.org\n",
	  "newswatch.yaml:1:14: a \": \" that cannot stand here; quot"
	  "e the text, or check the indentation\n" },
	{ "text_that_begins_with_an_at_sign_is_told", "instance: @home\n",
	  "newswatch.yaml:1:11: text that begins with this character "
	  "needs quotes\n" },
	{ "bytes_that_are_not_utf8_are_refused", "instance: caf\351\n",
	  "newswatch.yaml:1:14: the file is not UTF-8 text\n" },
	{ "a_control_character_is_refused", "instance: a\001b\n",
	  "newswatch.yaml:1:12: a control character cannot stand here\n" },
	{ "a_nul_in_text_is_refused", "instance: \"a\\0b\"\n",
	  "newswatch.yaml:1:11: a NUL character cannot stand in text\n" },
	{ "a_key_that_is_a_list_is_refused", "[a, b]: c\n",
	  "newswatch.yaml:1:1: a key must be text; quote text that be"
	  "gins with [ or {\n" },
	{ "too_deep_a_nesting_is_refused",
	  "a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]"
	  "]]]]]]]]]]]]]]]]]]]]]]]]]\n",
	  "newswatch.yaml:1:35: nested too deep; allowed: 32 levels\n" },
	{ "several_mistakes_are_told_in_the_order_of_the_lines",
	  "log:\n"
	  "  level: loud\n"
	  "fetch:\n"
	  "  every: 5s\n"
	  "  http2: maybe\n"
	  "instanse: a\n",
	  "newswatch.yaml:2:10: log.level: \"loud\" is not valid; all"
	  "owed: error, warning, notice, info or debug\n"
	  "newswatch.yaml:4:10: fetch.every: \"5s\" is out of range; "
	  "allowed: a duration such as 10m, from 30s to 30d\n"
	  "newswatch.yaml:5:10: fetch.http2: \"maybe\" is not valid; "
	  "allowed: true or false\n"
	  "newswatch.yaml:6:1: instanse: is no section; did you mean "
	  "\"instance\"?\n" },
	{ "an_instance_name_with_blanks_is_refused", "instance: news room\n",
	  "newswatch.yaml:1:11: instance: \"news room\" is not valid;"
	  " allowed: letters, digits, '.', '-' and '_'\n" },
	{ "a_contact_that_is_neither_mail_nor_url_is_refused",
	  "contact: the newsdesk\n",
	  "newswatch.yaml:1:10: contact: \"the newsdesk\" is not vali"
	  "d; allowed: a mail address or a URL with http or https\n" },
	{ "an_operator_that_is_no_notifier_names_the_nearest",
	  "operator: dsk\n"
	  "notifiers:\n"
	  "- name: desk\n"
	  "  type: console\n",
	  "newswatch.yaml:1:11: operator: there is no notifier \"dsk"
	  "\"; did you mean \"desk\"?\n" },
	{ "a_lease_below_the_timeout_is_refused",
	  "delivery:\n"
	  "  timeout: 10m\n"
	  "  lease: 5m\n",
	  "newswatch.yaml:2:3: delivery: lease is not longer than tim"
	  "eout; allowed: a lease above every timeout\n" },
	{ "a_missing_contact_is_told_when_the_network_is_used",
	  "sources:\n"
	  "- name: a\n"
	  "  url: https://a.example/feed\n",
	  "newswatch.yaml:1:1: contact: is missing, and sources are f"
	  "etched over the network; allowed: a mail address or URL by"
	  " which outlets can reach you\n" },
	{ "a_source_without_name_is_refused",
	  "contact: a@b.example\n"
	  "sources:\n"
	  "- url: https://a.example/feed\n",
	  "newswatch.yaml:3:3: sources[0].name: is required and missi"
	  "ng; allowed: text, from 1 to 100 bytes\n" },
	{ "a_source_that_is_text_is_refused",
	  "sources:\n"
	  "- https://a.example/feed\n",
	  "newswatch.yaml:2:3: sources[0]: is text; allowed: a mappin"
	  "g of options\n" },
	{ "a_source_with_neither_url_nor_argv_is_refused",
	  "sources:\n"
	  "- name: a\n",
	  "newswatch.yaml:2:3: sources[0]: has neither url nor argv; "
	  "allowed: one of them\n" },
	{ "a_source_with_url_and_argv_is_refused",
	  "contact: a@b.example\n"
	  "sources:\n"
	  "- name: a\n"
	  "  url: https://a.example/\n"
	  "  argv: [/bin/true]\n",
	  "newswatch.yaml:3:3: sources[0]: has both url and argv; all"
	  "owed: one of them\n" },
	{ "a_source_of_an_unknown_plugin_names_the_nearest",
	  "contact: a@b.example\n"
	  "sources:\n"
	  "- name: a\n"
	  "  type: fed\n"
	  "  url: https://a.example/\n",
	  "newswatch.yaml:4:9: sources[0].type: there is no source pl"
	  "ugin \"fed\"; allowed: feed, exec, page; did you mean \"feed\"?\n" },
	{ "a_plugin_that_cannot_run_programs_is_told",
	  "sources:\n"
	  "- name: a\n"
	  "  argv: [/bin/true]\n",
	  "newswatch.yaml:2:3: sources[0]: the plugin \"feed\" does n"
	  "ot run programs\n" },
	{ "a_program_by_a_relative_path_is_refused",
	  "sources:\n"
	  "- name: a\n"
	  "  type: exec\n"
	  "  argv: [reader, -x]\n",
	  "newswatch.yaml:4:10: sources[0].argv[0]: \"reader\" is no "
	  "absolute path; allowed: a program such as /usr/local/bin/r"
	  "eader\n" },
	{ "a_url_with_another_scheme_is_refused",
	  "contact: a@b.example\n"
	  "sources:\n"
	  "- name: a\n"
	  "  url: ftp://a.example/feed\n",
	  "newswatch.yaml:4:8: sources[0].url: \"ftp://a.example/feed"
	  "\" is not valid; allowed: a URL with http, https or file\n" },
	{ "a_url_without_host_is_refused",
	  "contact: a@b.example\n"
	  "sources:\n"
	  "- name: a\n"
	  "  url: https:///feed\n",
	  "newswatch.yaml:4:8: sources[0].url: the URL has no host\n" },
	{ "a_url_with_a_password_is_refused",
	  "contact: a@b.example\n"
	  "sources:\n"
	  "- name: a\n"
	  "  url: https://u:p@a.example/feed\n",
	  "newswatch.yaml:4:8: sources[0].url: a URL cannot carry a u"
	  "ser or password; allowed: the options user and password\n" },
	{ "a_url_with_a_bad_port_is_refused",
	  "contact: a@b.example\n"
	  "sources:\n"
	  "- name: a\n"
	  "  url: https://a.example:99999/feed\n",
	  "newswatch.yaml:4:8: sources[0].url: the port is no number "
	  "from 1 to 65535\n" },
	{ "a_url_with_a_blank_is_refused",
	  "contact: a@b.example\n"
	  "sources:\n"
	  "- name: a\n"
	  "  url: https://a.example/a b\n",
	  "newswatch.yaml:4:8: sources[0].url: a URL cannot hold spac"
	  "es or control characters\n" },
	{ "a_file_url_with_two_slashes_is_refused",
	  "sources:\n"
	  "- name: a\n"
	  "  url: file://spool/feed.xml\n",
	  "newswatch.yaml:3:8: sources[0].url: a file URL needs three"
	  " slashes, file:///path\n" },
	{ "two_sources_of_one_name_name_both_places",
	  "sources:\n"
	  "- name: a\n"
	  "  url: file:///a\n"
	  "- name: a\n"
	  "  url: file:///b\n",
	  "newswatch.yaml:4:9: sources[1].name: \"a\" is there alread"
	  "y, at newswatch.yaml:2:9; allowed: each name once\n" },
	{ "a_notifier_s_name_with_a_slash_is_refused",
	  "sources:\n"
	  "- name: a/b\n"
	  "  url: file:///a\n"
	  "notifiers:\n"
	  "- {name: c/d, type: console}\n",
	  "newswatch.yaml:5:10: notifiers[0].name: a notifier's name "
	  "cannot have a slash\n" },
	{ "a_name_with_blanks_or_controls_is_refused",
	  "sources:\n"
	  "- name: ' a'\n"
	  "  url: file:///a\n"
	  "- name: \"a\\tb\"\n"
	  "  url: file:///b\n",
	  "newswatch.yaml:2:9: sources[0].name: a name cannot have bl"
	  "anks at its ends\n"
	  "newswatch.yaml:4:9: sources[1].name: a name cannot have a "
	  "control character\n" },
	{ "a_source_of_an_unknown_outlet_names_the_nearest",
	  "outlets:\n"
	  "- name: Example Times\n"
	  "  domains: times.example\n"
	  "sources:\n"
	  "- name: a\n"
	  "  url: file:///a\n"
	  "  outlet: Exampel Times\n",
	  "newswatch.yaml:7:11: sources[0].outlet: there is no outlet"
	  " \"Exampel Times\"; did you mean \"Example Times\"?\n" },
	{ "a_first_poll_that_is_none_is_refused",
	  "sources:\n"
	  "- name: a\n"
	  "  url: file:///a\n"
	  "  first_poll: recent yesterday\n"
	  "- name: b\n"
	  "  url: file:///a\n"
	  "  first_poll: baseline 24h\n",
	  "newswatch.yaml:4:15: sources[0].first_poll: \"recent yeste"
	  "rday\" is not valid; allowed: baseline, recent 24h (or ano"
	  "ther duration) or all\n"
	  "newswatch.yaml:7:15: sources[1].first_poll: \"baseline 24h"
	  "\" is not valid; allowed: baseline, recent 24h (or another"
	  " duration) or all\n" },
	{ "a_network_source_faster_than_thirty_seconds_is_refused",
	  "contact: a@b.example\n"
	  "sources:\n"
	  "- name: a\n"
	  "  url: https://a.example/\n"
	  "  every: 10s\n"
	  "- name: b\n"
	  "  url: file:///a\n"
	  "  every: 1s\n",
	  "newswatch.yaml:5:10: sources[0].every: is too often for a "
	  "network; allowed: a duration of at least 30s\n" },
	{ "a_language_that_is_none_is_refused",
	  "sources:\n"
	  "- name: a\n"
	  "  url: file:///a\n"
	  "  language: english\n",
	  "newswatch.yaml:4:13: sources[0].language: \"english\" is n"
	  "o language; allowed: a tag of BCP 47, such as en or pt-BR\n" },
	{ "headers_that_are_a_list_are_refused",
	  "sources:\n"
	  "- name: a\n"
	  "  url: file:///a\n"
	  "  headers: [a]\n",
	  "newswatch.yaml:4:12: sources[0].headers: is a list; allowe"
	  "d: a mapping of names to text\n" },
	{ "a_user_without_password_is_refused",
	  "sources:\n"
	  "- name: a\n"
	  "  url: file:///a\n"
	  "  user: reader\n",
	  "newswatch.yaml:2:3: sources[0]: has a user without a passw"
	  "ord; allowed: both or neither\n" },
	{ "a_secret_as_plain_text_says_the_three_ways",
	  "sources:\n"
	  "- name: a\n"
	  "  url: file:///a\n"
	  "  user: u\n"
	  "  password: hunter2\n",
	  "newswatch.yaml:5:13: sources[0].password: is a secret and "
	  "cannot stand here as text; allowed: !file PATH, !env NAME "
	  "or !credential NAME\n" },
	{ "a_secret_in_a_missing_variable_is_told",
	  "sources:\n"
	  "- name: a\n"
	  "  url: file:///a\n"
	  "  user: u\n"
	  "  password: !env NW_NO_SUCH_VARIABLE\n",
	  "newswatch.yaml:5:13: sources[0].password: the environment "
	  "has no variable \"NW_NO_SUCH_VARIABLE\"\n" },
	{ "a_secret_in_a_missing_file_is_told",
	  "sources:\n"
	  "- name: a\n"
	  "  url: file:///a\n"
	  "  user: u\n"
	  "  password: !file /nowhere/secret\n",
	  "newswatch.yaml:5:13: sources[0].password: file \"/nowhere/"
	  "secret\" cannot be read: No such file or directory\n" },
	{ "a_credential_without_a_folder_is_told",
	  "sources:\n"
	  "- name: a\n"
	  "  url: file:///a\n"
	  "  user: u\n"
	  "  password: !credential reader\n",
	  "newswatch.yaml:5:13: sources[0].password: there is no fold"
	  "er of credentials; allowed: LoadCredential=reader:PATH in "
	  "the unit, or $CREDENTIALS_DIRECTORY\n" },
	{ "a_credential_with_a_slash_is_refused",
	  "sources:\n"
	  "- name: a\n"
	  "  url: file:///a\n"
	  "  user: u\n"
	  "  password: !credential ../reader\n",
	  "newswatch.yaml:5:13: sources[0].password: a credential's n"
	  "ame cannot have a slash or begin with a dot\n" },
	{ "a_secret_tag_without_a_name_is_refused",
	  "sources:\n"
	  "- name: a\n"
	  "  url: file:///a\n"
	  "  user: u\n"
	  "  password: !env\n",
	  "newswatch.yaml:5:13: sources[0].password: says no name beh"
	  "ind the tag; allowed: !file PATH, !env NAME or !credential"
	  " NAME\n" },
	{ "an_outlet_without_domains_is_refused",
	  "outlets:\n"
	  "- name: Example Times\n",
	  "newswatch.yaml:2:3: outlets[0].domains: is required and mi"
	  "ssing; allowed: one or a list of: text, from 1 to 253 byte"
	  "s\n" },
	{ "a_domain_that_is_a_url_is_refused",
	  "outlets:\n"
	  "- name: Example Times\n"
	  "  domains: https://times.example/\n",
	  "newswatch.yaml:3:12: outlets[0].domains: \"https://times.e"
	  "xample/\" is no domain; allowed: a host name such as times"
	  ".example, without scheme and path\n" },
	{ "a_domain_of_two_outlets_names_the_first",
	  "outlets:\n"
	  "- name: Example Times\n"
	  "  domains: www.times.example\n"
	  "- name: Other\n"
	  "  domains: [other.example, times.example]\n",
	  "newswatch.yaml:5:28: outlets[1].domains[1]: \"times.exampl"
	  "e\" belongs to the outlet \"Example Times\" already; allow"
	  "ed: each domain once\n" },
	{ "a_country_that_is_none_is_refused",
	  "outlets:\n"
	  "- name: Example Times\n"
	  "  domains: times.example\n"
	  "  country: [GB, U1]\n",
	  "newswatch.yaml:4:17: outlets[0].country[1]: \"U1\" is no c"
	  "ountry; allowed: two letters of ISO 3166-1, such as GB\n" },
	{ "an_affiliation_that_is_none_names_the_nearest",
	  "outlets:\n"
	  "- name: Example Times\n"
	  "  domains: times.example\n"
	  "  affiliation: independant\n",
	  "newswatch.yaml:4:16: outlets[0].affiliation: \"independant"
	  "\" is not valid; allowed: independent, public, state, part"
	  "y or religious; did you mean \"independent\"?\n" },
	{ "an_option_of_a_plugin_names_the_nearest",
	  "notifiers:\n"
	  "- name: a\n"
	  "  type: email\n"
	  "  relay: smtp://localhost:25\n"
	  "  from: a@b.example\n"
	  "  too: c@d.example\n",
	  "newswatch.yaml:2:3: notifiers[0].to: is required and missi"
	  "ng; allowed: one or a list of: a mail address such as desk"
	  "@example.org\n"
	  "newswatch.yaml:6:3: notifiers[0].too: is no option here; d"
	  "id you mean \"to\"?\n" },
	{ "a_mail_address_that_is_none_is_refused",
	  "notifiers:\n"
	  "- name: a\n"
	  "  type: email\n"
	  "  relay: smtp://localhost:25\n"
	  "  from: Newsdesk\n"
	  "  to: [a@b.example, a b@c.example]\n",
	  "newswatch.yaml:5:9: notifiers[0].from: \"Newsdesk\" is not"
	  " valid; allowed: a mail address such as desk@example.org\n"
	  "newswatch.yaml:6:21: notifiers[0].to[1]: \"a b@c.example\""
	  " is not valid; allowed: a mail address such as desk@exampl"
	  "e.org\n" },
	{ "a_relay_with_a_path_is_refused",
	  "notifiers:\n"
	  "- name: a\n"
	  "  type: email\n"
	  "  relay: smtp://localhost/x\n"
	  "  from: a@b.example\n"
	  "  to: a@b.example\n",
	  "newswatch.yaml:4:10: notifiers[0].relay: a relay has no pa"
	  "th; allowed: smtp://host:port or smtps://host:port\n" },
	{ "smtps_with_starttls_is_refused",
	  "notifiers:\n"
	  "- name: a\n"
	  "  type: email\n"
	  "  relay: smtps://mail.example\n"
	  "  tls: starttls\n"
	  "  from: a@b.example\n"
	  "  to: a@b.example\n",
	  "newswatch.yaml:5:8: notifiers[0].tls: smtps is TLS from th"
	  "e first byte; allowed: tls, or a relay with smtp\n" },
	{ "a_password_in_the_clear_is_refused",
	  "notifiers:\n"
	  "- name: a\n"
	  "  type: email\n"
	  "  relay: smtp://mail.example\n"
	  "  tls: none\n"
	  "  user: u\n"
	  "  password: !env PATH\n"
	  "  from: a@b.example\n"
	  "  to: a@b.example\n",
	  "newswatch.yaml:5:8: notifiers[0].tls: a password cannot be"
	  " sent in the clear; allowed: starttls or tls\n" },
	{ "a_transport_option_of_another_kind_is_refused",
	  "notifiers:\n"
	  "- name: a\n"
	  "  type: console\n"
	  "  url: https://a.example/\n",
	  "newswatch.yaml:4:3: notifiers[0].url: is no option here; a"
	  "llowed: name, type, enabled\n" },
	{ "a_webhook_without_url_is_refused",
	  "notifiers:\n"
	  "- name: a\n"
	  "  type: webhook\n",
	  "newswatch.yaml:2:3: notifiers[0].url: is required and miss"
	  "ing; allowed: a URL with http or https\n" },
	{ "a_notifier_without_type_is_refused",
	  "notifiers:\n"
	  "- name: a\n",
	  "newswatch.yaml:2:3: notifiers[0].type: is required and mis"
	  "sing; allowed: text, from 1 to 64 bytes\n" },
	{ "a_file_option_that_is_missing_is_told",
	  "classifiers:\n"
	  "- name: a\n"
	  "  type: lexicon\n"
	  "  topics: [/nowhere/topics.yaml]\n",
	  "newswatch.yaml:4:12: classifiers[0].topics[0]: file \"/now"
	  "here/topics.yaml\" cannot be read: No such file or directo"
	  "ry\n" },
	{ "what_a_plugin_says_at_its_opening_is_told_at_its_place",
	  "notifiers:\n"
	  "- name: BROKEN\n"
	  "  type: console\n",
	  "newswatch.yaml:2:3: notifiers[0]: topics/broken.yaml:3:1: "
	  "no weight\n" },
	{ "a_watch_without_notify_is_refused",
	  "watches:\n"
	  "- name: a\n"
	  "  query: b\n",
	  "newswatch.yaml:2:3: watches[0].notify: is required and mis"
	  "sing; allowed: one or a list of: text, from 1 to 100 bytes\n" },
	{ "a_watch_with_neither_query_nor_topics_is_refused",
	  "notifiers:\n"
	  "- name: desk\n"
	  "  type: console\n"
	  "watches:\n"
	  "- name: a\n"
	  "  notify: desk\n",
	  "newswatch.yaml:5:3: watches[0]: has neither query nor topi"
	  "cs; allowed: one of them or both\n" },
	{ "a_watch_for_an_unknown_notifier_names_the_nearest",
	  "notifiers:\n"
	  "- name: desk\n"
	  "  type: console\n"
	  "watches:\n"
	  "- name: a\n"
	  "  query: b\n"
	  "  notify: [desk, deks]\n",
	  "newswatch.yaml:7:18: watches[0].notify[1]: there is no not"
	  "ifier \"deks\"; did you mean \"desk\"?\n" },
	{ "a_watch_for_an_unknown_topic_names_the_nearest",
	  "notifiers:\n"
	  "- name: desk\n"
	  "  type: console\n"
	  "watches:\n"
	  "- name: a\n"
	  "  topics: [strike]\n"
	  "  notify: desk\n",
	  "newswatch.yaml:6:12: watches[0].topics[0]: there is no top"
	  "ic \"strike\"; did you mean \"strikes\"?\n" },
	{ "a_score_above_one_is_refused",
	  "notifiers:\n"
	  "- name: desk\n"
	  "  type: console\n"
	  "watches:\n"
	  "- name: a\n"
	  "  topics: {strikes: 50}\n"
	  "  notify: desk\n",
	  "newswatch.yaml:6:21: watches[0].topics.strikes: \"50\" is "
	  "no score; allowed: a number, 0 to 1\n" },
	{ "a_severity_that_is_none_is_refused",
	  "notifiers:\n"
	  "- name: desk\n"
	  "  type: console\n"
	  "watches:\n"
	  "- name: a\n"
	  "  query: b\n"
	  "  notify: desk\n"
	  "  severity: critical\n",
	  "newswatch.yaml:8:13: watches[0].severity: \"critical\" is "
	  "not valid; allowed: low, normal, high or urgent\n" },
	{ "two_watches_of_one_name_name_both_places",
	  "notifiers:\n"
	  "- name: desk\n"
	  "  type: console\n"
	  "watches:\n"
	  "- {name: a, query: b, notify: desk}\n"
	  "- {name: a, query: c, notify: desk}\n",
	  "newswatch.yaml:6:10: watches[1].name: \"a\" is there alrea"
	  "dy, at newswatch.yaml:5:10; allowed: each name once\n" },
	{ "a_query_s_mistake_is_shown_in_plain_text",
	  "notifiers:\n"
	  "- name: desk\n"
	  "  type: console\n"
	  "watches:\n"
	  "- name: a\n"
	  "  query: port AND !! strike\n"
	  "  notify: desk\n",
	  "newswatch.yaml:6:19: watches[0].query: a term is missing\n" },
	{ "a_query_s_mistake_is_shown_in_single_quotes",
	  "notifiers:\n"
	  "- name: desk\n"
	  "  type: console\n"
	  "watches:\n"
	  "- name: a\n"
	  "  query: 'it''s \"x\" !!'\n"
	  "  notify: desk\n",
	  "newswatch.yaml:6:21: watches[0].query: a term is missing\n" },
	{ "a_query_s_mistake_is_shown_in_double_quotes",
	  "notifiers:\n"
	  "- name: desk\n"
	  "  type: console\n"
	  "watches:\n"
	  "- name: a\n"
	  "  query: \"\\\"caf\\u00e9 x\\\" !!\"\n"
	  "  notify: desk\n",
	  "newswatch.yaml:6:27: watches[0].query: a term is missing\n" },
	{ "a_query_s_mistake_is_shown_in_a_literal_block",
	  "notifiers:\n"
	  "- name: desk\n"
	  "  type: console\n"
	  "watches:\n"
	  "- name: a\n"
	  "  query: |\n"
	  "    port* OR\n"
	  "      (dock AND !!)\n"
	  "  notify: desk\n",
	  "newswatch.yaml:8:17: watches[0].query: a term is missing\n" },
	{ "a_query_s_mistake_is_shown_in_a_folded_block",
	  "notifiers:\n"
	  "- name: desk\n"
	  "  type: console\n"
	  "watches:\n"
	  "- name: a\n"
	  "  query: >\n"
	  "    port* OR\n"
	  "    (dock AND !!)\n"
	  "  notify: desk\n",
	  "newswatch.yaml:8:15: watches[0].query: a term is missing\n" },
	{ "a_query_s_mistake_is_shown_in_plain_text_over_lines",
	  "notifiers:\n"
	  "- name: desk\n"
	  "  type: console\n"
	  "watches:\n"
	  "- name: a\n"
	  "  query: port* OR\n"
	  "    caf\303\251 AND !!\n"
	  "  notify: desk\n",
	  "newswatch.yaml:7:14: watches[0].query: a term is missing\n" },
	{ "a_country_that_iso_has_not_is_told",
	  "outlets:\n"
	  "- name: a\n"
	  "  domains: [a.example]\n"
	  "  country: [XK, XQ]\n",
	  "newswatch.yaml:4:17: warning: outlets[0].country[1]: \"XQ\" is no "
	  "country; allowed: two letters of ISO 3166-1, such as GB\n" },
	{ "a_query_s_warning_does_not_refuse",
	  "notifiers:\n"
	  "- name: desk\n"
	  "  type: console\n"
	  "watches:\n"
	  "- name: a\n"
	  "  query: port ??\n"
	  "  notify: desk\n",
	  "newswatch.yaml:6:15: warning: watches[0].query: matches no"
	  "thing\n" },
	{ "a_country_of_three_letters_says_what_one_is",
	  "notifiers:\n"
	  "- name: desk\n"
	  "  type: console\n"
	  "watches:\n"
	  "- name: a\n"
	  "  query: port\n"
	  "  notify: desk\n"
	  "  countries: [UKK]\n",
	  "newswatch.yaml:8:15: watches[0].countries[0]: \"UKK\" is no "
	  "country; allowed: two letters of ISO 3166-1, such as GB\n" },
	{ "a_sample_of_a_duration_is_one_that_is_allowed",
	  "notifiers:\n"
	  "- name: desk\n"
	  "  type: console\n"
	  "watches:\n"
	  "- name: a\n"
	  "  query: port\n"
	  "  notify: desk\n"
	  "  close_after: 10m\n",
	  "newswatch.yaml:8:16: watches[0].close_after: \"10m\" is out "
	  "of range; allowed: a duration such as 1h, from 1h to 365d\n" },
	{ "an_empty_update_if_says_none",
	  "notifiers:\n"
	  "- name: desk\n"
	  "  type: console\n"
	  "watches:\n"
	  "- name: a\n"
	  "  query: port\n"
	  "  notify: desk\n"
	  "  update_if: []\n",
	  "newswatch.yaml:8:14: watches[0].update_if: is empty; allowed:"
	  " none, for no updates, or what is to be told\n" },
	{ "a_severity_that_another_comes_before_is_told",
	  "notifiers:\n"
	  "- name: desk\n"
	  "  type: console\n"
	  "watches:\n"
	  "- name: a\n"
	  "  query: port\n"
	  "  notify: desk\n"
	  "  high_from: 5\n"
	  "  urgent_from: 5\n",
	  "newswatch.yaml:8:14: watches[0].high_from: never comes: urge"
	  "nt_from is 5; allowed: a number below it\n" },
	{ "a_within_without_anything_to_count_is_told",
	  "notifiers:\n"
	  "- name: desk\n"
	  "  type: console\n"
	  "watches:\n"
	  "- name: a\n"
	  "  query: port\n"
	  "  notify: desk\n"
	  "  within: 2h\n",
	  "newswatch.yaml:8:11: watches[0].within: nothing is counted w"
	  "ithin it; allowed: with min_independent, min_outlets, affilia"
	  "tion, first_after, high_from or urgent_from\n" },
	{ "a_within_that_first_after_counts_by_is_fine",
	  "notifiers:\n"
	  "- name: desk\n"
	  "  type: console\n"
	  "watches:\n"
	  "- name: a\n"
	  "  query: port\n"
	  "  notify: desk\n"
	  "  within: 2h\n"
	  "  first_after: 10m\n",
	  "" },
	{ "a_spike_on_a_watch_that_is_off_is_warned_about",
	  "notifiers:\n"
	  "- name: desk\n"
	  "  type: console\n"
	  "watches:\n"
	  "- name: a\n"
	  "  query: port\n"
	  "  notify: desk\n"
	  "  enabled: false\n"
	  "spikes:\n"
	  "- name: rise\n"
	  "  watches: [a]\n"
	  "  notify: desk\n",
	  "newswatch.yaml:11:13: warning: spikes[0].watches[0]: the wat"
	  "ch \"a\" is switched off (enabled: false): nothing of it is c"
	  "ounted\n" },
	{ "a_reminder_before_update_every_is_warned_about",
	  "notifiers:\n"
	  "- name: desk\n"
	  "  type: console\n"
	  "watches:\n"
	  "- name: a\n"
	  "  query: port\n"
	  "  notify: desk\n"
	  "  remind_after: 2m\n",
	  "newswatch.yaml:8:17: warning: watches[0].remind_after: a rem"
	  "inder waits for update_every, the least time between two ale"
	  "rts, which is longer\n" },
	{ "an_include_that_is_missing_is_told", "include: [nowhere.yaml]\n",
	  "newswatch.yaml:1:11: include[0]: nowhere.yaml cannot be re"
	  "ad: No such file or directory\n" },
	{ "an_include_that_is_a_folder_is_told", "include: data\n",
	  "newswatch.yaml:1:10: include: data is a folder; allowed: a"
	  " file\n" },
	{ "an_include_that_is_a_mapping_is_refused", "include: {a: b}\n",
	  "newswatch.yaml:1:10: include: is a mapping; allowed: one o"
	  "r a list of: a path\n" },
};
/* clang-format on */

enum { MISTAKES = sizeof(mistakes) / sizeof(mistakes[0]) };

static void lines_are_as_written(void **state)
{
	const struct mistake *mistake = *state;
	char *lines;

	fixture_enter(state);
	fixture_write("newswatch.yaml", mistake->yaml);
	struct config *config = fixture_load(0, &lines);
	assert_string_equal(lines, mistake->lines);
	config_unref(&config);
	free(lines);
	fixture_leave(state);
}

int main(void)
{
	struct CMUnitTest tests[MISTAKES] = { { 0 } };
	struct mistake copies[MISTAKES];

	unsetenv("CREDENTIALS_DIRECTORY");
	memcpy(copies, mistakes, sizeof(copies));
	for (size_t i = 0; i < MISTAKES; i++) {
		tests[i].name = mistakes[i].title;
		tests[i].test_func = lines_are_as_written;
		tests[i].initial_state = &copies[i];
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
