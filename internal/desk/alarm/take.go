package alarm

import (
	"context"
	"slices"
	"time"

	"lotsen/internal/desk/alarm/read"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// Taken is what became of one alarm of a call.
type Taken struct {
	Key    string
	Alarm  ID
	State  read.State
	Count  int
	Ticket ticket.ID // 0: there is no case, yet or at all.
	Quiet  string    // Why there is none.
}

// chunk is how many alarms of a call are decided about in one transaction.
const chunk = 200

// ReadCall understands a call in the way of its source.
func ReadCall(kind Kind, body []byte) (read.Batch, error) {
	switch kind {
	case Alertmanager:
		return read.Alertmanager(body)
	case Zabbix:
		return read.Zabbix(body)
	case Icinga:
		return read.Icinga(body)
	}
	return read.Generic(body)
}

// Caller is the source that an address names. Errors: errs.NotFound.
func (s *Service) Caller(ctx context.Context, code string) (Source, error) {
	src, found, err := sqldb.Maybe(ctx, s.DB, codeSource, scanSource, code)
	if err == nil && (!found || !src.Kind.Calls()) {
		err = errs.Missing()
	}
	return src, err
}

// Receive takes a genuine call of a source. What cannot be understood is told on the source's page.
// Errors: errs.Invalid.
func (s *Service) Receive(ctx context.Context, src *Source, body []byte) ([]Taken, error) {
	batch, err := ReadCall(src.Kind, body)
	if err != nil {
		if keep := s.failed(ctx, src.ID, err.Error()); keep != nil {
			return nil, keep
		}
		return nil, errs.E(errs.Invalid, "alarm.error.format").Because(err)
	}
	return s.Take(ctx, src.ID, batch)
}

// failed keeps what was wrong with a source's last call.
func (s *Service) failed(ctx context.Context, id SourceID, what string) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, setError, int64(id), clean.Line(what, 300), sqldb.Time(tx.Now()))
		return err
	})
}

// Take keeps what a source tells and does what follows. A call with many alarms is taken in several transactions; taken
// again it does nothing twice.
func (s *Service) Take(ctx context.Context, id SourceID, batch read.Batch) ([]Taken, error) {
	var out []Taken
	list := batch.Alarms
	for first := true; first || len(list) > 0; first = false {
		part := list[:min(chunk, len(list))]
		list = list[len(part):]
		left := 0
		if len(list) == 0 {
			left = batch.LeftOut
		}
		var taken []Taken
		err := s.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			var err error
			taken, err = s.TakeIn(ctx, tx, id, part, left)
			return err
		})
		if err != nil {
			return out, err
		}
		out = append(out, taken...)
	}
	return out, nil
}

// work is one call while it is decided about.
type work struct {
	*Service
	src   Source
	rules []Rule
	hush  []Silence
	t     *ticket.Service
	over  map[ticket.ID]bool // Cases that are solved although their alarms fire.
	p     *i18n.Printer
}

// begin locks the source, so that one call at a time decides, and reads what decisions are made by.
func (s *Service) begin(ctx context.Context, tx *sqldb.Tx, id SourceID) (*work, error) {
	src, err := sqldb.One(ctx, tx, lockSource, scanSource, int64(id))
	if none(err) || err == nil && !src.Active {
		return nil, errs.Missing()
	}
	if err != nil {
		return nil, err
	}
	w := &work{Service: s, src: src, t: s.Ticket.In(tx), over: map[ticket.ID]bool{}}
	if w.rules, err = sqldb.All(ctx, tx, rulesOf, scanRule, int64(src.Desk)); err != nil {
		return nil, err
	}
	if w.hush, err = sqldb.All(ctx, tx, silencesNow, scanSilence, int64(id), sqldb.Time(tx.Now())); err != nil {
		return nil, err
	}
	lang, err := sqldb.One(ctx, tx, orgLang, sqldb.Value[string], int64(src.Org))
	if err != nil {
		return nil, err
	}
	w.p = s.Texts.Printer(i18n.ParseLang(lang))
	return w, nil
}

