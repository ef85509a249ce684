package supplier

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Matter is something that is followed up with a supplier. Which of the fields count depends on its kind.
type Matter struct {
	ID           MatterID
	Org          directory.OrgID
	Kind         Kind
	Supplier     ID
	SupplierName string
	Service      ticket.ServiceID
	ServiceSv    string
	ServiceEn    string
	Ticket       ticket.ID
	Title        string
	Text         string
	State        string
	Due          string // A day: due, followed up, ended or delivered, as the kind says.
	Starts       string
	Owner        directory.PersonID
	OwnerName    string
	Reference    string
	Amount       int64 // In öre.
	Access       string
	Decision     string
	Month        string
	UpdatedAt    time.Time
	Version      int64
	Parties      []ID
	PartyNames   []string
}

// Late reports whether the due day has passed with something left to do.
func (m Matter) Late(now time.Time) bool {
	return m.Due != "" && m.Due < day(now) && !m.Kind.Spec().Over(m.State)
}

// Soon reports whether the due day is near enough to warn of it.
func (m Matter) Soon(now time.Time) bool {
	s := m.Kind.Spec()
	return m.Due != "" && !m.Late(now) && !s.Over(m.State) && m.Due <= day(now.AddDate(0, 0, s.Warn))
}

func day(at time.Time) string { return at.In(clock.Stockholm()).Format(time.DateOnly) }

// MatterFilter narrows a list of matters.
type MatterFilter struct {
	Org      directory.OrgID
	Kind     Kind // "": every kind.
	Supplier ID
	All      bool // Those that are over, too.
}

const matterColumns = `m.id, m.org_id, m.kind, m.supplier_id, coalesce((select ms.name from supplier ms where ms.id = m.supplier_id), ''),
	m.service_id, coalesce((select v.name_sv from service v where v.id = m.service_id), ''), coalesce((select v.name_en from service v where v.id = m.service_id), ''),
	m.ticket_id, m.title, m.text, m.state, m.due, m.starts, m.owner_id, m.reference, m.amount, m.access, m.decision, m.month, m.updated_at, m.version`

func scanMatter(r sqldb.Row) (Matter, error) {
	var m Matter
	err := r.Scan(&m.ID, &m.Org, &m.Kind, sqldb.ScanID(&m.Supplier), &m.SupplierName, sqldb.ScanID(&m.Service), &m.ServiceSv, &m.ServiceEn,
		sqldb.ScanID(&m.Ticket), &m.Title, &m.Text, &m.State, &m.Due, &m.Starts, sqldb.ScanID(&m.Owner), &m.Reference, &m.Amount, &m.Access,
		&m.Decision, &m.Month, sqldb.ScanTime(&m.UpdatedAt), &m.Version, &m.OwnerName)
	return m, err
}

// selectMatter is the columns of a list or of one, with the owner's name where the reader may know it.
func selectMatter(w *sqldb.Where, by authz.Actor) string {
	return "select " + matterColumns + `, coalesce((select o.given_name || ' ' || o.family_name from person o where o.id = m.owner_id and ` + namesSeen(w, by, "o") + `), '')
		from supplier_matter m where `
}

// Matters returns what the actor may see of what is followed up: those with a day first, by day.
func (s *Service) Matters(ctx context.Context, by authz.Actor, f MatterFilter) ([]Matter, error) {
	var w sqldb.Where
	text := selectMatter(&w, by)
	and(&w, followed(by), "m")
	if f.Org != 0 {
		w.And("m.org_id = ?", int64(f.Org))
	}
	if f.Kind != "" {
		w.And("m.kind = ?", string(f.Kind))
	}
	if f.Supplier != 0 {
		w.And("(m.supplier_id = ? or m.id in (select fp.matter_id from supplier_matter_party fp where fp.supplier_id = ?))", int64(f.Supplier), int64(f.Supplier))
	}
	if !f.All {
		for _, k := range Kinds() {
			if f.Kind == "" || f.Kind == k {
				w.And("not (m.kind = ? and m.state {{in ?}})", string(k), sqldb.List[string](specs[k].Ended))
			}
		}
	}
	text += w.SQL() + ` order by m.due = '', m.due, m.id` + w.Numbered(" limit ?", most)
	return sqldb.All(ctx, s.d.DB, sqldb.Q("supplier.matters", text), scanMatter, w.Args()...)
}

var selectParties = sqldb.Q("supplier.parties", `
		select mp.supplier_id, p.name from supplier_matter_party mp join supplier p on p.id = mp.supplier_id where mp.matter_id = $1 order by p.sort_key, p.id`)

// Matter returns one. Errors: errs.NotFound, the same for one out of reach.
func (s *Service) Matter(ctx context.Context, by authz.Actor, id MatterID) (Matter, error) {
	return loadMatter(ctx, s.d.DB, by, id)
}

func loadMatter(ctx context.Context, q sqldb.Querier, by authz.Actor, id MatterID) (Matter, error) {
	var w sqldb.Where
	text := selectMatter(&w, by)
	and(&w, followed(by), "m")
	w.And("m.id = ?", int64(id))
	m, found, err := sqldb.Maybe(ctx, q, sqldb.Q("supplier.matter", text+w.SQL()), scanMatter, w.Args()...)
	if err == nil && !found {
		err = errs.Missing()
	}
	if err != nil || !m.Kind.Spec().Has(FieldParties) {
		return m, err
	}
	return m, sqldb.Each(ctx, q, selectParties, func(r sqldb.Row) error {
		var p ID
		var name string
		err := r.Scan(&p, &name)
		m.Parties, m.PartyNames = append(m.Parties, p), append(m.PartyNames, name)
		return err
	}, int64(id))
}
