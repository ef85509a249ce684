package catalogue

import (
	"context"
	"encoding/json"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// KeptInput says which offers whoever keeps the catalogue looks at.
type KeptInput struct {
	Org   directory.OrgID
	State State // "": all.
	Q     string
	After ID
}

// Kept lists offers as those see them who keep the catalogue: drafts and retired ones too, with what is drafted. Errors:
// errs.Forbidden.
func (s *Service) Kept(ctx context.Context, by authz.Actor, in KeptInput) (Page, error) {
	var p Page
	w, err := keeping(by)
	if err != nil {
		return p, err
	}
	w.And("i.org_id = ?", int64(in.Org))
	if in.State != "" {
		w.And("i.state = ?", string(in.State))
	}
	if !search(&w, in.Q) {
		return p, nil
	}
	if in.After != 0 {
		w.And("(i.pos, i.category, i.sort_key, i.id) > (select a.pos, a.category, a.sort_key, a.id from catalogue_item a where a.id = ?)", int64(in.After))
	}
	tail := w.Numbered(" order by i.pos, i.category, i.sort_key, i.id limit ?", PageSize+1)
	if p.Items, err = sqldb.All(ctx, s.db, sqldb.Q("catalogue.kept", selectKept+w.SQL()+tail), scan, w.Args()...); err != nil {
		return p, err
	}
	if len(p.Items) > PageSize {
		p.Items, p.Next = p.Items[:PageSize], p.Items[PageSize-1].ID
	}
	return p, nil
}

// Load returns an offer with what is drafted. Errors: errs.Forbidden, errs.NotFound.
func (s *Service) Load(ctx context.Context, by authz.Actor, id ID) (Item, error) {
	w, err := keeping(by)
	if err != nil {
		return Item{}, err
	}
	w.And("i.id = ?", int64(id))
	i, found, err := sqldb.Maybe(ctx, s.db, sqldb.Q("catalogue.load", selectKept+w.SQL()), scan, w.Args()...)
	if err == nil && !found {
		err = errs.Missing()
	}
	return i, err
}

// Version is one thing that was offered.
type Version struct {
	Number int64
	Note   string
	At     time.Time
	By     directory.PersonID
	Config Config
}

// mostVersions bounds a history: older ones are kept and not listed.
const mostVersions = 50

// History lists an offer's versions, newest first. Errors: errs.Forbidden, errs.NotFound.
func (s *Service) History(ctx context.Context, by authz.Actor, id ID) ([]Version, error) {
	w, err := keeping(by)
	if err != nil {
		return nil, err
	}
	w.And("i.id = ?", int64(id))
	tail := w.Numbered(" order by v.version desc limit ?", mostVersions)
	return sqldb.All(ctx, s.db, sqldb.Q("catalogue.history", `select v.version, v.note, v.published_at, v.published_by, v.config
		from catalogue_version v join catalogue_item i on i.id = v.item_id where `+w.SQL()+tail), func(r sqldb.Row) (Version, error) {
		var v Version
		var config string
		err := r.Scan(&v.Number, &v.Note, sqldb.ScanTime(&v.At), sqldb.ScanID(&v.By), &config)
		if err == nil {
			err = json.Unmarshal([]byte(config), &v.Config)
		}
		return v, err
	}, w.Args()...)
}

func keeping(by authz.Actor) (sqldb.Where, error) {
	var w sqldb.Where
	scope := kept(by)
	if scope.Empty() {
		return w, errs.Denied(string(MayWrite))
	}
	condition, args := scope.SQL()
	w.And(condition, args...)
	return w, nil
}

// ShownTo reports whether an offer is shown to a person who orders for themselves, with the rights of the actor left out:
// what somebody sees who looks through that person's eyes. The actor keeps the catalogue.
func (s *Service) ShownTo(ctx context.Context, by authz.Actor, id ID, person authz.Actor) (bool, error) {
	if _, err := s.Load(ctx, by, id); err != nil {
		return false, err
	}
	if !person.May(MayRead) {
		return false, nil
	}
	list, err := OfferedIn(ctx, s.db, person, 0, id)
	return len(list) == 1, err
}
