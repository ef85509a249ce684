package snmp

import (
	"encoding/hex"
	"testing"
)

func FuzzMessage(f *testing.F) {
	for _, m := range []string{
		"302902010104076c61726d6f7264a71b020101020100020100301030" + "0e060a2b060106030101040100060" + "0",
		"3081", "30030201033000",
	} {
		if raw, err := hex.DecodeString(m); err == nil {
			f.Add(raw)
		}
	}
	d, err := newDecoder(Config{Communities: []string{"larmord"}, Users: []User{{Name: "vakt", Auth: "SHA256", AuthKey: "hemligtord", Priv: "AES", PrivKey: "dolthemligt"}}}, engine())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, probe, err := d.take(raw)
		switch {
		case err != nil:
		case probe:
			_, _ = d.report(p)
		default:
			if a, ok := trap(p, "10.0.0.1").Alarm(nil); ok && a.Key == "" {
				t.Fatal("an alarm without a name")
			}
			_, _ = answer(p)
		}
	})
}
