package line_test

import (
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"lotsen/internal/desk/line"
	weblines "lotsen/internal/web/line"
)

func Test_an_event_as_a_form_and_as_json(t *testing.T) {
	t.Parallel()
	want := line.CallEvent{
		Kind: "newCall", CallID: "307fa962-de8d", From: "+46701234567", To: "+46850810000", Direction: "in", Users: []string{"eva", "4711"}, Queue: "medarbetare",
		At: time.Unix(1774258445, 0).UTC(),
	}
	for kind, body := range map[string]string{
		"application/x-www-form-urlencoded": "event=newCall&from=%2B46701234567&to=%2B46850810000&direction=in&callId=307fa962-de8d&user%5B%5D=eva&user%5B%5D=4711&queue=medarbetare&time=1774258445",
		"application/json; charset=utf-8":   `{"event":"newCall","from":"+46701234567","to":"+46850810000","direction":"in","callId":"307fa962-de8d","user":["eva",4711],"queue":"medarbetare","time":1774258445,"more":{"x":1}}`,
		"":                                  ` {"event":"newCall","from":"+46701234567","to":"+46850810000","direction":"inbound","call_id":"307fa962-de8d","user[]":["eva","4711"],"queue":"medarbetare","time":"2026-03-23T10:34:05+01:00"}`,
	} {
		got, err := weblines.Parse(kind, []byte(body))
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%q: %v\n%s", kind, err, diff)
		}
	}
	if _, err := weblines.Parse("application/json", []byte(`["event"]`)); err == nil {
		t.Error("a list is taken for an event")
	}
}

func FuzzParse(f *testing.F) {
	f.Add("application/json", []byte(`{"event":"newCall","callId":1,"user":["a",null,{"b":2}]}`))
	f.Add("application/x-www-form-urlencoded", []byte("event=hangup&callId=1&user[]=a&cause=%00%ff"))
	f.Add("", []byte("{"))
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		e, err := weblines.Parse(kind, body)
		if err != nil {
			return
		}
		if len(e.Users) > 50 {
			t.Errorf("%d users", len(e.Users))
		}
		for _, s := range append(e.Users, e.Kind, e.CallID, e.From, e.To, e.Direction, e.Queue, e.Cause) {
			if !utf8.ValidString(s) || utf8.RuneCountInString(s) > 200 {
				t.Errorf("%q is no clean line", s)
			}
		}
		line.Number(e.From, "+46850810")
	})
}
