package purchase

import (
	"context"
	"strings"
	"time"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/model"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// Deps is what the capability needs.
type Deps struct {
	DB     *sqldb.DB
	Asset  *asset.Service
	Ticket *ticket.Service
	Texts  *i18n.Catalogue
}

// Service is the capability's use cases.
type Service struct{ d Deps }

// New returns the service.
func New(d Deps) *Service { return &Service{d} }

// Input is what somebody tells of a purchase.
type Input struct {
	Kind   asset.Kind
	Model  string // Maker and model.
	Serial string
	Bought string // A day.
	Shop   string
	Ore    int64 // 0: not said.
	Why    string
}

const (
	maxLine = 200
	maxText = 2000
	maxOre  = 10_000_000_00
)

func (in *Input) check(now time.Time) errs.Fields {
	var f errs.Fields
	in.Model, in.Serial, in.Shop, in.Why = clean.Line(in.Model, 0), clean.Line(in.Serial, 0), clean.Line(in.Shop, 0), clean.Text(in.Why, 0)
	if in.Kind == "" {
		f.Add("kind", "error.choose")
	}
	for _, x := range []struct{ name, value string }{{"model", in.Model}, {"serial", in.Serial}, {"why", in.Why}} {
		if clean.Blank(x.value) {
			f.Add(x.name, "error.required")
		}
	}
	for _, x := range []struct {
		name, value string
		limit       int
	}{{"model", in.Model, maxLine}, {"serial", in.Serial, maxLine}, {"shop", in.Shop, maxLine}, {"why", in.Why, maxText}} {
		if !clean.Fits(x.value, x.limit) {
			f.Add(x.name, "error.too_long", "max", x.limit)
		}
	}
	if _, err := time.Parse(time.DateOnly, in.Bought); err != nil {
		f.Add("bought", "error.date")
	} else if in.Bought > now.In(clock.Stockholm()).Format(time.DateOnly) {
		f.Add("bought", "purchase.error.future")
	}
	if in.Ore < 0 || in.Ore > maxOre {
		f.Add("price", "purchase.error.amount")
	}
	return f
}

// Tell registers a device that an operation bought by itself, in the hands of whoever tells, and lets the desk know.
// Errors: errs.Invalid; errs.Forbidden for those who do not see the range.
func (s *Service) Tell(ctx context.Context, by authz.Actor, in Input) (asset.Asset, ticket.Ticket, error) {
	if by.Person == 0 || !by.May(model.MayRead) {
		return asset.Asset{}, ticket.Ticket{}, errs.Denied(string(model.MayRead))
	}
	if err := in.check(s.d.DB.Now()).Err(); err != nil {
		return asset.Asset{}, ticket.Ticket{}, err
	}
	var a asset.Asset
	var t ticket.Ticket
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		a, err = s.d.Asset.CreateIn(ctx, tx, by, asset.Draft{
			Org: directory.OrgID(by.Org), Serial: in.Serial, Name: in.Model, Model: in.Model, Kind: in.Kind, Person: directory.PersonID(by.Person),
			Source: asset.External, Delivered: in.Bought,
		})
		if err != nil {
			return err
		}
		// What the desk reads is in the organisation's language; the words of whoever tells stand as they wrote them.
		p := s.d.Texts.Printer(i18n.Swedish)
		lines := []string{p.T("purchase.case.model", "model", in.Model), p.T("purchase.case.serial", "serial", in.Serial), p.T("purchase.case.bought", "day", in.Bought)}
		if in.Shop != "" {
			lines = append(lines, p.T("purchase.case.shop", "shop", in.Shop))
		}
		if in.Ore > 0 {
			lines = append(lines, p.T("purchase.case.price", "kronor", in.Ore/100))
		}
		lines = append(lines, "", in.Why)
		t, err = s.d.Ticket.ReportIn(ctx, tx, by, ticket.ReportInput{
			Kind: ticket.Request, Channel: ticket.Portal, Title: p.T("purchase.case.title", "model", in.Model, "tag", a.Tag), Text: strings.Join(lines, "\n"),
		})
		return err
	})
	return a, t, serialKnown(err)
}

// serialKnown puts what is wrong with the tag, which is the serial number here, where the serial number was written.
func serialKnown(err error) error {
	list := errs.FieldsOf(err)
	if len(list) != 1 || list[0].Name != "tag" {
		return err
	}
	var f errs.Fields
	f.Add("serial", "asset.error.serial_taken")
	return f.Err()
}
