package reply

import "strings"

type kind byte

const (
	blank    kind = iota
	said          // text
	quote         // begins with ">"
	announce      // «On ... wrote:», «-----Original message-----»
	head          // a line of a header block: «From: ...»
	dashes        // the signature mark "--"
	rule          // a longer line of dashes or underscores
	mobile        // «Sent from my phone»
)

type line struct {
	text   string
	kind   kind
	marker bool // a quoted line that announces an older quotation
}

func (l line) announces() bool { return l.kind == announce || l.kind == head }

// bare is the line without quote signs and decoration.
func (l line) bare() string { return normal(unquote(l.text)) }

// maxLine is the longest line that is looked at closely; announcements are short.
const maxLine = 600

// read splits a text into lines and says what each is. An announcement that a mail program wrapped becomes one line.
func read(text string) []line {
	raw := strings.Split(text, "\n")
	var lines []line
	for i := 0; i < len(raw); i++ {
		if n := wrapped(raw[i:]); n > 1 {
			lines = append(lines, classify(join(raw[i:i+n])))
			i += n - 1
			continue
		}
		lines = append(lines, classify(raw[i]))
	}
	headers(lines)
	byQuotation(lines)
	return lines
}

func classify(text string) line {
	l := line{text: text, kind: said}
	short := strings.TrimSpace(text)
	switch {
	case strings.Trim(short, "\u00a0\u200b\ufeff") == "":
		l.kind = blank
	case short[0] == '>':
		l.kind = quote
		l.marker = len(text) <= maxLine && isAnnouncement(l.bare())
	case len(text) > maxLine:
	case short == "--" || short == "—" || short == "- --":
		l.kind = dashes
	case ruleLine.MatchString(short):
		l.kind = rule
	case isAnnouncement(normal(short)):
		l.kind = announce
	case len(short) < 120 && roleOf(l) == "" && sentFrom.MatchString(short):
		l.kind = mobile
	}
	return l
}

// wrapped tells how many lines belong to one announcement that begins here, 1 if it is not wrapped. Only lines
// that begin like an announcement are tried, and a line that ends a sentence is never joined.
func wrapped(raw []string) int {
	if !mayBegin(raw[0]) || isAnnouncement(normal(unquote(raw[0]))) && !openAngle(raw[0]) {
		return 1
	}
	for n := 2; n <= 4 && n <= len(raw); n++ {
		next := raw[n-1]
		if normal(unquote(next)) == "" && !strings.Contains(next, ":") || len(next) > maxLine || endsSentence(strings.TrimSpace(raw[n-2])) {
			return 1
		}
		if !isAnnouncement(normal(unquote(join(raw[:n])))) {
			continue
		}
		// What comes before the announcement's own beginning is not part of it.
		for k := 1; k < n; k++ {
			if mayBegin(raw[k]) && isAnnouncement(normal(unquote(join(raw[k:n])))) {
				return 1
			}
		}
		return n
	}
	return 1
}

// mayBegin says whether an announcement may begin with this line: it begins like one, or names an address without
// coming to the colon.
func mayBegin(s string) bool {
	if len(s) > maxLine {
		return false
	}
	s = normal(unquote(s))
	named := strings.Contains(s, "<") && !strings.HasSuffix(s, ":") && (openAngle(s) || strings.Contains(s, "@"))
	return named || beginning.MatchString(s)
}

// openAngle says whether an address has begun and not ended.
func openAngle(s string) bool {
	s = unquote(s)
	return strings.LastIndexByte(s, '<') > strings.LastIndexByte(s, '>')
}

// join makes one line of several, keeping the first's indentation.
func join(raw []string) string {
	out := strings.TrimRight(raw[0], " \t")
	for _, s := range raw[1:] {
		out += " " + strings.TrimSpace(s)
	}
	return out
}

// endsSentence knows that a full stop after a short word is an abbreviation: «kl.», «feb.», «р.».
func endsSentence(s string) bool {
	if strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") {
		return true
	}
	word, dot := strings.CutSuffix(s[strings.LastIndexByte(s, ' ')+1:], ".")
	return dot && len([]rune(word)) > 5
}

func unquote(s string) string { return strings.TrimLeft(s, "> \t") }

var plain = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u200e", "", "\u200f", "", "*", "", "&lt;", "<", "&gt;", ">")

// normal makes lines comparable: plain blanks, no bold marks, entities that some programs leave in.
func normal(s string) string { return strings.Join(strings.Fields(plain.Replace(s)), " ") }

// headers finds blocks of header lines, as Outlook writes them above what it quotes: three different ones together,
// among them a subject or an address, so that «Från: Stockholm, Till: Göteborg» is left alone.
func headers(lines []line) {
	for i := 0; i < len(lines); i++ {
		if lines[i].kind != said || roleOf(lines[i]) == "" {
			continue
		}
		roles, end, loose := map[string]bool{}, i, 0
		for j := i; j < len(lines) && j < i+20 && lines[j].kind == said; j++ {
			if r := roleOf(lines[j]); r != "" {
				roles[r] = true
				end, loose = j, 0
			} else if loose++; loose > 2 {
				break
			}
		}
		block := joined(lines[i : end+1])
		known := roles["subject"] || address.MatchString(block)
		if roles["from"] && known && (len(roles) >= 3 || len(roles) == 2 && (roles["date"] || roles["subject"]) && i > 0 && announcedAbove(lines, i)) {
			for j := i; j <= end; j++ {
				lines[j].kind = head
			}
		}
		i = end
	}
}

func announcedAbove(lines []line, i int) bool {
	for j := i - 1; j >= 0; j-- {
		if lines[j].kind != blank {
			return lines[j].kind == announce || lines[j].kind == rule
		}
	}
	return false
}

// roleOf gives which header a line is, or nothing.
func roleOf(l line) string {
	if len(l.text) > maxLine {
		return ""
	}
	name, _, ok := strings.Cut(strings.Replace(l.text, "：", ":", 1), ":")
	if !ok || len(name) > 60 {
		return ""
	}
	return headerRoles[strings.ToLower(normal(name))]
}

// byQuotation takes a line for an announcement that would not count alone: it ends with a colon, says when or that
// somebody wrote, and a quotation follows.
func byQuotation(lines []line) {
	for i := range lines {
		if lines[i].kind != said || len(lines[i].text) > maxLine {
			continue
		}
		bare := lines[i].bare()
		if !strings.HasSuffix(bare, ":") || !wroteWord.MatchString(bare) && !when.MatchString(bare) {
			continue
		}
		next := i + 1
		for next < len(lines) && lines[next].kind == blank {
			next++
		}
		if next < len(lines) && lines[next].kind == quote {
			lines[i].kind = announce
		}
	}
}
