package suppliers

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/ui"
)

// found is the matter in the address, which names its kind too.
func (p *pages) found(c *web.Ctx) (supplier.Matter, error) {
	k, err := kindOf(c)
	if err != nil {
		return supplier.Matter{}, err
	}
	id, err := sheet.Number[supplier.MatterID](c, "matter")
	if err != nil {
		return supplier.Matter{}, err
	}
	m, err := p.Supplier.Matter(c.Context(), c.Actor(), id)
	if err == nil && m.Kind != k {
		err = errs.Missing()
	}
	return m, err
}

func matterInput(f *web.Form) supplier.MatterInput {
	in := supplier.MatterInput{
		Supplier: supplier.ID(f.Int(supplier.FieldSupplier)), Service: ticket.ServiceID(f.Int(supplier.FieldService)), Title: f.Words("title"), Text: f.Words("text"),
		State: f.Get("state"), Due: f.Get(supplier.FieldDue), Starts: f.Get(supplier.FieldStarts), Owner: directory.PersonID(f.Int(supplier.FieldOwner)),
		Reference: f.Words(supplier.FieldReference), Amount: ore(f.Get(supplier.FieldAmount)), Access: f.Words(supplier.FieldAccess),
		Decision: f.Words(supplier.FieldDecision), Month: f.Get(supplier.FieldMonth), Comment: f.Words("comment"),
	}
	for _, id := range f.All(supplier.FieldParties) {
		in.Parties = append(in.Parties, supplier.ID(web.NewForm("id", id).Int("id")))
	}
	if s := f.Get(supplier.FieldTicket); s != "" {
		n, ok := ticket.ParseID(s)
		if !ok {
			n = -1 // No case has that number, and the use case says so.
		}
		in.Ticket = n
	}
	return in
}

func (p *pages) newMatter(c *web.Ctx) error {
	k, err := kindOf(c)
	if err != nil {
		return err
	}
	f := web.NewForm("state", k.Spec().States[0], supplier.FieldSupplier, c.Query("supplier"), supplier.FieldTicket, c.Query("ticket"), "title", c.Query("title"))
	return p.showNew(c, http.StatusOK, f, k)
}

func (p *pages) openMatter(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	k, err := kindOf(c)
	if err != nil {
		return err
	}
	in := matterInput(f)
	org, err := p.orgFor(c, f, in)
	if err != nil {
		return err
	}
	m, err := p.Supplier.Open(c.Context(), c.Actor(), org, k, in)
	if status, again := sheet.Again(f, err); again {
		return p.showNew(c, status, f, k)
	}
	if err != nil {
		return err
	}
	c.Flash("supplier.saved", "name", m.Title)
	return c.Redirect(paths.Follow(string(k), sheet.Text(m.ID)))
}

// orgFor is the organisation of a new matter: that of its supplier or first party, else the reader's.
func (p *pages) orgFor(c *web.Ctx, f *web.Form, in supplier.MatterInput) (directory.OrgID, error) {
	for _, id := range append([]supplier.ID{in.Supplier}, in.Parties...) {
		if id != 0 {
			x, err := p.Supplier.Load(c.Context(), c.Actor(), id)
			if errs.Is(err, errs.NotFound) {
				continue
			}
			return x.Org, err
		}
	}
	org, _, err := p.org(c, f)
	return org, err
}

func (p *pages) changeMatter(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	m, err := p.found(c)
	if err != nil {
		return err
	}
	done, err := p.Supplier.ChangeMatter(c.Context(), c.Actor(), m.ID, f.Int("version"), matterInput(f))
	return p.changed(c, f, m, done, err)
}

func (p *pages) answer(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	m, err := p.found(c)
	if err != nil {
		return err
	}
	done, err := p.Supplier.Answer(c.Context(), c.Actor(), m.ID, f.Int("version"), f.Get("state"), f.Words("comment"))
	return p.changed(c, f, m, done, err)
}

// changed leads on after a change, or shows the matter again with what was refused.
func (p *pages) changed(c *web.Ctx, f *web.Form, before, after supplier.Matter, err error) error {
	if status, again := sheet.Again(f, err); again {
		return p.showMatter(c, status, f, before)
	}
	if err != nil {
		return err
	}
	c.Flash("supplier.saved", "name", after.Title)
	return c.Redirect(paths.Follow(string(after.Kind), sheet.Text(after.ID)))
}

func (p *pages) matter(c *web.Ctx) error {
	m, err := p.found(c)
	if err != nil {
		return err
	}
	return p.showMatter(c, http.StatusOK, matterForm(m), m)
}

// matterForm is a matter as its form begins.
func matterForm(m supplier.Matter) *web.Form {
	pairs := []string{
		"title", m.Title, "text", m.Text, "state", m.State, supplier.FieldSupplier, sheet.Text(m.Supplier), supplier.FieldService, sheet.Text(m.Service),
		supplier.FieldDue, m.Due, supplier.FieldStarts, m.Starts, supplier.FieldOwner, sheet.Text(m.Owner), supplier.FieldReference, m.Reference,
		supplier.FieldAmount, plain(m.Amount), supplier.FieldAccess, m.Access, supplier.FieldDecision, m.Decision, supplier.FieldMonth, m.Month,
	}
	if m.Ticket != 0 {
		pairs = append(pairs, supplier.FieldTicket, m.Ticket.String())
	}
	for _, id := range m.Parties {
		pairs = append(pairs, supplier.FieldParties, sheet.Text(id))
	}
	return web.NewForm(pairs...)
}

// showMatter shows the desk a form of all that it says, and the supplier the facts with a form of its own.
func (p *pages) showMatter(c *web.Ctx, status int, f *web.Form, m supplier.Matter) error {
	steps, err := p.Supplier.Steps(c.Context(), c.Actor(), &m)
	if err != nil {
		return err
	}
	h := p.matterHead(c, m)
	beside := []templ.Component{sheet.Panel(ui.PanelView{ID: "steps", Title: c.T.T("supplier.follow.steps")}, ui.DefinitionList(stepsOf(c, steps)))}
	if supplier.WorksFor(c.Actor()) {
		return p.show(c, status, h, sheet.Split(p.answerParts(c, f, m), beside))
	}
	if !c.Actor().May(supplier.MayContribute) {
		return p.show(c, status, h, sheet.Split([]templ.Component{ui.DefinitionList(matterFacts(c, m))}, beside))
	}
	fields, err := p.matterFields(c, m.Kind, m.Org, true)
	if err != nil {
		return err
	}
	form := sheet.Of(c, f, area, paths.Follow(string(m.Kind), sheet.Text(m.ID)), c.T.T("supplier.save"), fields...).
		Versioned(sheet.Text(m.Version)).Back(paths.Follow(string(m.Kind)))
	return p.show(c, status, h, sheet.Split([]templ.Component{form.Show(c.T)}, beside))
}

func (p *pages) matterHead(c *web.Ctx, m supplier.Matter) sheet.Head {
	h := sheet.Head{
		Title: m.Title, Above: []ui.Crumb{{Href: paths.Follow(string(m.Kind)), Text: c.T.T("supplier.kind." + string(m.Kind))}},
		Tags: append([]ui.TagView{{Text: c.T.T("supplier.state." + m.State)}}, dueTags(c, m)...),
	}
	if m.Ticket != 0 {
		h.Actions = append(h.Actions, ui.ButtonLink(paths.DeskTicket(m.Ticket), ui.ButtonView{Text: m.Ticket.String(), Icon: "tickets", Variant: ui.Secondary}))
	}
	return h
}
