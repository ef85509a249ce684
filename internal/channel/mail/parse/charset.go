package parse

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
)

// aliases are names seen in mail that the registries do not know.
var aliases = map[string]string{
	"utf8": "utf-8", "utf-8-sig": "utf-8", "unicode": "utf-8", "cp-850": "cp850", "ibm-850": "ibm850", "cp1252": "windows-1252",
	"win-1251": "windows-1251", "ansi": "windows-1252", "macroman": "macintosh", "x-mac-roman": "macintosh", "shift-jis": "shift_jis",
	"cp932": "shift_jis", "ms932": "shift_jis", "x-sjis": "shift_jis", "cp936": "gb18030", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
	"cp949": "euc-kr", "ks_c_5601-1987": "euc-kr", "iso-2022-jp-ms": "iso-2022-jp", "cp50220": "iso-2022-jp", "cp50221": "iso-2022-jp",
	"iso-2022-jp-1": "iso-2022-jp", "iso-2022-jp-2": "iso-2022-jp", "latin1": "iso-8859-1", "latin-1": "iso-8859-1", "8859-1": "iso-8859-1",
}

// vague are labels that name no character set, or one that senders write without meaning it.
var vague = map[string]bool{
	"": true, "us-ascii": true, "ascii": true, "ansi_x3.4-1968": true, "unknown": true, "unknown-8bit": true, "x-unknown": true,
	"default": true, "default_charset": true, "binary": true, "8bit": true, "7bit": true, "none": true, "x-user-defined": true, "_autodetect": true,
}

// decodeBytes makes text of bytes that are labelled with a character set. A label that is missing, unknown or
// plainly wrong is replaced by what the bytes look like, with hint (the mail's own character set) tried first.
// It says whether the label was right.
func decodeBytes(b []byte, label, hint string) (text string, ok bool) {
	if len(b) == 0 {
		return "", true
	}
	label = strings.ToLower(strings.Trim(label, " \t\"'"))
	if strings.Contains(label, "utf-7") {
		return cleanText(decodeUTF7(b)), true
	}
	if plain(b) {
		return cleanText(string(b)), true
	}
	if !vague[label] {
		if s, good := tryDecode(b, label); good {
			return cleanText(s), true
		}
	}
	if utf8.Valid(b) {
		return cleanText(string(b)), vague[label]
	}
	for _, other := range []string{label, strings.ToLower(hint)} {
		if strings.HasPrefix(other, "iso-2022-jp") {
			other = "shift_jis" // what programs that say 7-bit Japanese send by mistake
		}
		if vague[other] || other == label {
			continue
		}
		if s, good := tryDecode(b, other); good {
			return cleanText(s), vague[label]
		}
	}
	return cleanText(guess(b)), vague[label]
}

// plain says whether the bytes mean the same in every character set met in mail.
func plain(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 || c == 0x1b || c == 0 {
			return false
		}
	}
	return true
}

// tryDecode decodes with one character set and says whether the bytes fit it.
func tryDecode(b []byte, label string) (string, bool) {
	enc := lookup(label)
	if enc == nil {
		return "", false
	}
	if enc == encoding.Nop || label == "utf-8" || label == "utf8" {
		return decodeUTF8(b)
	}
	single := enc == charmap.Windows1252 || enc == charmap.ISO8859_1 || enc == charmap.ISO8859_15
	// Latin letters that happen to be right UTF-8 were UTF-8 all along.
	if single && utf8.Valid(b) {
		return string(b), true
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return "", false
	}
	s := fixC1(string(out))
	bad := strings.Count(s, "\uFFFD")
	return s, bad == 0 || bad*20 < utf8.RuneCountInString(s)
}

// decodeUTF8 accepts text that is UTF-8 but for a few bytes. Those were put in by a gateway that thought in
// windows-1252, so they are read that way.
func decodeUTF8(b []byte) (string, bool) {
	if utf8.Valid(b) {
		return string(b), true
	}
	good, bad := 0, 0
	out := make([]byte, 0, len(b)+16)
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
			out = utf8.AppendRune(out, charmap.Windows1252.DecodeByte(b[i]))
		} else {
			if n > 1 {
				good++
			}
			out = append(out, b[i:i+n]...)
		}
		i += n
	}
	return string(out), bad <= good
}

// lookup finds a character set by any of the names in use.
func lookup(label string) encoding.Encoding {
	label = strings.ReplaceAll(strings.TrimPrefix(strings.TrimPrefix(label, "charset="), "x-"), " ", "")
	for _, name := range []string{
		label, strings.ReplaceAll(label, "_", "-"), strings.TrimPrefix(label, "iso-"), strings.TrimPrefix(label, "cs"),
		"windows-" + strings.TrimPrefix(strings.TrimPrefix(label, "cp"), "-"),
	} {
		if a, ok := aliases[name]; ok {
			name = a
		}
		if name == "utf-8" {
			return encoding.Nop
		}
		if enc, err := htmlindex.Get(name); err == nil && enc != encoding.Replacement {
			return enc
		}
		if enc, err := ianaindex.MIME.Encoding(name); err == nil && enc != nil {
			return enc
		}
	}
	return nil
}

var metaCharset = regexp.MustCompile(`(?i)<(?:meta|\?xml)[^>]{0,200}(?:charset|encoding)\s*=\s*["']?([A-Za-z0-9_.:-]{2,40})`)

// charsetOfHTML reads what an HTML text says about itself, for mail that does not say it in the header.
func charsetOfHTML(b []byte) string {
	if m := metaCharset.FindSubmatch(b[:min(len(b), 4096)]); m != nil {
		return strings.ToLower(string(m[1]))
	}
	return ""
}
