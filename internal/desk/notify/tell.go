package notify

import (
	"context"
	"errors"
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// rules are what an organisation has decided about telling people.
type rules struct {
	mail    bool // Mail is sent at all.
	minimal bool // Mail carries the number and a link, and no words.
	sms     bool // People may ask for SMS, which the desk sends by hand.
	way     directory.Way
}

func loadRules(ctx context.Context, q sqldb.Querier, org directory.OrgID) (rules, error) {
	var r rules
	var content, way string
	var errContent, errSMS, errWay error
	on, err := setting.Get[bool](ctx, q, org, setting.MailNotify, q.Now())
	content, errContent = setting.Get[string](ctx, q, org, setting.MailContent, q.Now())
	r.sms, errSMS = setting.Get[bool](ctx, q, org, setting.SMSNotify, q.Now())
	way, errWay = setting.Get[string](ctx, q, org, setting.ContactWay, q.Now())
	r.mail, r.minimal, r.way = on, content == "minimal", directory.Way(way)
	return r, errors.Join(err, errContent, errSMS, errWay)
}

// listener is somebody who is to hear something, and how they want to.
type listener struct {
	person  directory.PersonID
	name    string
	address string
	who     directory.Person
}

// item is a thing to say with all that it takes to say it.
type item struct {
	due
	t     ticket.Ticket // The zero Ticket for a word that is about none.
	said  Said          // The words of a word.
	words string        // What the desk wrote in the case.
	word  wordRow
	spoke bool // The user has heard it already.
}

type wordRow struct {
	org       directory.OrgID
	desk      directory.DeskID
	mandatory bool
	atDesk    bool
	sv, en    Said
}

// tell says to one person all that is due for them: in one mail, unless it is so little that each case keeps its thread.
// What they want at another hour is put off, and what they want in another way becomes the desk's task.
func (s *Service) tell(ctx context.Context, who string) error {
	return s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		rows, err := sqldb.All(ctx, tx, selectDue, scanDue, who, sqldb.Time(tx.Now()))
		if err != nil || len(rows) == 0 {
			return err
		}
		to := listener{address: rows[0].address, name: rows[0].name}
		if rows[0].person != 0 {
			if to.who, err = directory.Load(ctx, tx, rows[0].person); err != nil {
				return err
			}
			to.person, to.name, to.address = to.who.ID, to.who.Given, to.who.Email
		}
		var letters []item
		known := map[directory.OrgID]rules{}
		for _, d := range rows {
			x, err := s.item(ctx, tx, d, &to)
			if err != nil {
				return err
			}
			org := x.org()
			if _, ok := known[org]; !ok {
				if known[org], err = loadRules(ctx, tx, org); err != nil {
					return err
				}
			}
			byMail, err := s.decide(ctx, tx, known[org], &to, &x)
			if err != nil {
				return err
			}
			if byMail {
				letters = append(letters, x)
			}
		}
		return s.write(ctx, tx, known, &to, letters)
	})
}

// mostApart is how many mails somebody gets at once before they become one.
const mostApart = 3

