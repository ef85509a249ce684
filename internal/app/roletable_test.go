package app_test

import (
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/service"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
	"lotsen/internal/testkit/site"
)

// roleTable is the table of roles of the customers' requirements (document 003, section 4.3), as a customer reads it. "egna"
// is whatever the role is held for and nothing else, "alla" every invoice reference of the organisation, "–" nothing. The
// test below makes each of these people, and asks the running product what they may.
const roleTable = `
| Roll                  | Gäller för      | Se vad som kan beställas | Se vem som får | Beställa | Begära konto | Godkänna | Ge behörighet | Ha vikarie |
|-----------------------|-----------------|--------------------------|----------------|----------|--------------|----------|---------------|------------|
| Temporär användare    |                 | nej                      | nej            | –        | –            | –        | –             | nej        |
| Basanvändare          |                 | ja                       | ja             | –        | –            | –        | –             | nej        |
| It-kontaktperson      | kostnadsställe  | ja                       | ja             | egna     | egna         | –        | –             | ja         |
| Behörig beställare    | fakturareferens | ja                       | ja             | egna     | egna         | –        | –             | ja         |
| Behörig godkännare    | fakturareferens | ja                       | ja             | –        | –            | egna     | –             | ja         |
| Behörig godkännare    | kostnadsställe  | ja                       | ja             | –        | –            | egna     | –             | ja         |
| Behörig godkännare    | tjänst          | ja                       | ja             | –        | –            | egna     | –             | ja         |
| Behörig godkännare    | objekt          | ja                       | ja             | –        | –            | egna     | –             | ja         |
| Verksamhetsansvarig   | fakturareferens | ja                       | ja             | –        | –            | –        | egna          | ja         |
| Central administratör | organisation    | ja                       | ja             | alla     | alla         | alla     | alla          | ja         |
| Vikarie för beställare| fakturareferens | ja                       | ja             | egna     | egna         | –        | –             | nej        |
| Vikarie för godkännare| fakturareferens | ja                       | ja             | –        | –            | egna     | –             | nej        |
`

// roleKeys are the roles' keys by the names that customers know.
var roleKeys = map[string]string{
	"It-kontaktperson": "it_contact", "Behörig beställare": "orderer", "Behörig godkännare": "approver", "Verksamhetsansvarig": "operations_manager",
	"Central administratör": "central_admin", "Vikarie för beställare": "orderer", "Vikarie för godkännare": "approver",
}

func TestThe_table_of_roles_is_what_the_product_does(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		req.Proves(t, "RO-05")
		req.Proves(t, "RO-06")
		req.Proves(t, "RO-07")
		req.Proves(t, "RO-08")
		o := order(t, s)
		things := o.things(t)
		rows := strings.Split(strings.TrimSpace(roleTable), "\n")
		for i, row := range rows[2:] {
			cells := strings.Split(strings.Trim(row, "|"), "|")
			for j := range cells {
				cells[j] = strings.TrimSpace(cells[j])
			}
			name := "p" + string(rune('a'+i))
			t.Run(cells[0]+" "+cells[1], func(t *testing.T) {
				o.cast(t, name, cells[0], cells[1], things)
				o.checkRow(t, name, cells[1], cells, things)
			})
		}
	})
}

// things are two of each sort, so that there is always another.
type things struct{ services, objects [2]int64 }

func (o ordering) things(t *testing.T) things {
	t.Helper()
	var x things
	by := authz.System("test")
	for i, name := range []string{"a", "b"} {
		item, err := o.App.Service.Save(t.Context(), by, service.Item{Org: o.Org.ID, Code: "t" + name, Sv: "Tjänst " + name})
		if err != nil {
			t.Fatal(err)
		}
		object, err := o.App.Service.SaveObject(t.Context(), by, service.Object{Org: o.Org.ID, Kind: service.Resource, Name: "Resurs " + name})
		if err != nil {
			t.Fatal(err)
		}
		x.services[i], x.objects[i] = int64(item.ID), int64(object.ID)
	}
	return x
}

// cast makes somebody with the role of a row.
func (o ordering) cast(t *testing.T, name, role, scope string, x things) {
	t.Helper()
	category := directory.Employee
	if role == "Temporär användare" {
		category = directory.Pupil
	}
	o.Join(t, name, category)
	key := roleKeys[role]
	if key == "" {
		return
	}
	reach, of := authz.Organisation, int64(o.Org.ID)
	switch scope {
	case "fakturareferens":
		reach, of = authz.Reference, int64(o.lind.ID)
	case "kostnadsställe":
		reach, of = authz.CostCentre, int64(o.lind.CostCentre)
	case "tjänst":
		reach, of = authz.Service, x.services[0]
	case "objekt":
		reach, of = authz.Object, x.objects[0]
	}
	if !strings.HasPrefix(role, "Vikarie") {
		o.give(t, name, key, reach, of)
		return
	}
	o.Join(t, "borta"+name, directory.Employee)
	away := "borta" + name
	o.give(t, away, key, reach, of)
	if _, err := o.App.Access.Substitute(t.Context(), o.Actor(t, away), access.SubstituteInput{
		Person: o.Person(t, away), Substitute: o.Person(t, name), To: o.Clock.Now().Add(48 * time.Hour),
	}); err != nil {
		t.Fatal(err)
	}
}

// checkRow asks the product for each cell: on what the role is held for, and on its like that it is not held for.
func (o ordering) checkRow(t *testing.T, name, scope string, cells []string, x things) {
	t.Helper()
	by := o.Actor(t, name)
	matter := func(f directory.Reference, i int) authz.Matter {
		return authz.Matter{Org: int64(o.Org.ID), Reference: int64(f.ID), CostCentre: int64(f.CostCentre), Service: x.services[i], Object: x.objects[i]}
	}
	own, other := matter(o.lind, 0), matter(o.ek, 1)
	yes := map[bool]string{true: "ja", false: "nej"}
	extent := func(here, there bool) string {
		switch {
		case here && there:
			return "alla"
		case here:
			return "egna"
		case there:
			return "fel"
		}
		return "–"
	}
	may := func(v authz.Verb) string {
		_, here := by.For(v, own)
		_, there := by.For(v, other)
		return extent(here, there)
	}
	gives := func(f directory.Reference) bool {
		_, err := o.App.Access.Grant(t.Context(), by, access.GrantInput{Person: o.Person(t, "carl"), Role: "orderer", Reach: authz.Reference, Of: int64(f.ID)})
		return err == nil
	}
	status := o.As(t, name).Get("/who").Status
	rights, err := o.App.Access.Substitutable(t.Context(), by, directory.PersonID(by.Person))
	if err != nil {
		t.Fatal(err)
	}
	got := []string{
		yes[by.May("order.see")], yes[status == 200], may("order.place"), may("order.access"), may("approval.decide"),
		extent(gives(o.lind), gives(o.ek)), yes[len(rights) > 0 && by.May(access.MaySubstitute)],
	}
	for i, g := range got {
		if g != cells[i+2] {
			t.Errorf("column %d (held for %s): want %q, got %q", i+3, scope, cells[i+2], g)
		}
	}
}
