package service

import (
	"context"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/event"
	"lotsen/internal/kit/sqldb"
)

// function is one of those whose failure is "intefunktion".
type function struct{ code, sv, en string }

// functions lists the fourteen (requirements, TK-28), in the order of the agreement.
var functions = []function{
	{"arbetsplats", "Datorarbetsplats: enheten startar och du kan logga in", "Workstation: it starts and you can log in"},
	{"behorighet", "Behörighet till rätt information för din roll", "Access to the right information for your role"},
	{"utskrift", "Utskrift på nätverksskrivare", "Printing on network printers"},
	{"spara", "Spara på anvisad lagringsplats (P och G)", "Saving to the assigned storage (P and G)"},
	{"aterstallning", "Återställning från anvisad lagringsplats", "Restoring from the assigned storage"},
	{"skydd", "Skydd av information: klientskydd och skräppostfilter", "Protection of information: client protection and spam filter"},
	{"webbfilter", "Webbfilter", "Web filter"},
	{"tradlost", "Trådlöst nätverk", "Wireless network"},
	{"telefoni", "Fast telefoni och hänvisning", "Fixed telephony and referral"},
	{"epost", "E-post med kalender", "E-mail with calendar"},
	{"infocaption", "InfoCaption: plattformen för guider", "InfoCaption: the platform for guides"},
	{"office", "Officeprogrammen startar", "The Office programs start"},
	{"mobilt", "Mobil åtkomst på distans", "Mobile remote access"},
	{"programvara", "Programvarudistribution: plattformen för att installera program", "Software distribution: the platform for installing programs"},
}

// own are the names of those services.
var own = map[string][2]string{
	Portal:        {"Portalen", "The portal"},
	Accessibility: {"Portalens tillgänglighet", "The portal's accessibility"},
}

// FunctionCount is how many functions AddFunctions offers.
func FunctionCount() int { return len(functions) }

// AddFunctions adds those of the fourteen functions that the organisation does not have yet, and tells how many those
// were. Errors: errs.Forbidden.
func (s *Service) AddFunctions(ctx context.Context, by authz.Actor, org directory.OrgID) (int, error) {
	if !mayWrite(by, org) {
		return 0, errs.Denied(string(MayWrite))
	}
	n := 0
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		n, err = s.addFunctions(ctx, tx, by, org)
		return err
	})
	return n, err
}

func (s *Service) addFunctions(ctx context.Context, tx *sqldb.Tx, by authz.Actor, org directory.OrgID) (int, error) {
	codes, err := sqldb.All(ctx, tx, selectCodes, sqldb.Value[string], int64(org))
	if err != nil {
		return 0, err
	}
	there := map[string]bool{}
	for _, c := range codes {
		there[c] = true
	}
	n := 0
	for _, f := range functions {
		if there[f.code] {
			continue
		}
		i := Item{Org: org, Code: f.code, Sv: f.sv, En: f.en, Class: NotWorking, Active: true}
		if err := s.add(ctx, tx, by, &i); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

var (
	presetOf = sqldb.Q("service.preset", `select o.preset from organisation o where o.id = $1 and not exists (select 1 from service s where s.org_id = o.id)`)
	bare     = sqldb.Q("service.bare", `
		select o.id from organisation o where o.preset = $1 and not exists (select 1 from service s where s.org_id = o.id) order by o.id`)
)

// onOrganisation gives an organisation the functions that its preset names, unless it keeps services of its own.
func (s *Service) onOrganisation(ctx context.Context, tx *sqldb.Tx, _ authz.Actor, e event.Event) error {
	preset, found, err := sqldb.Maybe(ctx, tx, presetOf, sqldb.Value[string], e.Stream)
	if err != nil || !found || preset != s.preset || s.preset == "" {
		return err
	}
	_, err = s.addFunctions(ctx, tx, authz.System("service"), directory.OrgID(e.Stream))
	return err
}

// Seed gives the functions to the organisations that had their preset before services were kept. It does nothing to
// those that have services.
func (s *Service) Seed(ctx context.Context) error {
	if s.preset == "" {
		return nil
	}
	orgs, err := sqldb.All(ctx, s.db, bare, sqldb.Value[directory.OrgID], s.preset)
	if err != nil {
		return err
	}
	for _, org := range orgs {
		err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := s.addFunctions(ctx, tx, authz.System("service"), org)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
