package receive

import (
	"net/http"

	"github.com/a-h/templ"

	"lotsen/internal/desk/delivery"
	"lotsen/internal/desk/order"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/web"
	"lotsen/internal/web/formfiles"
	"lotsen/internal/web/parcel"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/sheet"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// Deps is what the pages are made of. Ticket keeps the files that come with a form, and nothing else.
type Deps struct {
	Shell    *shell.Shell
	Ticket   *ticket.Service
	Delivery *delivery.Service
}

type pages struct{ Deps }

// Mount registers the pages. Everybody may ask what waits for them; who receives nothing sees nothing.
func Mount(rs *web.Routes, d Deps) {
	p := &pages{d}
	in := web.SignedIn()
	rs.Handle("GET "+paths.Receive(), in, func(c *web.Ctx) error { return p.show(c, http.StatusOK, nil, nil) })
	rs.Handle("POST "+paths.Receive("accept"), in, p.accept, web.BackTo(paths.Receive()))
	rs.Handle("POST "+paths.Receive("fault"), in, p.fault, web.BackTo(paths.Receive()))
}

// show lists what waits for the reader's word, order by order, and what they said lately.
func (p *pages) show(c *web.Ctx, status int, f *web.Form, kept []ticket.Attachment) error {
	list, err := p.Delivery.ToReceive(c.Context(), c.Actor())
	if err != nil {
		return err
	}
	waiting, said := split(list)
	h := sheet.Head{Title: c.T.T("delivery.receive.title"), Lead: c.T.T("delivery.receive.lead"), Here: paths.Receive()}
	var parts []templ.Component
	if len(waiting) == 0 {
		parts = append(parts, ui.EmptyState(ui.EmptyView{Icon: "check", Title: c.T.T("delivery.receive.empty"), Text: c.T.T("delivery.receive.empty_text")}))
	}
	for _, tasks := range waiting {
		parts = append(parts, p.waits(c, tasks, len(waiting) > 1, f, kept))
	}
	if len(said) > 0 {
		columns := []parcel.Column{parcel.Item, parcel.Order, parcel.Person, parcel.Planned, parcel.State}
		parts = append(parts, parcel.Table(c.T, "said", c.T.T("delivery.receive.said"), p.Delivery.Today(), said, nil, columns...))
	}
	return sheet.Page(c, p.Shell, status, h, parts...)
}

// split puts what waits together by order, and the rest behind it.
func split(list []delivery.Task) (waiting [][]delivery.Task, said []delivery.Task) {
	at := map[order.ID]int{}
	for _, t := range list {
		if t.State != delivery.Delivered {
			said = append(said, t)
			continue
		}
		i, there := at[t.Order]
		if !there {
			i = len(waiting)
			at[t.Order], waiting = i, append(waiting, nil)
		}
		waiting[i] = append(waiting[i], t)
	}
	return waiting, said
}

// waits is the panel of one order: yes to all of it or a part, or what is wrong.
func (p *pages) waits(c *web.Ctx, list []delivery.Task, several bool, f *web.Form, kept []ticket.Attachment) templ.Component {
	of := list[0].Order.String()
	var boxes []ui.Option
	var all []string
	versions := ""
	for i := range list {
		t := &list[i]
		text := parcel.What(c.T, t)
		if to := parcel.For(t); to != "" {
			text += " – " + to
		}
		text += " (" + c.T.T("delivery.receive.delivered", "day", c.T.Date(t.Delivered)) + ")"
		boxes = append(boxes, ui.Option{Value: t.ID.String(), Text: text})
		all = append(all, "tasks", t.ID.String())
		versions += t.ID.String() + "." + sheet.Text(t.Version) + " "
	}
	yes, no := web.NewForm(all...), web.NewForm()
	if len(list) == 1 {
		no = web.NewForm(all...)
	}
	if f != nil && f.Get("order") == of {
		if f.Get("form") == "fault" {
			no = f
		} else {
			yes = f
		}
	}
	accept := sheet.Of(c, yes, "delivery.field.", paths.Receive("accept"), c.T.T("delivery.receive.accept"),
		sheet.Field{Name: "tasks", Kind: sheet.Several, Options: boxes, Label: c.T.T("delivery.receive.right"), ID: "f-right-" + of}).
		Hidden("order", of).Keyed(c, "accept", of, versions)
	fields := []sheet.Field{
		{Name: "tasks", Kind: sheet.Several, Options: boxes, Label: c.T.T("delivery.receive.wrong"), ID: "f-wrong-" + of},
		{Name: "text", Kind: sheet.Long, Required: true, ID: "f-text-" + of},
		{Name: "files", Kind: sheet.File, ID: "f-files-" + of},
	}
	report := sheet.Of(c, no, "delivery.field.", paths.Receive("fault"), c.T.T("delivery.receive.fault"), fields...).
		Hidden("order", of).Keyed(c, "fault", of, versions).Quiet()
	if several {
		accept, report = accept.Named(c.T.T("delivery.receive.accept")+" "+of), report.Named(c.T.T("delivery.receive.fault")+" "+of)
	}
	if len(kept) > 0 && report.Wrong() {
		report = report.Add(ui.CheckboxGroup(c.T, ui.ChoiceView{Name: formfiles.Kept, Label: c.T.T("desk.files.kept"), Options: files(kept)}))
	}
	return sheet.Panel(ui.PanelView{ID: "order-" + of, Title: c.T.T("delivery.receive.order", "order", of)},
		sheet.Go(paths.DeliveryOrder(list[0].Order), c.T.T("delivery.receive.see", "order", of)),
		accept.Show(c.T),
		sheet.Fold(ui.DetailsView{ID: "fault-" + of, Summary: c.T.T("delivery.receive.something"), Open: report.Wrong(), Plain: true}, report.Show(c.T)))
}

func files(kept []ticket.Attachment) []ui.Option {
	var out []ui.Option
	for _, a := range kept {
		out = append(out, ui.Option{Value: sheet.Text(a.ID), Text: a.Name, Selected: true})
	}
	return out
}

func (p *pages) accept(c *web.Ctx) error {
	f, ids, err := p.read(c, "accept")
	if err != nil {
		return err
	}
	err = p.Delivery.Accept(c.Context(), c.Actor(), ids)
	if status, again := sheet.Again(f, err); again {
		return p.show(c, status, f, nil)
	}
	if err != nil {
		return err
	}
	c.Flash("delivery.receive.accepted")
	return c.Redirect(paths.Receive())
}

func (p *pages) fault(c *web.Ctx) error {
	f, ids, err := p.read(c, "fault")
	if err != nil {
		return err
	}
	kept, err := formfiles.Keep(c, p.Ticket, f, "portal.files.gone")
	if err != nil {
		return err
	}
	if len(f.Wrong()) > 0 {
		return p.show(c, http.StatusUnprocessableEntity, f, kept)
	}
	cases, err := p.Delivery.Report(c.Context(), c.Actor(), delivery.FaultInput{Tasks: ids, Text: f.Words("text"), Attachments: formfiles.IDs(kept)})
	if status, again := sheet.Again(f, err); again {
		return p.show(c, status, f, kept)
	}
	if err != nil {
		return err
	}
	c.Flash("delivery.receive.reported", "ref", cases[0].String())
	return c.Redirect(paths.Receive())
}

// read takes the form and the tasks that it names. Who they belong to is asked when something is done to them.
func (p *pages) read(c *web.Ctx, which string) (*web.Form, []delivery.ID, error) {
	f, err := c.Form()
	if err != nil && !f.Failed(err) {
		return f, nil, err
	}
	f.Set("form", which)
	return f, numbers(f), nil
}

func numbers(f *web.Form) []delivery.ID {
	var out []delivery.ID
	for _, v := range f.All("tasks") {
		if n, ok := parcel.Number(v); ok {
			out = append(out, n)
		}
	}
	return out
}
