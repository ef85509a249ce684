package exchange

import (
	"context"
	"encoding/json"
	"errors"
	"net/mail"
	"regexp"
	"strings"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// PartnerID names a partner.
type PartnerID int64

// Way is how a partner is reached.
type Way string

// The ways.
const (
	ByTMF  Way = "tmf"
	ByMail Way = "mail"
)

// Partner is another desk that we exchange cases with.
type Partner struct {
	ID       PartnerID
	Org      directory.OrgID
	Desk     directory.DeskID // Takes what the partner hands to us.
	Supplier ticket.SupplierID
	Code     string // Names it in numbers, in addresses and as the name of its secrets.
	Name     string
	Way      Way
	Person   directory.PersonID // The account by which it calls us.
	BaseURL  string             // Of its own interface.
	Address  string
	Lang     string
	Config   Config
	Active   bool
	Version  int64
}

const partnerColumns = `p.id, p.org_id, p.desk_id, p.supplier_id, p.code, p.name, p.way, p.person_id, p.base_url, p.address, p.lang, p.config, p.active, p.version`

var (
	selectPartner         = sqldb.Q("exchange.partner", `select `+partnerColumns+` from exchange_partner p where p.id = $1`)
	selectPartnerCode     = sqldb.Q("exchange.partner.code", `select `+partnerColumns+` from exchange_partner p where p.code = $1 and p.active`)
	selectPartnerPerson   = sqldb.Q("exchange.partner.person", `select `+partnerColumns+` from exchange_partner p where p.person_id = $1 and p.active order by p.id limit 1`)
	selectPartnerSupplier = sqldb.Q("exchange.partner.supplier", `
		select `+partnerColumns+` from exchange_partner p where p.supplier_id = $1 and p.active order by p.way desc, p.id limit 1`)
	insertPartner = sqldb.Q("exchange.partner.insert", `
		insert into exchange_partner (org_id, desk_id, supplier_id, code, name, way, person_id, base_url, address, lang, config, active)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id`)
	updatePartner = sqldb.Q("exchange.partner.update", `
		update exchange_partner set desk_id = $3, supplier_id = $4, code = $5, name = $6, person_id = $7, base_url = $8, address = $9, lang = $10,
			config = $11, active = $12, version = version + 1 where id = $1 and version = $2`)
	selectSupplierOrg = sqldb.Q("exchange.supplier_org", `select org_id from supplier where id = $1`)
)

func scanPartner(r sqldb.Row) (Partner, error) {
	var p Partner
	var config string
	err := r.Scan(&p.ID, &p.Org, &p.Desk, sqldb.ScanID(&p.Supplier), &p.Code, &p.Name, &p.Way, sqldb.ScanID(&p.Person), &p.BaseURL, &p.Address,
		&p.Lang, &config, &p.Active, &p.Version)
	if err == nil {
		p.Config, err = ParseConfig(config)
	}
	return p, err
}

// Partners returns the partners that the actor administers, by name.
func (s *Service) Partners(ctx context.Context, by authz.Actor) ([]Partner, error) {
	if !by.May(MayConnect) {
		return nil, errs.Denied(string(MayConnect))
	}
	var w sqldb.Where
	condition, args := kept(by).For("p").SQL()
	w.And(condition, args...)
	text := `select ` + partnerColumns + ` from exchange_partner p where ` + w.SQL() + ` order by p.name, p.id limit 500`
	return sqldb.All(ctx, s.d.DB, sqldb.Q("exchange.partners", text), scanPartner, w.Args()...)
}

// Partner returns one. Errors: errs.NotFound, errs.Forbidden.
func (s *Service) Partner(ctx context.Context, by authz.Actor, id PartnerID) (Partner, error) {
	if !by.May(MayConnect) {
		return Partner{}, errs.Denied(string(MayConnect))
	}
	p, err := sqldb.One(ctx, s.d.DB, selectPartner, scanPartner, int64(id))
	if errors.Is(err, sqldb.ErrNone) || err == nil && !mayKeep(by, p.Org) {
		return Partner{}, errs.Missing()
	}
	return p, err
}

// wellFormed is what a code may be: it stands in addresses and in names of secrets.
var wellFormed = regexp.MustCompile(`^[a-z][a-z0-9_]{1,30}$`)

func (s *Service) checkPartner(p *Partner) error {
	var f errs.Fields
	p.Name, p.BaseURL, p.Address = clean.Line(p.Name, 120), strings.TrimRight(clean.Line(p.BaseURL, 500), "/"), clean.Line(p.Address, 320)
	if clean.Blank(p.Name) {
		f.Add("name", "error.required")
	}
	if !wellFormed.MatchString(p.Code) {
		f.Add("code", "exchange.error.code")
	}
	if p.Lang != "en" {
		p.Lang = "sv"
	}
	switch p.Way {
	case ByTMF:
		if p.BaseURL != "" && s.d.Courier.Check(p.BaseURL) != nil {
			f.Add("base_url", "exchange.error.address")
		}
	case ByMail:
		if a, err := mail.ParseAddress(p.Address); err != nil || a.Address != p.Address {
			f.Add("address", "mailbox.error.address")
		}
	default:
		f.Add("way", "error.choose")
	}
	p.Config.check(&f)
	return f.Err()
}

// SavePartner adds (ID 0) or changes a partner. Errors: errs.Invalid with every wrong field, errs.Forbidden,
// errs.NotFound, errs.Conflict when somebody else has changed it meanwhile.
func (s *Service) SavePartner(ctx context.Context, by authz.Actor, p Partner) (Partner, error) {
	if !mayKeep(by, p.Org) {
		return p, errs.Denied(string(MayConnect))
	}
	if err := s.checkPartner(&p); err != nil {
		return p, err
	}
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := checkPlaces(ctx, tx, by, &p); err != nil {
			return err
		}
		if err := savePartner(ctx, tx, &p); err != nil {
			return err
		}
		entry := audit.Entry{Org: int64(p.Org), What: "partner.saved", Subject: "partner", SubjectID: int64(p.ID)}
		return audit.Write(ctx, tx, by, entry, map[string]any{"code": p.Code, "base_url": p.BaseURL, "active": p.Active})
	})
	if sqldb.Violates(err, "exchange_partner_code_key") {
		var f errs.Fields
		f.Add("code", "exchange.error.code_taken")
		return p, f.Err()
	}
	return p, err
}

