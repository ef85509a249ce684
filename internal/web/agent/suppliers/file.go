package suppliers

import (
	"bytes"
	"strconv"

	"lotsen/internal/desk/report"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/web"
	"lotsen/internal/web/sheet"
)

// cardFile is a supplier's card as lines for a spreadsheet: what it is about, what, and the value.
func (p *pages) cardFile(c *web.Ctx) error {
	id, err := sheet.Number[supplier.ID](c, "id")
	if err != nil {
		return err
	}
	x, err := p.Supplier.Card(c.Context(), c.Actor(), id)
	if err != nil {
		return err
	}
	flow, err := p.Delegation.FlowOf(c.Context(), c.Actor(), &x.Supplier)
	if err != nil {
		return err
	}
	var lines [][]string
	add := func(part string, cells ...string) { lines = append(lines, append([]string{c.T.T(part)}, cells...)) }
	add("supplier.card.facts", c.T.T(area+"name"), x.Name)
	add("supplier.card.facts", c.T.T(area+"sort"), c.T.T("supplier.sort."+string(x.Sort)))
	for _, d := range facts(c, "phone", x.Phone, "email", x.Email, "customer_no", x.CustomerNo, "owner", x.OwnerName) {
		add("supplier.card.facts", d.Term, d.Text)
	}
	add("supplier.agreement.title", c.T.T(area+"way"), c.T.T("supplier.way."+string(x.Agreement.Way)))
	add("supplier.agreement.title", c.T.T(area+"minutes"), strconv.Itoa(x.Agreement.Minutes))
	for _, k := range x.Contacts {
		add("supplier.card.contacts", k.Name, joined(k.Role, k.Phone, k.Email))
	}
	add("supplier.flow.title", c.T.T("supplier.flow.now"), strconv.Itoa(flow.Now))
	for _, m := range flow.Months {
		add("supplier.flow.title", m.Month, c.T.T("supplier.flow.given"), strconv.Itoa(m.Given), c.T.T("supplier.flow.done"), strconv.Itoa(m.Done),
			c.T.T("supplier.flow.minutes"), strconv.Itoa(m.Minutes), c.T.T("supplier.flow.late"), strconv.Itoa(m.Late), c.T.T("supplier.flow.bounced"), strconv.Itoa(m.Bounced))
	}
	for _, m := range x.Matters {
		add("supplier.follow.title", c.T.T("supplier.one."+string(m.Kind)), m.Title, c.T.T("supplier.state."+m.State), m.Due)
	}
	for _, l := range x.Levels {
		add("supplier.levels.own", l.Month, l.Name, l.Target, l.Outcome, c.T.T("supplier.levels."+map[bool]string{true: "met", false: "missed"}[l.Met]))
	}
	return sendLines(c, "supplier.csv", lines)
}

// sendLines hands out lines as the product's other files: semicolons and a mark in Swedish, nothing that a spreadsheet
// would run.
func sendLines(c *web.Ctx, name string, lines [][]string) error {
	var b bytes.Buffer
	if err := report.WriteLines(&b, c.T, lines); err != nil {
		return err
	}
	return c.Send(web.Download{Name: name, Type: "text/csv; charset=utf-8", Size: int64(b.Len()), Body: bytes.NewReader(b.Bytes())})
}

// mostTickets bounds the list of a supplier's cases.
const mostTickets = 20_000

// ticketFile is all cases that a supplier has in hand, in one call: for the desk and for the supplier itself.
func (p *pages) ticketFile(c *web.Ctx) error {
	x, err := p.one(c)
	if err != nil {
		return err
	}
	head := []string{"ref", "title", "status", "priority", "reported", "given", "due", "external", "task"}
	lines := [][]string{head}
	for at := ""; ; {
		page, err := p.Delegation.Of(c.Context(), c.Actor(), x.ID, at, 200)
		if err != nil {
			return err
		}
		for _, l := range page.Lines {
			lines = append(lines, []string{
				l.Ticket.String(), l.Title, string(l.Status), strconv.Itoa(l.Priority), c.T.DateTime(l.Created), c.T.DateTime(l.GivenAt), c.T.DateTime(l.Due), l.External, l.Task,
			})
		}
		if at = page.Next; at == "" || len(lines) > mostTickets {
			return sendLines(c, "tickets.csv", lines)
		}
	}
}
