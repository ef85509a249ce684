package announce

import (
	"strings"
	"time"

	"lotsen/internal/desk/announce"
	"lotsen/internal/desk/notice"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/web/opening"
)

// body is an announcement for a program.
type body struct {
	Line     string     `json:"line"`
	Name     string     `json:"name"`
	Lang     string     `json:"lang"`
	Open     bool       `json:"open"`
	Closes   *time.Time `json:"closes,omitempty"`
	Opens    *time.Time `json:"opens,omitempty"`
	Holiday  string     `json:"holiday,omitempty"`
	Notices  []spoken   `json:"notices"`
	Queue    *queue     `json:"queue,omitempty"`
	OnCall   *onCall    `json:"on_call,omitempty"`
	CallBack bool       `json:"callback"`
	Say      []string   `json:"say"`
}

type spoken struct {
	Kind   notice.Kind `json:"kind"`
	Spoken string      `json:"spoken"`
}

// queue is how it stands for whoever calls now.
type queue struct {
	Waiting  int `json:"waiting"`
	Place    int `json:"place"`
	Longest  int `json:"longest_seconds"`
	Expected int `json:"expected_seconds"`
	Agents   int `json:"agents"`
}

type onCall struct {
	Criteria string `json:"criteria"`
	Minimum  int    `json:"minimum_minutes,omitempty"`
	Price    int    `json:"price_per_hour,omitempty"`
	Number   string `json:"number"`
}

func bodyOf(t *i18n.Printer, lang i18n.Lang, s *announce.Said) body {
	b := body{Line: s.Line.Key, Name: s.Line.Name(lang), Lang: string(lang), Open: s.Opening.Open, Notices: []spoken{}, CallBack: s.CallBack, Say: Words(t, lang, s)}
	if !s.Opening.Closes.IsZero() {
		b.Closes = &s.Opening.Closes
	}
	if !s.Opening.Next.IsZero() {
		b.Opens = &s.Opening.Next
	}
	if s.Red != "" {
		b.Holiday = t.T("calendar.holiday." + s.Red)
	}
	for i := range s.Notices {
		b.Notices = append(b.Notices, spoken{s.Notices[i].Kind, s.Notices[i].Spoken(lang)})
	}
	if s.Opening.Open {
		st := s.Standing
		b.Queue = &queue{st.Waiting, s.Place, seconds(st.Longest), seconds(st.Expected), st.Agents}
	} else if s.OnCall.Reachable() {
		b.OnCall = &onCall{Criteria: Criteria(t, lang, s.OnCall), Number: s.OnCall.Number}
		if s.OnCall.Charged {
			b.OnCall.Minimum, b.OnCall.Price = s.OnCall.Minimum, s.OnCall.Price
		}
	}
	return b
}

func seconds(d time.Duration) int { return int(d / time.Second) }

// Words are the sentences that are read to whoever calls, in their order: what is down, whether anybody answers, how long it
// takes, and what to do otherwise.
func Words(t *i18n.Printer, lang i18n.Lang, s *announce.Said) []string {
	var out []string
	for i := range s.Notices {
		out = append(out, strings.Join(strings.Fields(s.Notices[i].Spoken(lang)), " "))
	}
	if !s.Opening.Open {
		out = append(out, t.T("announce.say.closed"))
		if s.Red != "" {
			out = append(out, t.T("announce.say.holiday", "day", t.T("calendar.holiday."+s.Red)))
		}
		out = append(out, opening.Next(t, s.Opening, s.At))
		if s.OnCall.Reachable() {
			out = append(out, onCallWords(t, lang, s.OnCall)...)
		}
	} else if minutes := int((s.Standing.Expected + time.Minute - 1) / time.Minute); minutes > 0 {
		out = append(out, t.T("announce.say.place", "place", s.Place), t.T("announce.say.wait", "count", minutes))
	}
	if s.CallBack {
		out = append(out, t.T("announce.say.callback"))
	}
	return out
}

// onCallWords tells the conditions before the number: who only hears half of it has not called for nothing.
func onCallWords(t *i18n.Printer, lang i18n.Lang, o announce.OnCall) []string {
	out := []string{t.T("announce.oncall.for", "criteria", Criteria(t, lang, o))}
	if o.Charged {
		out = append(out, Charge(t, o))
	}
	return append(out, t.T("announce.oncall.number", "number", o.Number))
}

// Criteria is when on-call may be used.
func Criteria(t *i18n.Printer, lang i18n.Lang, o announce.OnCall) string {
	if own := o.Criteria(lang); own != "" {
		return own
	}
	return t.T("announce.oncall.criteria")
}

// Charge is what on-call costs at least.
func Charge(t *i18n.Printer, o announce.OnCall) string {
	if o.Price > 0 {
		return t.T("announce.oncall.charge_price", "minutes", o.Minimum, "price", o.Price)
	}
	return t.T("announce.oncall.charge", "minutes", o.Minimum)
}
