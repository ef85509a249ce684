package supplier

import (
	"context"
	"slices"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Way is how a case reaches whoever it is delegated to.
type Way string

// The ways.
const (
	ByPortal Way = "portal" // Their technicians log in here.
	ByMail   Way = "mail"
	ByAPI    Way = "api"
)

// Ways lists them in the order in which a form offers them.
func Ways() []Way { return []Way{ByPortal, ByMail, ByAPI} }

// What a supplier's view of a case may show beyond what the fault is.
const (
	ShowName    = "name"    // Who the user is.
	ShowContact = "contact" // The user's phone and mail address.
	ShowPlace   = "place"   // Unit and site.
	ShowDevice  = "device"
	ShowTalk    = "talk" // What the user and the desk have said to each other.
	ShowFiles   = "files"
)

// Shows lists them in the order in which a form offers them.
func Shows() []string {
	return []string{ShowName, ShowContact, ShowPlace, ShowDevice, ShowTalk, ShowFiles}
}

// usualReport is the report-back time where none was agreed: what the user is promised, "continuously after 8 h".
const usualReport = 8 * time.Hour

// Terms is what counts when a case is delegated: the agreement as far as the delegation itself needs it.
type Terms struct {
	Supplier ID
	Org      directory.OrgID
	Sort     Sort
	Name     string
	Active   bool
	Way      Way
	Address  string        // The mail address or the API's address.
	Report   time.Duration // The agreed report-back time; the usual eight hours where none was agreed.
	Agreed   bool          // Report is agreed, not the usual.
	// Through is the gateway by which cases reach a central supplier, never directly; 0 for direct delegation.
	Through ID
	Shows   []string
	Person  directory.PersonID // For a supplier that is a person.
}

// IsGateway reports whether cases to central suppliers go through this one.
func (t Terms) IsGateway() bool { return t.Sort == Gateway }

// MayShow reports whether the supplier's view of a case shows a part.
func (t Terms) MayShow(part string) bool { return slices.Contains(t.Shows, part) }

var selectTerms = sqldb.Q("supplier.terms", `
	select s.id, s.org_id, s.kind, s.name, s.active, coalesce(k.way, 'portal'), coalesce(nullif(k.address, ''), k.email, ''),
		coalesce(k.report_minutes, 0), coalesce(k.shows, ''), k.person_id,
		case when s.kind = 'central' then (select min(g.id) from supplier g where g.org_id = s.org_id and g.kind = 'gateway' and g.active) end
	from supplier s left join supplier_card k on k.supplier_id = s.id where s.id = $1`)

// AgreementOf returns the terms of a supplier. The caller has checked that the actor may know of it: it is for those who
// delegate, chase and show delegated cases. Errors: errs.NotFound.
func AgreementOf(ctx context.Context, q sqldb.Querier, id ID) (Terms, error) {
	t, found, err := sqldb.Maybe(ctx, q, selectTerms, scanTerms, int64(id))
	if err == nil && !found {
		err = errs.Missing()
	}
	return t, err
}

func scanTerms(r sqldb.Row) (Terms, error) {
	var t Terms
	var minutes int64
	var shows string
	err := r.Scan(&t.Supplier, &t.Org, &t.Sort, &t.Name, &t.Active, &t.Way, &t.Address, &minutes, &shows, sqldb.ScanID(&t.Person), sqldb.ScanID(&t.Through))
	t.Report, t.Agreed, t.Shows = time.Duration(minutes)*time.Minute, minutes > 0, list(shows)
	if !t.Agreed {
		t.Report = usualReport
	}
	return t, err
}

// list splits what is kept as words with spaces between.
func list(s string) []string { return strings.Fields(s) }