// checkPlaces holds that the desk, the supplier and the account belong to the partner's organisation.
func checkPlaces(ctx context.Context, tx *sqldb.Tx, by authz.Actor, p *Partner) error {
	if _, err := directory.DeskFor(ctx, tx, p.Org, p.Desk); err != nil {
		return err
	}
	var f errs.Fields
	if p.Supplier != 0 {
		org, found, err := sqldb.Maybe(ctx, tx, selectSupplierOrg, sqldb.Value[int64], int64(p.Supplier))
		if err != nil {
			return err
		}
		if !found || org != int64(p.Org) {
			f.Add("supplier", "error.choose")
		}
	}
	if p.Person != 0 {
		person, err := directory.PersonIn(ctx, tx, by, p.Person)
		if errs.Is(err, errs.NotFound) || err == nil && person.Org != p.Org {
			f.Add("person", "error.choose")
		} else if err != nil {
			return err
		}
	}
	return f.Err()
}

func savePartner(ctx context.Context, tx *sqldb.Tx, p *Partner) error {
	config, err := json.Marshal(p.Config)
	if err != nil {
		return err
	}
	if p.ID == 0 {
		id, err := tx.Insert(ctx, insertPartner, int64(p.Org), int64(p.Desk), sqldb.ID(p.Supplier), p.Code, p.Name, string(p.Way), sqldb.ID(p.Person),
			p.BaseURL, p.Address, p.Lang, string(config), p.Active)
		p.ID, p.Version = PartnerID(id), 1
		return err
	}
	n, err := tx.Exec(ctx, updatePartner, int64(p.ID), p.Version, int64(p.Desk), sqldb.ID(p.Supplier), p.Code, p.Name, sqldb.ID(p.Person), p.BaseURL,
		p.Address, p.Lang, string(config), p.Active)
	if err == nil && n == 0 {
		return errs.E(errs.Conflict, "error.changed_meanwhile")
	}
	p.Version++
	return err
}

// partnerOf is the partner whose account a person is; ID 0 for none.
func partnerOf(ctx context.Context, q sqldb.Querier, person int64) (Partner, error) {
	p, found, err := sqldb.Maybe(ctx, q, selectPartnerPerson, scanPartner, person)
	if err == nil && !found {
		return Partner{Config: Defaults(), Lang: "sv"}, nil
	}
	return p, err
}

// PartnerOf returns the partner whose account the actor is. Errors: errs.Unauthenticated, errs.Forbidden for accounts of
// nobody that we exchange cases with.
func (s *Service) PartnerOf(ctx context.Context, by authz.Actor) (Partner, error) {
	if by.Person == 0 {
		return Partner{}, errs.E(errs.Unauthenticated, "web.error.login")
	}
	p, err := partnerOf(ctx, s.d.DB, by.Person)
	if err == nil && p.ID == 0 {
		err = errs.Denied("listener")
	}
	return p, err
}
