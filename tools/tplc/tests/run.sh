#!/bin/sh
# run.sh [TPLC]: templates that must be refused, each with words of the message, and templates that must pass.
set -u
cd "$(dirname "$0")/../../.."
tplc=${1:-build/tools/tplc}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
good=0 bad=0
head='{! void x_html(struct html *o, struct str s, struct url u, bool c, const struct row *rows, size_t n) !}'

# refuse WORDS TEMPLATE: WORDS must stand in the message.
refuse() {
	printf '%s\n%s\n' "$head" "$2" > "$dir/x.html"
	refuse_file "$1" "$2"
}
refuse_file() {
	if msg=$("$tplc" "$dir/x.html" "$dir/x" 2>&1); then
		echo "FAILED: accepted: $2"; bad=$((bad + 1)); return
	fi
	case $msg in
	"$dir/x.html:"[0-9]*": "*"$1"*) good=$((good + 1)) ;;
	*) echo "FAILED: expected '$1', got '$msg' for: $2"; bad=$((bad + 1)) ;;
	esac
}
# pass TEMPLATE [WORDS]: tplc and the compiler must take it; WORDS must stand in the C text.
pass() {
	printf '%s\n%s\n' "$head" "$1" > "$dir/x.html"
	if ! "$tplc" "$dir/x.html" "$dir/x" 2> "$dir/err"; then
		echo "FAILED: refused: $1: $(cat "$dir/err")"; bad=$((bad + 1)); return
	fi
	sed -i 's|#include "html/html.h"|&\nstruct row { struct str name; struct url to; int64_t n; bool on; };\nvoid part(struct html *o, const char *m);|' "$dir/x.h"
	if ! gcc -std=c17 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Wshadow -Werror -Isrc -fsyntax-only "$dir/x.c" 2> "$dir/err"; then
		echo "FAILED: C refused: $1: $(head -3 "$dir/err")"; bad=$((bad + 1)); return
	fi
	if [ $# -gt 1 ] && ! grep -qF -- "$2" "$dir/x.c"; then
		echo "FAILED: expected '$2' in the code of: $1"; bad=$((bad + 1)); return
	fi
	good=$((good + 1))
}
# no_c TEMPLATE: tplc may take it, the compiler must not.
no_c() {
	printf '%s\n%s\n' "$head" "$1" > "$dir/x.html"
	if "$tplc" "$dir/x.html" "$dir/x" 2> /dev/null &&
	    sed -i 's|#include "html/html.h"|&\nstruct row { struct str name; struct url to; int64_t n; bool on; const char *raw; };|' "$dir/x.h" &&
	    gcc -std=c17 -D_GNU_SOURCE -Wall -Isrc -fsyntax-only "$dir/x.c" 2> "$dir/err"; then
		echo "FAILED: compiled: $1"; bad=$((bad + 1)); return
	fi
	grep -q "x.html:" "$dir/err" && good=$((good + 1)) || { echo "FAILED: C's error names no template line: $1"; bad=$((bad + 1)); }
}

# values where none may stand
refuse 'attribute onclick is refused' '<a onclick="{{ s }}">x</a>'
refuse 'attribute onclick is refused' '<a onclick="go()">x</a>'
refuse 'attribute OnClick is refused' '<a OnClick="go()">x</a>'
refuse 'attribute style is refused' '<p style="{{ s }}">x</p>'
refuse 'attribute srcdoc is refused' '<p srcdoc="x">x</p>'
refuse '<script> is refused' '<script>{{ s }}</script>'
refuse '<SCRIPT> is refused' '<SCRIPT src="/x.js"></SCRIPT>' 
refuse '<style> is refused' '<style>p{}</style>'
refuse 'not on the list of elements' '<iframe></iframe>'
refuse 'not on the list of elements' '<base href="/">'
refuse 'not on the list of elements' '<object></object>'
refuse 'outside a quoted attribute' '<p {{ s }}>x</p>'
refuse 'in double quotes' '<p id={{ s }}>x</p>'
refuse 'in double quotes' "<p id='x'>x</p>"
refuse 'in double quotes' '<p id=x>x</p>'
refuse 'outside a quoted attribute' '<{{ s }}>x</p>'
refuse 'is not on the list of elements' '<h{{ s }}>x</h>'
refuse 'stand in a comment' '<!-- {{ s }} -->'
refuse 'the comment is not closed' '<!-- x'
refuse 'only <!DOCTYPE html>' '<![CDATA[x]]>'
# attributes off the list
refuse 'not on the list of attributes' '<a ping="/x">x</a>'
refuse 'not on the list of attributes' '<svg xlink:href="/x"></svg>'
refuse 'not on the list of attributes' '<img srcset="/x">'
refuse 'not on the list of attributes' '<link imagesrcset="/x">'
refuse 'not on the list of attributes' '<meta http-equiv="refresh">'
refuse 'not on the list of attributes' '<p HREF="/x">x</p>'
refuse 'no value may be placed in attribute content' '<meta content="{{ s }}">'
refuse 'no value may be placed in attribute rel' '<a href="/" rel="{{ s }}">x</a>'
refuse 'no value may be placed in attribute fill' '<svg><rect fill="{{ s }}"/></svg>'
refuse 'stands twice in one tag' '<a href="/x" href="/y">x</a>'
refuse 'stands twice in one tag' '<p{% if c %} class="a"{% end %} class="b">x</p>'
refuse 'takes no value' '<input checked="{{ c }}">'
refuse 'takes no value' '<input checked="checked">'
refuse 'needs a value' '<p class>x</p>'
refuse 'wants a number' '<td colspan="two">x</td>'
# addresses
refuse 'stands alone' '<a href="/x/{{ s }}">x</a>'
refuse 'stands alone' '<a href="{{ u }}?a=b">x</a>'
refuse 'stands alone' '<a href="javascript:{{ u }}">x</a>'
refuse 'an address begins with' '<a href="javascript:alert(1)">x</a>'
refuse 'an address begins with' '<a href="//elsewhere/x">x</a>'
refuse 'an address begins with' '<a href="/\elsewhere">x</a>'
refuse 'an address begins with' '<img src="https://elsewhere/x" alt="">'
refuse 'an address begins with' '<form action="https://elsewhere/"></form>'
refuse 'an address begins with' '<a href="java&amp;script:x">x</a>'
refuse 'unknown entity' '<a href="java&Tab;script:x">x</a>'
refuse 'stands alone' '<a href="{% if c %}/x" title="{% else %}{{ s }}{% end %}">x</a>'
# blocks end where they begin
refuse 'end in the quote it began in' '<p class="{% if c %}/x" id="{% else %}{{ s }}{% end %}">x</p>'
refuse 'end in the tag it began in' '<p {% if c %}id="x">{% else %}id="y">{% end %}x</p>'
refuse 'end in the tag it began in' '<p{% if c %}>x{% end %}</p>'
refuse 'began outside it' '{% if c %}<p class="{% end %}">x</p>'
refuse 'inside a tag ends a block' '{% if c %}<p {% end %}>x</p>'
refuse 'opened outside this block' '<div>{% if c %}</div>{% end %}</div>'
refuse 'is not closed in its block' '{% if c %}<div>{% end %}</div>'
refuse 'is not closed in its block' '<div><p>x</p>'
refuse 'where </p> was expected' '<div><p>x</div></p>'
refuse 'is not closed' '{% if c %}x'
refuse "the block 'for' is not closed" '{% for r in rows n %}x'
refuse "without a block" 'x{% end %}'
refuse "without a block" '{% else %}'
refuse "does not belong to the 'if'" '{% if c %}a{% else %}b{% else %}c{% end %}'
refuse "does not belong to the 'for'" '{% for r in rows n %}a{% else %}b{% end %}'
refuse "only 'if' may stand inside a tag" '<p {% for r in rows n %} id="x"{% end %}>x</p>'
refuse 'nested too deep' "$(for i in $(seq 33); do printf '{%% if c %%}'; done)"
refuse 'is no control here' '{% raw s %}'
refuse "'for' reads" '{% for r rows n %}x{% end %}'
refuse 'file ends inside a tag' '<p class="x"'
refuse 'file ends inside attribute' '<p class="x'
refuse 'an address stands alone' '<a href="{{ u }}{{ u }}">x</a>'
refuse 'where </b> was expected' '{% t %}<b>x</i>{% end %}'
# expressions look, nothing else
refuse "'=' is not allowed" '{% if c = 1 %}x{% end %}'
refuse "';' is not allowed" '{{ s; s }}'
refuse "is not allowed" '{{ n++ }}'
refuse "is not allowed" '{{ n += 1 }}'
refuse "'struct' is not allowed" '{{ (struct safe_html){ s } }}'
refuse "is not allowed" '{{ (struct safe_html) s }}'
refuse "'*' is not allowed" '{{ *rows }}'
refuse "'?' is not allowed" '{{ c ? s : s }}'
refuse 'only as an argument of a call' '{{ "raw" }}'
refuse 'between the arguments of a call' '{{ s, s }}'
refuse 'an expression is missing' '{{ }}'
refuse 'ends in an operator' '{{ s. }}'
refuse 'is not closed' '{{ f(s }}'
refuse "'}}' is missing" '{{ s'
refuse "'%}' is missing" '{% if c'
refuse "is not allowed" '{{ n << 2 }}'
refuse "is not allowed" '{{ sizeof(s) }}'
refuse "'call' wants a call" '{% call s %}'
refuse "is not allowed" '{{ s # x }}'
# words
refuse 'stands in {% t %}' '<p>Hello {{ s }}</p>'
refuse 'stands in {% t %}' '<p>{{ s }} items</p>'
refuse 'stands in {% t %}' '<p title="About {{ s }}">x</p>'
refuse 'no braces' '<p>Words {like} these</p>'
refuse 'unknown entity' '<p>Tea &bogus; cake</p>'
refuse 'no block may stand in a sentence' '{% t %}a {% if c %}b{% end %}{% end %}'
refuse 'only inline elements' '{% t %}a <div>b</div>{% end %}'
refuse 'is not closed in its sentence' '{% t %}a <b>c{% end %}'
refuse 'must open the tags it closes' '{% t %}a </b>{% end %}'
refuse 'both named' '{% t %}{{ rows->name }} and {{ s.name }}{% end %}'
refuse 'needs {% other %}' '{% plural n %}{% one %}x{% end %}'
refuse 'opens with one of its forms' '{% plural n %}x{% end %}'
refuse 'stands twice' '{% plural n %}{% one %}x{% one %}y{% other %}z{% end %}'
refuse 'a sentence without words' '{% t %}{{ s }}{% end %}'
refuse "'t' stands in text" '<p class="{% t %}x{% end %}">y</p>'
refuse 'one value and nothing else' '<textarea>words</textarea>'
refuse 'one value and nothing else' '<textarea>{{ s }}<p></p></textarea>'
# the head of the file
printf '<p>x</p>\n' > "$dir/x.html"; refuse_file 'the file must open with' 'no signature'
printf '' > "$dir/x.html"; refuse_file 'the file must open with' 'an empty file'
printf '{! int x(struct html *o) !}\n' > "$dir/x.html"; refuse_file 'a function reads' 'int'
printf '{! void x(struct buf *o) !}\n' > "$dir/x.html"; refuse_file 'a function reads' 'no html'
printf '{! void x(struct html *o) { evil(); } !}\n' > "$dir/x.html"; refuse_file 'a function reads' 'a body'
printf '{! #include "a.h"\nint evil; !}\n' > "$dir/x.html"; refuse_file 'only #include' 'code among includes'
printf '{! #include <stdio.h> !}\n' > "$dir/x.html"; refuse_file 'only #include' 'a system header'
# types: the compiler's part, told at the template's own line
no_c '<a href="{{ s }}">x</a>'
no_c '<p>{{ rows->raw }}</p>'
no_c '<p>{{ u }}</p>'
no_c '<p class="{{ u }}">x</p>'
no_c '<p>{{ rows->nmae }}</p>'
no_c '<td colspan="{{ s }}">x</td>'
no_c '<p>{% t %}Hello {{ u }}{% end %}</p>'
# and what must pass
pass '<p>{{ s }}</p>' 'HTML_TEXT(o, s);'
pass '<p class="a {{ s }}" id="{{ s }}">{{ n }}</p>' 'HTML_ATTR(o, s);'
pass '<a href="{{ u }}">x</a>' 'HTML_URL(o, u);'
pass '<a href="/help#top">Help</a>' 'html_msg(o, "Help");'
pass '<a href="{{ URL_ID(o->mem, "/a/{}", rows->n) }}">Help</a>' 'HTML_URL(o, URL_ID(o->mem, "/a/{}", rows->n));'
pass '<p>Tea &amp; cake, &lt;both&gt;</p>' 'html_msg(o, "Tea & cake, <both>");'
pass '<p title="All of
	it">{{ s }}</p>' 'html_msg_attr(o, "All of it");'
pass '{% if c %}<p>Yes</p>{% elif n > 2 && !c %}<p>Many</p>{% else %}<p>No</p>{% end %}' '} else if (n > 2 && !c) {'
pass '<input name="a" value="{{ s }}"{% if c %} checked{% end %}>' ' checked'
pass '<p class="a{% if c %} b{% else %} {{ s }}{% end %}">x</p>'
pass '{% for r in rows n %}{% for q in &rows[0] n %}<a href="{{ r->to }}">{{ q->name }}</a> ({{ r_i }}){% end %}{% end %}' 'q_i'
pass '<p>{% t %}Review of {{ rows->name }} in <b>{{ n }} days</b>{% end %}</p>' '"Review of {name} in <1>{n} days</1>"'
pass '<p aria-label="{% t %}Remove {{ s }}{% end %}">x</p>' 'html_format_attr(o, "Remove {s}"'
pass '{% plural n %}{% one %}{{ n }} note{% few %}{{ n }} nodyn{% other %}{{ n }} notes{% end %}' 'html_plural(o'
pass '{% call part(o, "Save") %}' 'part(o, "Save");'
pass '<textarea rows="{{ n }}">{{ s }}</textarea>' 'HTML_TEXT(o, s);'
pass '<svg viewBox="0 0 {{ n }} 10"><rect x="{{ n }}" y="0" width="5" height="4%" class="a"/></svg>' 'html_attr_i64(o, (n));'
pass '<!-- words --><p>x</p>'
pass '<p>100%</p><p>what??/now</p>' 'what\?\?/now'
# the catalogue
printf '%s\n' '{! void x_html(struct html *o) !}' '<p title="Two">One</p><p>One</p>{% t %}Hello {{ o->x }}{% end %}{% call part(o, "Save") %}' \
	'{% plural 3 %}{% one %}{{ n }} day{% other %}{{ n }} days{% end %}' > "$dir/x.html"
printf '%s\n' 'x = M("From C"); FIELD(struct x, m, .label = "Label");' 'CHOICES(k, { "v", "Choice", "Its hint" });' > "$dir/x.c"
"$tplc" --messages "$dir/x.html" "$dir/x.c" > "$dir/pot" || bad=$((bad + 1))
for m in 'msgid "One"' 'msgid "Two"' 'msgid "Hello {x}"' 'msgid "Save"' 'msgid "{n} day"' 'msgid_plural "{n} days"' 'msgid "From C"' \
	'msgid "Label"' 'msgid "Choice"' 'msgid "Its hint"' "#: $dir/x.html:2"; do
	if grep -qF -- "$m" "$dir/pot"; then good=$((good + 1)); else echo "FAILED: not in the catalogue: $m"; bad=$((bad + 1)); fi
done
if [ "$(grep -cF 'msgid "One"' "$dir/pot")" != 1 ] || grep -q 'msgid "v"' "$dir/pot"; then echo 'FAILED: the catalogue has too much'; bad=$((bad + 1)); fi
echo "$good passed, $bad failed"
[ $bad -eq 0 ]