// TakeIn is Take inside a transaction that is open already.
func (s *Service) TakeIn(ctx context.Context, tx *sqldb.Tx, id SourceID, alarms []read.Alarm, leftOut int) ([]Taken, error) {
	w, err := s.begin(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	if !w.src.SilentSince.IsZero() {
		alarms = append(slices.Clone(alarms), w.silent(read.Resolved))
		w.src.SilentSince = time.Time{}
	}
	known, err := w.known(ctx, tx, alarms)
	if err != nil {
		return nil, err
	}
	var out []Taken
	for i := range alarms {
		a, err := w.one(ctx, tx, known, &alarms[i])
		if err != nil {
			return nil, err
		}
		out = append(out, Taken{Key: alarms[i].Key, Alarm: a.ID, State: a.State, Count: a.Count, Ticket: a.Ticket, Quiet: a.Quiet})
	}
	if leftOut > 0 {
		if err := w.leftOut(ctx, tx, out, leftOut); err != nil {
			return nil, err
		}
	}
	tx.Poke(topic(w.src.Desk))
	_, err = tx.Exec(ctx, heardNow, int64(id), sqldb.Time(tx.Now()), len(alarms), sqldb.Time(w.src.SilentSince), sqldb.ID(w.src.Storm), sqldb.Time(w.src.StormUntil))
	return out, err
}

// known loads what is known of the alarms of a call, by key and by family.
type known struct{ keys, families map[string]*Alarm }

func (w *work) known(ctx context.Context, tx *sqldb.Tx, alarms []read.Alarm) (known, error) {
	k := known{map[string]*Alarm{}, map[string]*Alarm{}}
	var keys, families []string
	for i := range alarms {
		keys = append(keys, alarms[i].Key)
		if alarms[i].Family != "" {
			families = append(families, alarms[i].Family)
		}
	}
	list, err := sqldb.All(ctx, tx, byKeys, scanAlarm, int64(w.src.ID), sqldb.List[string](keys))
	for i := range list {
		k.keys[list[i].Key] = &list[i]
	}
	if err != nil || len(families) == 0 {
		return k, err
	}
	list, err = sqldb.All(ctx, tx, byFamilies, scanAlarm, int64(w.src.ID), sqldb.List[string](families))
	for i := range list {
		k.families[list[i].Family] = &list[i]
	}
	return k, err
}

// find is the row of an alarm: its own, or that of an earlier episode of the same, which it takes over.
func (k known) find(in *read.Alarm) *Alarm {
	if a := k.keys[in.Key]; a != nil {
		return a
	}
	a := k.families[in.Family]
	if in.Family == "" || a == nil || in.State != read.Firing || k.keys[a.Key] != nil && k.keys[a.Key].State == read.Firing {
		return nil
	}
	if old := k.keys[a.Key]; old != nil {
		a = old
	}
	if !in.Started.IsZero() && in.Started.Before(a.Started) {
		return a // It tells of the past: see stale.
	}
	delete(k.keys, a.Key)
	delete(k.families, in.Family)
	a.Key = in.Key
	k.keys[in.Key] = a
	return a
}

// one keeps one alarm and does what follows from it.
func (w *work) one(ctx context.Context, tx *sqldb.Tx, k known, in *read.Alarm) (*Alarm, error) {
	a := k.find(in)
	if a == nil {
		a = &Alarm{Org: w.src.Org, Desk: w.src.Desk, Source: w.src.ID, Alarm: *in, First: tx.Now(), Last: tx.Now(), Changed: tx.Now()}
		a.State = ""
		if err := w.fresh(ctx, tx, a, in); err != nil {
			return nil, err
		}
		k.keys[in.Key] = a
		return a, nil
	}
	return a, w.again(ctx, tx, a, in)
}

// fresh keeps an alarm that nobody has heard of. One that is over already makes no case.
func (w *work) fresh(ctx context.Context, tx *sqldb.Tx, a *Alarm, in *read.Alarm) error {
	a.State, a.Count = in.State, 1
	a.Expires = expires(tx.Now(), in)
	if err := write(ctx, tx, a); err != nil {
		return err
	}
	what := WasFired
	if in.State == read.Resolved {
		what = WasResolved
	}
	if err := note(ctx, tx, a, what, ""); err != nil {
		return err
	}
	if err := w.consider(ctx, tx, a); err != nil {
		return err
	}
	return write(ctx, tx, a)
}

// again is an alarm that is known: told once more, ceased, or fired anew.
func (w *work) again(ctx context.Context, tx *sqldb.Tx, a *Alarm, in *read.Alarm) error {
	a.Last = tx.Now()
	if stale(a, in) {
		a.Count++
		if err := note(ctx, tx, a, WasStale, ""); err != nil {
			return err
		}
		return write(ctx, tx, a)
	}
	changed, worse := a.State != in.State, in.State == read.Firing && a.State == read.Firing && in.Severity < a.Severity
	w.update(a, in)
	if in.State == read.Firing {
		a.Count++
		a.Expires = expires(tx.Now(), in)
	}
	switch {
	case changed:
		a.State, a.Changed = in.State, tx.Now()
		what := WasFired
		if in.State == read.Resolved {
			what, a.Expires = WasResolved, time.Time{}
		}
		if err := note(ctx, tx, a, what, ""); err != nil {
			return err
		}
		if err := w.flap(ctx, tx, a); err != nil {
			return err
		}
	case worse:
		if err := note(ctx, tx, a, WasWorse, ""); err != nil {
			return err
		}
		if a.Told == read.Firing {
			if err := w.say(ctx, tx, a, w.p.T("alarm.said.worse", "summary", a.Summary, "severity", w.severity(a.Severity)), true); err != nil {
				return err
			}
		}
	}
	if !changed && a.State == read.Firing && a.Told == read.Firing {
		solved, err := w.solvedMeanwhile(ctx, tx, a)
		if err != nil {
			return err
		}
		if solved {
			a.Told = read.Resolved // Its case is over, and it is not: that is to be told.
		}
	}
	if changed || a.State == read.Firing && a.Told != read.Firing {
		if err := w.consider(ctx, tx, a); err != nil {
			return err
		}
	}
	return write(ctx, tx, a)
}

// insists is after how long the same alarm again puts a case back to work that somebody has solved.
const insists = time.Hour

// solvedMeanwhile reports whether somebody has solved the case of an alarm that fires still, and some time ago. A call asks
// once for each case.
func (w *work) solvedMeanwhile(ctx context.Context, tx *sqldb.Tx, a *Alarm) (bool, error) {
	if over, asked := w.over[a.Ticket]; asked {
		return over, nil
	}
	t, err := followed(ctx, tx, a.Ticket)
	if err != nil {
		return false, err
	}
	over := !t.State.Active() && !t.ResolvedAt.IsZero() && tx.Now().Sub(t.ResolvedAt) >= insists
	w.over[a.Ticket] = over
	return over, nil
}

// update takes over what the source says now.
func (w *work) update(a *Alarm, in *read.Alarm) {
	a.Severity, a.Family, a.Raw = in.Severity, in.Family, in.Raw
	if in.State == read.Resolved {
		a.Severity = min(a.Severity, in.Severity) // How bad it was, not how well it is.
	} else {
		a.Summary, a.Details, a.Labels = in.Summary, in.Details, in.Labels
		a.Host, a.Component, a.Group, a.Link = in.Host, in.Component, in.Group, in.Link
	}
	if !in.Started.IsZero() {
		a.Started = in.Started
	}
}

// stale reports whether a call tells of an episode that is over by what is known: it came late, or somebody sends again
// what they have heard.
func stale(a *Alarm, in *read.Alarm) bool {
	if in.Started.IsZero() || a.Started.IsZero() {
		return false
	}
	return in.Started.Before(a.Started) || in.State == read.Firing && a.State == read.Resolved && in.Started.Equal(a.Started)
}

func expires(now time.Time, in *read.Alarm) time.Time {
	if in.Lasts <= 0 || in.State != read.Firing {
		return time.Time{}
	}
	return now.Add(in.Lasts)
}
