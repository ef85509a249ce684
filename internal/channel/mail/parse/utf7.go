package parse

import (
	"encoding/base64"
	"strings"
	"unicode/utf16"
)

// decodeUTF7 reads RFC 2152, which old Exchange servers still write in delivery notices. What is not a proper
// shifted run stays as it is.
func decodeUTF7(in []byte) string {
	var out strings.Builder
	for i := 0; i < len(in); i++ {
		if in[i] != '+' {
			out.WriteByte(in[i])
			continue
		}
		end := i + 1
		for end < len(in) && isBase64(in[end]) {
			end++
		}
		run := in[i+1 : end]
		if len(run) == 0 {
			out.WriteByte('+')
			if end < len(in) && in[end] == '-' {
				i = end
			}
			continue
		}
		text, ok := shifted(run)
		if !ok {
			out.WriteByte('+')
			continue
		}
		out.WriteString(text)
		if end < len(in) && in[end] == '-' {
			end++
		}
		i = end - 1
	}
	return out.String()
}

func isBase64(c byte) bool {
	return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '+' || c == '/'
}

func shifted(run []byte) (string, bool) {
	b := make([]byte, base64.RawStdEncoding.DecodedLen(len(run)))
	n, err := base64.RawStdEncoding.Decode(b, run)
	if err != nil || n < 2 {
		return "", false
	}
	units := make([]uint16, 0, n/2)
	for i := 0; i+1 < n; i += 2 {
		units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return string(utf16.Decode(units)), true
}
