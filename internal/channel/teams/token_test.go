package teams

import (
	"strings"
	"testing"
)

func FuzzParse(f *testing.F) {
	f.Add("")
	f.Add("eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJpc3MiOiJ4In0.AAAA")
	f.Add("eyJhbGciOiJub25lIiwia2lkIjoiMSJ9.e30.")
	f.Add("..")
	f.Add(strings.Repeat("A", 100) + "." + strings.Repeat("B", 100) + "." + strings.Repeat("C", 100))
	f.Fuzz(func(t *testing.T, text string) {
		x, err := parse(text)
		if err != nil {
			return
		}
		if x.kid == "" || strings.Count(text, ".") != 2 || !strings.HasPrefix(text, x.content+".") {
			t.Errorf("%q was read as %+v", text, x)
		}
	})
}

func FuzzReadKeys(f *testing.F) {
	f.Add([]byte(`{"keys":[{"kty":"RSA","kid":"1","n":"AQAB","e":"AQAB"}]}`))
	f.Add([]byte(`{"keys":[{"kty":"RSA","kid":"1","n":"","e":""}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		keys, err := readKeys(raw)
		for kid, k := range keys {
			if err != nil || kid == "" || k.key.N.BitLen() < minBits || k.key.E < 3 {
				t.Errorf("%q: a key that is none: %v", raw, k.key)
			}
		}
	})
}
