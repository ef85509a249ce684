package notice

import (
	"context"
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Limits of what a notice says. What callers hear is short, or they hang up.
const (
	MaxTitle  = 120
	MaxText   = 4000
	MaxSpoken = 600
	maxUnits  = 50
)

// Input is a notice as somebody writes it.
type Input struct {
	ID                       ID // 0: a new one.
	Version                  int64
	Org                      directory.OrgID
	Desk                     directory.DeskID
	Kind                     Kind
	TitleSv, TextSv, PhoneSv string
	TitleEn, TextEn, PhoneEn string
	Channels                 []Channel
	Units                    []directory.UnitID
	Ticket                   ticket.ID
	Outage                   int64
	StartsAt                 time.Time // Zero: now.
	EndsAt                   time.Time
	Publish                  bool // Publish it in the same breath.
}

// check returns everything wrong with the words.
func (in *Input) check() errs.Fields {
	var f errs.Fields
	in.TitleSv, in.TitleEn = clean.KeepLine(in.TitleSv), clean.KeepLine(in.TitleEn)
	for _, text := range []*string{&in.TextSv, &in.TextEn, &in.PhoneSv, &in.PhoneEn} {
		*text = clean.Keep(*text)
	}
	if clean.Blank(in.TitleSv) {
		f.Add("title_sv", "notice.error.title_missing")
	}
	if clean.Blank(in.TitleEn) && !clean.Blank(in.TextEn) {
		f.Add("title_en", "notice.error.title_missing")
	}
	long := func(name, text string, most int) {
		if clean.Length(text) > most {
			f.Add(name, "error.too_long", "max", most)
		}
	}
	long("title_sv", in.TitleSv, MaxTitle)
	long("title_en", in.TitleEn, MaxTitle)
	long("text_sv", in.TextSv, MaxText)
	long("text_en", in.TextEn, MaxText)
	long("phone_sv", in.PhoneSv, MaxSpoken)
	long("phone_en", in.PhoneEn, MaxSpoken)
	if !in.Kind.Valid() {
		f.Add("kind", "error.choose")
	}
	if len(in.Channels) == 0 || slices.ContainsFunc(in.Channels, func(c Channel) bool { return !c.Valid() }) {
		f.Add("channels", "notice.error.channels")
	}
	if len(in.Units) > maxUnits {
		f.Add("unit", "notice.error.units", "max", maxUnits)
	}
	return f
}

// Save writes a notice, and publishes it when the input says so. A published one that is changed stays published, in
// what nobody holds. Errors: errs.Invalid, errs.Forbidden, errs.NotFound, errs.Conflict; *Refusal when it is held.
func (s *Service) Save(ctx context.Context, by authz.Actor, in Input) (Notice, error) {
	f := in.check()
	var n Notice
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		if n, err = s.draft(ctx, tx, by, &in, f); err != nil {
			return err
		}
		kind := EventWritten
		if in.Publish && n.State == Draft {
			n.State, n.PublishedBy, n.PublishedAt, kind = Published, directory.PersonID(by.Person), tx.Now(), EventPublished
		}
		if n.State == Published {
			if err := refused(ctx, tx, &n); err != nil {
				return err
			}
		}
		if err := store(ctx, tx, &n); err != nil {
			return err
		}
		return s.tell(ctx, tx, by, &n, kind)
	})
	return n, err
}

// draft is the notice that the input makes of a new or an older one.
func (s *Service) draft(ctx context.Context, tx *sqldb.Tx, by authz.Actor, in *Input, f errs.Fields) (Notice, error) {
	n := Notice{Org: in.Org, State: Draft, CreatedBy: directory.PersonID(by.Person), CreatedAt: tx.Now()}
	if in.ID != 0 {
		var err error
		if n, err = load(ctx, tx, by, in.ID, " {{for_update}}"); err != nil {
			return n, err
		}
		if n.State == Ended {
			return n, errs.E(errs.Conflict, "notice.error.ended")
		}
		if in.Version != 0 && in.Version != n.Version {
			return n, errs.E(errs.Conflict, "notice.error.changed")
		}
		if !mayAt(by, MayPublish, n.Org, n.Desk) {
			return n, errs.Denied(string(MayPublish))
		}
	}
	n.Desk, n.Kind, n.Channels, n.Units, n.Ticket, n.Outage = in.Desk, in.Kind, in.Channels, in.Units, in.Ticket, in.Outage
	n.TitleSv, n.TextSv, n.PhoneSv, n.TitleEn, n.TextEn, n.PhoneEn = in.TitleSv, in.TextSv, in.PhoneSv, in.TitleEn, in.TextEn, in.PhoneEn
	if n.StartsAt = in.StartsAt.UTC(); in.StartsAt.IsZero() {
		n.StartsAt = tx.Now()
	}
	if n.EndsAt = in.EndsAt; !in.EndsAt.IsZero() && !in.EndsAt.After(n.StartsAt) {
		f.Add("ends", "notice.error.ends_before")
	}
	if !mayAt(by, MayPublish, n.Org, n.Desk) {
		return n, errs.Denied(string(MayPublish))
	}
	return n, s.belongs(ctx, tx, by, &n, f)
}

var (
	countDesk   = sqldb.Q("notice.desk_of", `select count(*) from desk where id = $1 and org_id = $2`)
	countOutage = sqldb.Q("notice.outage_of", `select count(*) from outage where id = $1 and org_id = $2`)
	countUnits  = sqldb.Q("notice.units_of", `select count(*) from unit where id {{in $1}} and org_id = $2`)
)

// belongs holds that desk, units, case and places are the organisation's, and that the places are open to it.
func (s *Service) belongs(ctx context.Context, tx *sqldb.Tx, by authz.Actor, n *Notice, f errs.Fields) error {
	if n.Desk != 0 {
		if found, err := sqldb.One(ctx, tx, countDesk, sqldb.Value[int64], int64(n.Desk), int64(n.Org)); err != nil {
			return err
		} else if found == 0 {
			return errs.Missing()
		}
	}
	slices.Sort(n.Units)
	n.Units = slices.Compact(n.Units)
	if len(n.Units) > 0 {
		if found, err := sqldb.One(ctx, tx, countUnits, sqldb.Value[int64], sqldb.List[directory.UnitID](n.Units), int64(n.Org)); err != nil {
			return err
		} else if int(found) != len(n.Units) {
			f.Add("unit", "error.choose")
		}
	}
	if n.Ticket != 0 {
		t, err := s.ticket.In(tx).Load(ctx, by, n.Ticket)
		if err != nil {
			return err
		}
		if t.Org != n.Org {
			return errs.Missing()
		}
	}
	if n.Outage != 0 {
		if found, err := sqldb.One(ctx, tx, countOutage, sqldb.Value[int64], n.Outage, int64(n.Org)); err != nil {
			return err
		} else if found == 0 {
			return errs.Missing()
		}
	}
	places, err := offered(ctx, tx, n.Org)
	if err != nil {
		return err
	}
	for _, c := range n.Channels {
		if slices.Contains(Ways(), c) {
			continue
		}
		at := slices.IndexFunc(places, func(p Place) bool { return p.Channel == c })
		switch {
		case at < 0:
			f.Add("channels", "notice.error.place")
		case !places[at].Open():
			f.Add("channels", "notice.error.place_unapproved")
		}
	}
	return f.Err()
}
