package parse

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/gogs/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// guess decodes bytes about which nothing is known. In languages with Latin letters few bytes are above ASCII, and
// here that means windows-1252; only text that is mostly other bytes is worth asking the detector.
func guess(b []byte) string {
	if bytes.Contains(b, []byte("\x1b$")) {
		if s, ok := tryDecode(b, "iso-2022-jp"); ok {
			return s
		}
	}
	high, letters := 0, 0
	for _, c := range b {
		switch {
		case c >= 0x80:
			high++
			letters++
		case 'a' <= c|0x20 && c|0x20 <= 'z':
			letters++
		}
	}
	if high >= 8 && high*10 > letters*4 {
		if s, ok := tryDecode(b, detect(b)); ok {
			return s
		}
		for _, enc := range []encoding.Encoding{japanese.ShiftJIS, simplifiedchinese.GB18030} {
			if out, err := enc.NewDecoder().Bytes(b); err == nil && !bytes.Contains(out, []byte("\uFFFD")) {
				return string(out)
			}
		}
	}
	if high > 1 {
		if s, ok := decodeUTF8(b); ok {
			return s
		}
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return string(out)
}

// detect asks the statistics of languages. Equal candidates come in any order, so they are put in one.
func detect(b []byte) string {
	all, err := chardet.NewTextDetector().DetectAll(b[:min(len(b), 16<<10)])
	if err != nil || len(all) == 0 {
		return ""
	}
	best := slices.MinFunc(all, func(a, b chardet.Result) int {
		return cmp.Or(b.Confidence-a.Confidence, strings.Compare(a.Charset+a.Language, b.Charset+b.Language))
	})
	if best.Confidence < 20 {
		return ""
	}
	return strings.ToLower(best.Charset)
}

// fixC1 turns control characters that nobody types into what windows-1252 has in their place: quotes, dashes, the euro.
func fixC1(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return 0x80 <= r && r <= 0x9f }) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if 0x80 <= r && r <= 0x9f {
			return charmap.Windows1252.DecodeByte(byte(r))
		}
		return r
	}, s)
}
