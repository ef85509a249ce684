package reply

import (
	"slices"
	"strings"
)

// Trim parts a reply into what its author wrote now and the rest: quoted mail, the line that announces it,
// signatures. An answer written between quoted lines keeps the lines it answers. A forwarded mail keeps its text,
// because that is what its sender wants to say.
func Trim(text string) (fresh, elided string) {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	lines := read(text)
	if onlyMarkers(lines) {
		return "", tidy(strings.Split(text, "\n"))
	}
	keep := mark(lines)
	var kept, left []string
	for i, l := range lines {
		if keep[i] {
			kept = append(kept, l.text)
		} else {
			left = append(left, l.text)
		}
	}
	fresh, elided = tidy(kept), tidy(left)
	if fresh == "" {
		return tidy(strings.Split(text, "\n")), ""
	}
	return fresh, elided
}

// mark decides for each line whether it is kept.
func mark(lines []line) []bool {
	keep := make([]bool, len(lines))
	for i := range keep {
		keep[i] = true
	}
	drop := func(from, to int) {
		for i := from; i < to; i++ {
			keep[i] = false
		}
	}
	first := slices.IndexFunc(lines, func(l line) bool { return l.kind != blank })
	if first < 0 {
		return keep
	}
	end := len(lines)
	if lines[first].announces() {
		markTop(lines, first, drop)
	} else {
		if end = signature(lines); end < len(lines) {
			drop(end, len(lines))
		}
		markBelow(lines[:end], drop)
	}
	dropMobile(lines[:end], keep)
	return keep
}

// markTop treats a mail that begins with an announcement: an answer below the quotation, or a forwarded mail.
func markTop(lines []line, first int, drop func(from, to int)) {
	lastQuote, firstText := -1, -1
	for i, l := range lines {
		if l.kind == quote {
			lastQuote = i
		}
		if l.kind == said && firstText < 0 {
			firstText = i
		}
	}
	if firstText > lastQuote && lastQuote >= 0 {
		drop(first, firstText)
		return
	}
	for i := first; i < len(lines); i++ {
		if lines[i].kind == announce || lines[i].kind == head && (firstText < 0 || i < firstText) {
			drop(i, i+1)
		}
	}
}

// markBelow treats a mail that begins with text of its own, or with a quotation nobody announces.
func markBelow(lines []line, drop func(from, to int)) {
	text := index(lines, 0, said)
	if text < 0 {
		return
	}
	cut := slices.IndexFunc(lines[text:], line.announces)
	if cut < 0 {
		markUnannounced(lines, text, drop)
		return
	}
	cut += text
	last := lastIndex(lines, quote)
	switch after := index(lines, max(last, 0)+1, said); {
	case last < cut || after < 0:
		if last >= cut && answersBetween(lines[cut:last]) {
			dropAnnouncements(lines, cut, drop)
			return
		}
		drop(backOver(lines, cut), len(lines))
	case answersBetween(lines[cut:last]):
		dropAnnouncements(lines, cut, drop)
	case isSignature(lines[after:]):
		drop(backOver(lines, cut), len(lines))
	default:
		drop(backOver(lines, cut), after)
	}
}

// markUnannounced drops a quotation above or below everything said; one in between is what is being answered.
func markUnannounced(lines []line, text int, drop func(from, to int)) {
	firstQuote, lastText := index(lines, 0, quote), lastIndex(lines, said)
	switch {
	case firstQuote < 0:
	case firstQuote > lastText:
		drop(firstQuote, len(lines))
	case lastIndex(lines, quote) < text:
		drop(0, text)
	default:
		if tail := lastText + 1; index(lines, tail, quote) >= 0 {
			drop(tail, len(lines))
		}
	}
}

// answersBetween says whether text stands between quoted lines.
func answersBetween(lines []line) bool {
	q := index(lines, 0, quote)
	return q >= 0 && index(lines, q, said) >= 0
}

func dropAnnouncements(lines []line, from int, drop func(from, to int)) {
	for i := from; i < len(lines); i++ {
		if lines[i].announces() {
			drop(i, i+1)
		}
	}
}

// backOver includes the rule that some programs draw above an announcement.
func backOver(lines []line, cut int) int {
	at := cut
	for i := cut - 1; i > 0; i-- {
		switch lines[i].kind {
		case blank:
		case rule, dashes:
			at = i
		default:
			return at
		}
	}
	return at
}

// onlyMarkers says whether a mail consists of quoted announcements and nothing that they announce.
func onlyMarkers(lines []line) bool {
	found := false
	for _, l := range lines {
		switch {
		case l.kind == blank:
		case l.kind == quote && l.marker:
			found = true
		case l.kind == quote && l.bare() == "":
		default:
			return false
		}
	}
	return found
}

func index(lines []line, from int, k kind) int {
	for i := from; i < len(lines); i++ {
		if lines[i].kind == k {
			return i
		}
	}
	return -1
}

func lastIndex(lines []line, k kind) int {
	for i := len(lines) - 1; i >= 0; i-- {
		if lines[i].kind == k {
			return i
		}
	}
	return -1
}

func joined(lines []line) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l.text + "\n")
	}
	return b.String()
}

// tidy joins lines without blank ones at the ends.
func tidy(lines []string) string {
	for len(lines) > 0 && strings.TrimSpace(lines[0]) == "" {
		lines = lines[1:]
	}
	return strings.TrimRight(strings.Join(lines, "\n"), " \t\n\u00a0")
}