// write makes the mails of what is to be mailed now. What is said to several cases at once is one mail; so is what has
// waited for its hour, and what would be more than a few mails.
func (s *Service) write(ctx context.Context, tx *sqldb.Tx, known map[directory.OrgID]rules, to *listener, items []item) error {
	units := unitsOf(items)
	waited := slices.ContainsFunc(items, func(x item) bool { return x.due.gathered })
	if len(units) > mostApart || waited && len(units) > 1 {
		units = [][]item{items}
	}
	for _, u := range units {
		r := known[u[0].org()]
		var err error
		if len(u) == 1 {
			err = s.letter(ctx, tx, r, to, &u[0])
		} else {
			err = s.gathered(ctx, tx, r, to, u)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// unitsOf puts together what was said to several cases at once: by one word, or in the same words at the same moment.
// Anything else is a thing of its own.
func unitsOf(items []item) [][]item {
	type said struct {
		word   int64
		reason string
		at     time.Time
		words  string
	}
	var out [][]item
	known := map[said]int{}
	for _, x := range items {
		key := said{word: x.due.word}
		if x.due.word == 0 {
			key = said{reason: x.reason, at: x.at, words: x.words}
		}
		if n, there := known[key]; there && (x.due.word != 0 || x.words != "") {
			out[n] = append(out[n], x)
			continue
		}
		known[key] = len(out)
		out = append(out, []item{x})
	}
	return out
}

func (x *item) org() directory.OrgID {
	if x.ticket != 0 {
		return x.t.Org
	}
	return x.word.org
}

func (x *item) desk() directory.DeskID {
	if x.due.word != 0 && x.word.desk != 0 {
		return x.word.desk
	}
	return x.t.Desk
}

// item reads what a thing to say is about.
func (s *Service) item(ctx context.Context, tx *sqldb.Tx, d due, to *listener) (item, error) {
	x := item{due: d}
	var err error
	if d.ticket != 0 {
		if x.t, err = ticket.LoadIn(ctx, tx, authz.System("notify"), d.ticket); err != nil {
			return x, err
		}
	}
	if d.word != 0 {
		x.word, err = sqldb.One(ctx, tx, selectWord, scanWord, d.word)
		if x.said = x.word.sv; to.printerLang() == "en" {
			x.said = x.word.en
		}
		return x, err
	}
	e, err := event.Load(ctx, tx, d.event)
	if err != nil {
		return x, err
	}
	p, err := ticket.DecodePayload(e)
	if err != nil {
		return x, err
	}
	x.spoke = d.reason == Resolved && p.How == "spoken"
	if d.reason == Delivery {
		x.words = p.Fields[FieldDelivery]
	}
	if d.reason == Opened || p.Message == 0 {
		return x, nil
	}
	x.words, _, err = sqldb.Maybe(ctx, tx, selectWords, sqldb.Value[string], int64(p.Message))
	return x, err
}

// decide does with a thing to say what its listener wants, and reports whether it is to be mailed now.
func (s *Service) decide(ctx context.Context, tx *sqldb.Tx, r rules, to *listener, x *item) (bool, error) {
	if to.person != 0 && !to.who.Active || x.reason == Opened && x.t.FirstContact {
		// The mail about the solution, which left at the same moment, carries the number.
		return false, x.done(ctx, tx, doneNone, 0)
	}
	if stop, err := barred(ctx, tx, to, x); err != nil || stop {
		return false, errors.Join(err, x.done(ctx, tx, doneNone, 0))
	}
	way := s.way(r, to, x)
	if way == directory.ByMail && x.waits() {
		if at := to.who.Contact.Next(tx.Now()); at.After(tx.Now()) {
			_, err := tx.Exec(ctx, updatePutOff, sqldb.Time(at), x.id)
			return false, err
		}
	}
	switch {
	case way == directory.ByMail && to.address != "" && r.mail:
		return true, nil
	case x.reason == Resolved && x.spoke, x.word.atDesk:
		return false, x.done(ctx, tx, doneNone, 0)
	case way == directory.ByPhone || way == directory.BySMS:
		return false, errors.Join(s.speak(ctx, tx, way, x), x.done(ctx, tx, doneTask, 0))
	case x.reason == Resolved && x.t.State == ticket.StateResolved:
		// Nobody closes a case whose user does not know that it is solved.
		return false, errors.Join(s.unread(ctx, tx, x, to.address == "" && way == directory.ByMail), x.done(ctx, tx, donePortal, 0))
	}
	return false, x.done(ctx, tx, donePortal, 0)
}

// way is how a thing is said: as chosen for the case, else as the person has it, else as the organisation has it.
// A receipt with the number and what is mandatory go by mail where the person reads none of it otherwise.
func (s *Service) way(r rules, to *listener, x *item) directory.Way {
	way := r.way
	if to.who.Contact.Way != "" {
		way = to.who.Contact.Way
	}
	if x.t.ContactWay != "" {
		way = x.t.ContactWay
	}
	if way == directory.BySMS && !r.sms || to.person == 0 {
		way = directory.ByMail
	}
	switch {
	case x.word.mandatory || x.word.atDesk:
		return directory.ByMail
	case way != directory.ByPortal && (x.reason == Opened || x.reason == News):
		return directory.ByMail // Nobody is called for a receipt.
	}
	return way
}

// waits reports whether a thing may wait for the hour that its listener has chosen. A receipt, a solution and what is
// mandatory do not: the first proves that the case is there, the second starts the clock to closing.
func (x *item) waits() bool {
	return !x.gathered && !x.word.mandatory && x.reason != Opened && x.reason != Resolved
}

func (l *listener) printerLang() string {
	if l.person == 0 {
		return "sv"
	}
	return string(l.who.Lang)
}

var selectWord = sqldb.Q("word.one", `
	select org_id, desk_id, mandatory, at_desk, subject_sv, subject_en, text_sv, text_en from word where id = $1`)

func scanWord(r sqldb.Row) (wordRow, error) {
	var w wordRow
	return w, r.Scan(&w.org, sqldb.ScanID(&w.desk), &w.mandatory, &w.atDesk, &w.sv.Subject, &w.en.Subject, &w.sv.Text, &w.en.Text)
}

// unreadAfter is how long a solution may stand in the portal unread before the desk is asked to call.
const unreadAfter = 24 * time.Hour
