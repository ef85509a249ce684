package notify

import (
	"context"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify/wording"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// Which says which text is wanted: for what, for whom, in which language, in plain wording or not.
type Which struct {
	Reason   string
	Category directory.Category // Empty: everybody.
	Lang     string
	Plain    bool
}

// Worded is a text that is ready to be filled.
type Worded struct{ Subject, Body wording.Text }

// Reasons lists the reasons that have a text of their own, in the order in which a form offers them.
func Reasons() []string { return []string{Opened, Replied, Resolved, Status, Delivery, News} }

// Fields lists the fields that a text for a reason may use. There is none for what the desk writes to itself.
func Fields(reason string) []string {
	fields := []string{"name", "number", "title", "desk", "link"}
	switch reason {
	case Resolved:
		return append(fields, "words", "accept", "reject")
	case Replied, Delivery:
		return append(fields, "words")
	case News:
		return append(fields, "words", "subject")
	}
	return fields
}

var selectTexts = sqldb.Q("message_text.for", `
	select subject, body, category, plain from message_text
	where org_id = $1 and reason = $2 and lang = $3 and active and (category = '' or category = $4) and (not plain or $5)
	order by category desc`)

// Text returns the words with which an organisation says something: its own, as narrow as there are, else the product's.
// Plain wording counts for more than the category: whoever needs it gets it.
func (s *Service) Text(ctx context.Context, q sqldb.Querier, org directory.OrgID, w Which) (Worded, error) {
	all, err := sqldb.All(ctx, q, selectTexts, func(r sqldb.Row) (own, error) {
		var o own
		return o, r.Scan(&o.subject, &o.body, &o.category, &o.plain)
	}, int64(org), w.Reason, w.Lang, string(w.Category), w.Plain)
	return s.choose(all, w), err
}

// own is an organisation's text that fits; the narrower category comes first.
type own struct {
	subject, body, category string
	plain                   bool
}

func (s *Service) choose(all []own, w Which) Worded {
	p := s.d.Texts.Printer(i18n.ParseLang(w.Lang))
	if i := slices.IndexFunc(all, func(o own) bool { return o.plain == w.Plain }); i >= 0 {
		if t, ok := worded(all[i].subject, all[i].body, w.Reason); ok {
			return t
		}
	}
	if w.Plain && p.Has(textKey(w.Reason, "plain")) {
		return s.Builtin(w)
	}
	if len(all) > 0 {
		if t, ok := worded(all[0].subject, all[0].body, w.Reason); ok {
			return t
		}
	}
	return s.Builtin(w)
}

// worded reads a stored text. One that cannot be read, for its fields have changed since, is as if it were not there.
func worded(subject, body, reason string) (Worded, bool) {
	a, bad := wording.Parse(subject, Fields(reason))
	b, worse := wording.Parse(body, Fields(reason))
	return Worded{a, b}, len(bad)+len(worse) == 0
}

func textKey(reason, variant string) string {
	if variant == "" {
		return "mail.text." + reason
	}
	return "mail.text." + reason + "." + variant
}

// Builtin is the product's own text.
func (s *Service) Builtin(w Which) Worded {
	subject, body := s.BuiltinSource(w)
	t, _ := worded(subject, body, w.Reason) // A test reads them all.
	return t
}

// BuiltinSource is the product's own text as an administrator writes one.
func (s *Service) BuiltinSource(w Which) (subject, body string) {
	p := s.d.Texts.Printer(i18n.ParseLang(w.Lang))
	key := textKey(w.Reason, "")
	switch {
	case w.Plain && p.Has(textKey(w.Reason, "plain")):
		key = textKey(w.Reason, "plain")
	case w.Category != "" && p.Has(textKey(w.Reason, string(w.Category))):
		key = textKey(w.Reason, string(w.Category))
	}
	return p.T(textKey(w.Reason, "") + ".subject"), p.T(key)
}
