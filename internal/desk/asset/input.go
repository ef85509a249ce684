package asset

import (
	"context"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// The bounds of what is written about a device.
const (
	maxLine = 200
	maxLife = 240
)

// Draft is what is said about a device. Only the organisation and something to know it by must be there.
type Draft struct {
	Org       directory.OrgID
	Tag       string // "" takes the serial number, and failing that a number of ours.
	Serial    string
	Name      string
	Kind      Kind // "" is Other.
	Model     string
	ModelID   ModelID
	Level     LevelID
	Person    directory.PersonID
	Unit      directory.UnitID // 0 takes the holder's.
	Site      directory.SiteID // 0 takes the holder's.
	Source    Source           // "" is Own.
	SourceID  int64
	Delivered string
	Life      int    // Months.
	Renew     string // "" is reckoned from Delivered and Life.
	State     State  // "" is InUse.
}

// check makes what was written fit and says what is wrong with it.
func (n *Draft) check() errs.Fields {
	var f errs.Fields
	for _, s := range []*string{&n.Tag, &n.Serial, &n.Name, &n.Model} {
		*s = clean.Line(*s, maxLine)
	}
	if n.Tag == "" {
		n.Tag = n.Serial
	}
	if n.Kind == "" {
		n.Kind = Other
	}
	if n.Source == "" {
		n.Source = Own
	}
	if n.State == "" {
		n.State = InUse
	}
	if !valid(Kinds(), n.Kind) {
		f.Add("kind", "error.choose")
	}
	if !valid(Sources(), n.Source) {
		f.Add("source", "error.choose")
	}
	if !valid(States(), n.State) {
		f.Add("state", "error.choose")
	}
	if n.Life < 0 || n.Life > maxLife {
		f.Add("life", "asset.error.life", "max", maxLife)
	}
	if n.Tag != "" && Key(n.Tag) == "" {
		f.Add("tag", "error.required")
	}
	for _, d := range []struct {
		name string
		day  *string
	}{{"delivered", &n.Delivered}, {"renew", &n.Renew}} {
		if *d.day = strings.TrimSpace(*d.day); *d.day == "" {
			continue
		}
		if _, err := time.Parse(time.DateOnly, *d.day); err != nil {
			f.Add(d.name, "error.date")
		}
	}
	if len(f) == 0 && n.Renew == "" && n.Delivered != "" && n.Life > 0 {
		n.Renew = renewal(n.Delivered, n.Life)
	}
	return f
}

// renewal is the day on which a device delivered on a day is replaced: the last of the month where the day is too late.
func renewal(delivered string, months int) string {
	day, err := time.Parse(time.DateOnly, delivered)
	if err != nil {
		return ""
	}
	first := time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, months, 0)
	last := first.AddDate(0, 1, -1)
	return first.AddDate(0, 0, min(day.Day(), last.Day())-1).Format(time.DateOnly)
}

// belongs checks that the places and the level are the organisation's own.
func (n *Draft) belongs(ctx context.Context, q sqldb.Querier) error {
	var f errs.Fields
	for _, c := range []struct {
		field string
		id    int64
		stmt  sqldb.Stmt
	}{{"level", int64(n.Level), levelOf}, {"site", int64(n.Site), siteOf}, {"unit", int64(n.Unit), unitOf}} {
		if c.id == 0 {
			continue
		}
		found, err := sqldb.One(ctx, q, c.stmt, sqldb.Value[int64], c.id, int64(n.Org))
		if err != nil {
			return err
		}
		if found == 0 {
			f.Add(c.field, "error.choose")
		}
	}
	return f.Err()
}

// place takes the holder's unit and site where none was named, and checks that the holder is the organisation's.
func (n *Draft) place(ctx context.Context, q sqldb.Querier) error {
	if n.Person == 0 {
		return nil
	}
	p, err := directory.Load(ctx, q, n.Person)
	if err != nil {
		return err
	}
	if p.Org != n.Org {
		var f errs.Fields
		f.Add("login", "asset.error.login")
		return f.Err()
	}
	if n.Unit == 0 {
		n.Unit = p.Unit
	}
	if n.Site == 0 {
		n.Site = p.Site
	}
	return nil
}

// Holder finds whom a device is given to by login or address, among the people for whom the actor keeps the inventory.
// Errors: errs.Invalid on the field "login".
func (s *Service) Holder(ctx context.Context, by authz.Actor, org directory.OrgID, login string) (directory.PersonID, error) {
	return holder(ctx, s.d.DB, by, org, login)
}

func holder(ctx context.Context, q sqldb.Querier, by authz.Actor, org directory.OrgID, login string) (directory.PersonID, error) {
	login = strings.ToLower(clean.Line(login, maxLine))
	if login == "" {
		return 0, nil
	}
	var w sqldb.Where
	condition, args := directory.PeopleFor(by, MayWrite).For("p").SQL()
	w.And(condition, args...)
	w.And("p.org_id = ? and p.active and (p.login = ? or p.email = ?)", int64(org), login, login)
	id, found, err := sqldb.Maybe(ctx, q, sqldb.Q("asset.holder", `select p.id from person p where `+w.SQL()+` order by p.id limit 1`), sqldb.Value[directory.PersonID], w.Args()...)
	if err == nil && !found {
		var f errs.Fields
		f.Add("login", "asset.error.login")
		err = f.Err()
	}
	return id, err
}
