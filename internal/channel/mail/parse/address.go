package parse

import (
	"regexp"
	"strings"
)

// maxAddresses bounds the addresses that are read of one field.
const maxAddresses = 500

var bareAddress = regexp.MustCompile(`[^\s<>()\[\]",;:\\@]+@[^\s<>()\[\]",;:\\@]+`)

// parseAddresses reads an address field as leniently as people's programs write it. It splits the raw bytes before
// decoding, so a comma inside an encoded name parts nothing.
func parseAddresses(raw []byte, hint string) []Address {
	var list []Address
	for _, one := range splitAddresses(string(raw)) {
		if a := parseAddress(one, hint); a != (Address{}) && len(list) < maxAddresses {
			list = append(list, a)
		}
	}
	return list
}

// splitAddresses parts at commas and semicolons outside quotes, comments and angle brackets. A group name and its
// colon are left out: «undisclosed-recipients:;» is nobody.
func splitAddresses(s string) (parts []string) {
	start, quote, angle, comment := 0, false, false, 0
	cut := func(end int) {
		if p := strings.TrimSpace(s[start:end]); p != "" {
			parts = append(parts, p)
		}
		start = end + 1
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '\\' && (quote || comment > 0):
			i++
		case c == '"' && comment == 0:
			quote = !quote
		case quote:
		case c == '(':
			comment++
		case c == ')' && comment > 0:
			comment--
		case comment > 0:
		case c == '<':
			angle = true
		case c == '>':
			angle = false
		case (c == ',' || c == ';') && !angle:
			cut(i)
		case c == ':' && !angle && !strings.ContainsAny(s[start:i], "@<") && !strings.Contains(s[start:i], "=?"):
			start = i + 1
		}
	}
	if start <= len(s) {
		cut(len(s))
	}
	if (quote || comment > 0) && len(parts) == 1 && strings.Count(s, "@") > 1 {
		return strings.Split(s, ",") // an unclosed quote would make one address of all
	}
	return parts
}

func parseAddress(s, hint string) Address {
	var a Address
	if open := strings.LastIndexByte(s, '<'); open >= 0 {
		inside, after, _ := strings.Cut(s[open+1:], ">")
		a.Name = displayName(s[:open], hint)
		if a.Name == "" {
			a.Name = displayName(after, hint)
		}
		a.Address = mailbox(inside, hint)
		if a.Address == "" {
			a.Address = bareAddress.FindString(a.Name)
		}
		if a.Name == a.Address {
			a.Name = ""
		}
		return a
	}
	decoded := decodeHeader([]byte(s), hint)
	at := bareAddress.FindStringIndex(decoded)
	if at == nil {
		a.Name = displayName(s, hint)
		return a
	}
	a.Address = mailbox(decoded[at[0]:at[1]], hint)
	a.Name = displayName(decoded[:at[0]]+" "+decoded[at[1]:], hint)
	return a
}

// mailbox cleans what should be an address. What has no at sign is kept only if it is a single word, as daemons
// without a domain write it.
func mailbox(s, hint string) string {
	s = strings.Trim(decodeHeader([]byte(s), hint), " '\"<>")
	if m := bareAddress.FindString(s); m != "" {
		return strings.Trim(m, ".'")
	}
	if strings.ContainsAny(s, " \t@") {
		return ""
	}
	return s
}

// displayName takes away quotes and comment brackets and decodes.
func displayName(s, hint string) string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") {
		s = s[1 : len(s)-1]
	}
	s = strings.ReplaceAll(s, `\"`, "\x01")
	s = strings.ReplaceAll(s, `"`, "")
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\x01", `"`), `\\`, `\`)
	return strings.Trim(decodeHeader([]byte(s), hint), " '\"")
}
