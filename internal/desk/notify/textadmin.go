package notify

import (
	"context"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/notify/wording"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// TextID is the number of an organisation's own text.
type TextID int64

// OwnText is an organisation's own words for a mail.
type OwnText struct {
	ID  TextID
	Org directory.OrgID
	Which
	Subject, Body string
	Active        bool
	Version       int64
}

// Limits of a text, in runes.
const (
	maxSubject = 250
	maxBody    = 10_000
)

var (
	selectOwnTexts = sqldb.Q("message_text.list", `
		select id, org_id, reason, category, lang, plain, subject, body, active, version from message_text where org_id = $1
		order by reason, category, lang, plain`)
	insertText = sqldb.Q("message_text.insert", `
		insert into message_text (org_id, reason, category, lang, plain, subject, body) values ($1, $2, $3, $4, $5, $6, $7) returning id`)
	updateText = sqldb.Q("message_text.update", `
		update message_text set subject = $1, body = $2, active = $3, version = version + 1 where id = $4 and org_id = $5 and version = $6`)
)

// Texts returns an organisation's own texts. Errors: errs.Forbidden.
func (s *Service) Texts(ctx context.Context, by authz.Actor, org directory.OrgID) ([]OwnText, error) {
	if err := mayDecide(by, org); err != nil {
		return nil, err
	}
	return sqldb.All(ctx, s.d.DB, selectOwnTexts, func(r sqldb.Row) (OwnText, error) {
		var t OwnText
		return t, r.Scan(&t.ID, &t.Org, &t.Reason, &t.Category, &t.Lang, &t.Plain, &t.Subject, &t.Body, &t.Active, &t.Version)
	}, int64(org))
}

// check returns everything wrong with a text, each problem named by its line.
func (t *OwnText) check() error {
	var f errs.Fields
	t.Subject, t.Body = clean.Line(t.Subject, 0), clean.Text(t.Body, 0)
	if !slices.Contains(Reasons(), t.Reason) {
		f.Add("reason", "error.choose")
	}
	if t.Category != "" && !t.Category.Valid() {
		f.Add("category", "error.choose")
	}
	if !slices.Contains(i18n.Langs(), i18n.Lang(t.Lang)) {
		f.Add("lang", "error.choose")
	}
	checkText(&f, "subject", t.Subject, maxSubject, t.Reason)
	checkText(&f, "body", t.Body, maxBody, t.Reason)
	return f.Err()
}

func checkText(f *errs.Fields, name, text string, most int, reason string) {
	if clean.Blank(text) {
		f.Add(name, "error.required")
	}
	if clean.Length(text) > most {
		f.Add(name, "error.too_long", "max", most)
	}
	_, wrong := wording.Parse(text, Fields(reason))
	for _, w := range wrong {
		f.Add(name, w.Key, "line", w.Line, "what", w.What)
	}
}

// SaveText adds (ID 0) or changes an organisation's own text. For what and for whom it is does not change.
// Errors: errs.Invalid with each problem by its line; errs.Conflict; errs.Forbidden.
func (s *Service) SaveText(ctx context.Context, by authz.Actor, t OwnText) (OwnText, error) {
	if err := mayDecide(by, t.Org); err != nil {
		return t, err
	}
	if err := t.check(); err != nil {
		return t, err
	}
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if t.ID == 0 {
			id, err := tx.Insert(ctx, insertText, int64(t.Org), t.Reason, string(t.Category), t.Lang, t.Plain, t.Subject, t.Body)
			t.ID, t.Active, t.Version = TextID(id), true, 1
			return err
		}
		n, err := tx.Exec(ctx, updateText, t.Subject, t.Body, t.Active, int64(t.ID), int64(t.Org), t.Version)
		if err == nil && n == 0 {
			return errs.E(errs.Conflict, "error.changed_meanwhile")
		}
		return err
	})
	if sqldb.Violates(err, "message_text_org_id_reason_category_lang_plain_key") {
		var f errs.Fields
		f.Add("reason", "contact.error.text_exists")
		err = f.Err()
	}
	return t, err
}

// Preview is a mail as it would leave.
type Preview struct{ Subject, Text string }

// Look shows what a text becomes with a real case, as far as its reader may see the case; with the zero case it is filled
// with the name of each field. Whatever is wrong with the text comes as with SaveText.
func (s *Service) Look(ctx context.Context, by authz.Actor, t OwnText, id ticket.ID) (Preview, error) {
	if err := mayDecide(by, t.Org); err != nil {
		return Preview{}, err
	}
	if err := t.check(); err != nil {
		return Preview{}, err
	}
	text, _ := worded(t.Subject, t.Body, t.Reason)
	p := s.d.Texts.Printer(i18n.ParseLang(t.Lang))
	values := map[string]string{}
	for _, f := range Fields(t.Reason) {
		values[f] = p.T("contact.sample." + f)
	}
	if id != 0 {
		x, err := s.d.Ticket.Load(ctx, by, id)
		if err == nil && (x.Org != t.Org || !ticket.WorksOn(by, &x)) {
			err = errs.Missing()
		}
		if err != nil {
			return Preview{}, err
		}
		if values, err = s.sample(ctx, p, &x, t.Reason, values); err != nil {
			return Preview{}, err
		}
	}
	plain, _ := body(p, "", partsOf(text.Body.Paragraphs(values)))
	return Preview{text.Subject.Line(values), plain}, nil
}

// sample fills the fields from a case by the way that a mail about it takes.
func (s *Service) sample(ctx context.Context, p *i18n.Printer, t *ticket.Ticket, reason string, words map[string]string) (map[string]string, error) {
	r, err := loadRules(ctx, s.d.DB, t.Org)
	if err != nil {
		return nil, err
	}
	to := listener{name: t.SenderName}
	if t.Requester != 0 {
		who, err := directory.Load(ctx, s.d.DB, t.Requester)
		if err != nil {
			return nil, err
		}
		to.name = who.Given
	}
	x := item{due: due{ticket: t.ID, reason: reason}, t: *t, words: t.Solution}
	if x.words == "" {
		x.words = words["words"]
	}
	v := s.values(p, r, &to, &x)
	if v["subject"] = ""; reason == News {
		v["subject"] = words["subject"]
	}
	from, err := s.mailbox(ctx, s.d.DB, t.Desk)
	v["desk"] = from.name
	return v, err
}
