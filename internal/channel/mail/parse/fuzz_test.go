package parse

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func Fuzz_any_bytes_are_a_mail_or_go_to_quarantine(f *testing.F) {
	for _, seed := range [][]byte{
		nil,
		[]byte("From: a@b\nSubject: =?utf-8?Q?=C3?= =?utf-8?Q?=A5?=\n\nhej"),
		[]byte("From x\nFrom: \"a\" <b@c>, d (e)\nTo: g: h@i;\nContent-Type: multipart/alternative; boundary=\"a\"\n\n--a\nContent-Type: text/html; charset=utf-7\n\n+AOU-<p>\n--a\nContent-Transfer-Encoding: base64\n\naGVq\n--a--"),
		[]byte("Content-Type: multipart/report; report-type=delivery-status; boundary=a\nReturn-Path: <>\n\n--a\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822;x@y\nAction: failed\nStatus: 5.1.1\n--a\nContent-Type: message/rfc822\n\nMessage-ID: <x@y>\n--a--"),
		[]byte("Content-Type: image/png; name*0*=iso-8859-1''a%E5; name*1=b\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n#0V%T\nend"),
		[]byte("Subject: INC678439 [AB-12] \x1b$B%D\x1b(B\nContent-Type: multipart/mixed\n\n--q\nContent-Type: text/plain; charset=gb2312\n\n\xb2\xe2\xca\xd4=\n--q--"),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := Parse(raw, Limits{Depth: 8, Parts: 50})
		if err != nil && !IsQuarantine(err) {
			t.Fatal(err)
		}
		if err != nil && bytes.Contains([]byte(err.Error()), []byte("failed")) {
			t.Fatal(err) // a recovered panic
		}
		checkClean(t, m)
		again, _ := Parse(raw, Limits{Depth: 8, Parts: 50})
		if d := cmp.Diff(m, again); d != "" {
			t.Fatal(d)
		}
	})
}
