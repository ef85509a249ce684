package reply

import "strings"

// signature gives where the signature begins that stands below everything said, or the number of lines.
func signature(lines []line) int {
	text := index(lines, 0, said)
	if text < 0 {
		return len(lines)
	}
	foreign := len(lines) // after this no quotation comes any more
	for foreign > 0 && !lines[foreign-1].announces() && lines[foreign-1].kind != quote {
		foreign--
	}
	for i := text; i < len(lines); i++ {
		switch {
		case lines[i].kind == dashes:
			return i
		case lines[i].kind == rule && i >= foreign && isSignature(lines[i+1:]) && contact.MatchString(joined(lines[i+1:])):
			return i
		}
	}
	return len(lines)
}

// maxSignature is how many lines a signature without a mark may have.
const maxSignature = 12

// isSignature says whether lines look like a signature or a footer and not like something said: few, and none of
// them a sentence.
func isSignature(lines []line) bool {
	if len(lines) > 5*maxSignature {
		return false
	}
	count := 0
	for _, l := range lines {
		switch {
		case l.kind == blank || l.kind == mobile || l.kind == dashes || l.kind == rule:
		case strings.HasSuffix(strings.TrimSpace(l.text), "?") || sentence.MatchString(l.text) && !contact.MatchString(l.text):
			return false
		default:
			if count++; count > maxSignature {
				return false
			}
		}
	}
	return true
}

// dropMobile takes away the advertisement that telephones put below a text, if anything else is said.
func dropMobile(lines []line, keep []bool) {
	other := false
	for i, l := range lines {
		other = other || keep[i] && (l.kind == said || l.kind == quote)
	}
	for i, l := range lines {
		if l.kind == mobile && other {
			keep[i] = false
		}
	}
}
