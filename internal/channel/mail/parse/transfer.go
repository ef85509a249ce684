package parse

import (
	"bytes"
	"strings"
)

// decoded gives a part's bytes without their transfer encoding. Text that travels as it is gets LF line ends; the
// line ends of mail are not the sender's. It says whether the encoding was clean.
func (p *part) decoded() (data []byte, clean bool) {
	switch encoding := strings.ToLower(strings.Trim(p.header.ascii("content-transfer-encoding"), " \"';")); encoding {
	case "base64", "base-64", "b", "b64":
		return decodeBase64(p.body)
	case "quoted-printable", "quotedprintable", "qp", "q":
		return decodeQuoted(p.body, true), true
	case "x-uuencode", "uuencode", "x-uue", "uue":
		return decodeUU(p.body)
	}
	if strings.HasPrefix(p.ctype.value, "text/") || strings.HasPrefix(p.ctype.value, "message/") {
		return bytes.ReplaceAll(p.body, []byte("\r\n"), []byte("\n")), true
	}
	return p.body, true
}

// decodeUU reads the encoding of the time before MIME.
func decodeUU(in []byte) (out []byte, clean bool) {
	begun := false
	for at := 0; at < len(in); {
		line, next := lineAt(in, at)
		at = next
		if !begun {
			begun = bytes.HasPrefix(line, []byte("begin "))
			continue
		}
		if len(line) == 0 || string(line) == "end" {
			return out, true
		}
		n := int(line[0]-' ') & 63
		for line = line[1:]; n > 0 && len(line) >= 4; line = line[4:] {
			a, b, c, d := (line[0]-' ')&63, (line[1]-' ')&63, (line[2]-' ')&63, (line[3]-' ')&63
			three := []byte{a<<2 | b>>4, b<<4 | c>>2, c<<6 | d}
			out = append(out, three[:min(3, n)]...)
			n -= 3
		}
	}
	if !begun {
		return in, false
	}
	return out, false
}
