package agent

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"lotsen/internal/desk/common"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/web"
	"lotsen/internal/web/paths"
	"lotsen/internal/web/shell"
	"lotsen/internal/web/ui"
)

// maxCallers is how many people a look-up shows: more are found by typing more.
const maxCallers = 10

// callData is what the page of a call is made of.
type callData struct {
	desk    directory.Desk
	q       string
	inside  bool // A case of the desk's own, without a caller.
	unknown bool // A caller whom no register knows.
	caller  *directory.PersonHit
	card    []templ.Component // What is known of the caller beside the register.
	hits    []directory.PersonHit
	open    map[directory.PersonID][]ticket.Brief
	choices *ticket.Choices // Nil until there is a form.
	similar []common.Alike  // Cases that may have the same cause, once it is known what it is about.
	looked  bool            // They have been looked for.
	form    *web.Form
	advice  string // What one should know about the device and the task.
}

// callPage looks a caller up while one listens, and then takes down what they want.
func (p *pages) callPage(c *web.Ctx) error {
	f := web.NewForm("desk", c.Query("desk"), "person", c.Query("person"), "unknown", c.Query("unknown"), "q", c.Query("q"), "kind", c.Query("kind"), "channel", c.Query("channel"), "contact", c.Query("contact"))
	return p.showCall(c, http.StatusOK, f)
}

// newPage registers a case of the desk's own: a problem, a change, an improvement.
func (p *pages) newPage(c *web.Ctx) error {
	kind := ticket.Kind(c.Query("kind"))
	if !kind.Valid() {
		return p.show(c, http.StatusOK, shell.View{Title: c.T.T("desk.new.title"), Here: paths.Desk()}, chooseKind(c.T, kindCards(c)))
	}
	return p.showCall(c, http.StatusOK, web.NewForm("inside", "1", "desk", c.Query("desk"), "kind", string(kind), "person", id(c.Actor().Person)))
}

// showCall answers with the look-up, or with the form once the caller is known.
func (p *pages) showCall(c *web.Ctx, status int, f *web.Form) error {
	d := callData{q: f.Get("q"), inside: f.Get("inside") == "1", unknown: f.Get("unknown") == "1", form: f}
	var err error
	if _, d.desk, err = p.desks(c, f.Int("desk")); err != nil {
		return err
	}
	if d.desk.ID == 0 {
		return p.show(c, http.StatusOK, shell.View{Title: c.T.T("desk.queue.title")}, noDesk(c.T))
	}
	if err := p.readCall(c, &d); err != nil {
		return err
	}
	v := callOf(c, d)
	return p.show(c, status, shell.View{Title: v.Title, Here: hereOf(d)}, callPage(c.T, v))
}

func hereOf(d callData) string {
	if d.inside {
		return paths.Desk()
	}
	return paths.DeskCall()
}

// readCall asks for the caller and their open tickets, or for those who fit what was typed.
func (p *pages) readCall(c *web.Ctx, d *callData) error {
	ctx, by := c.Context(), c.Actor()
	var people []directory.PersonID
	switch person := directory.PersonID(d.form.Int("person")); {
	case person != 0:
		caller, err := p.Directory.Caller(ctx, by, person)
		if err != nil {
			return err
		}
		d.caller, people = &caller, []directory.PersonID{person}
	case d.unknown:
	case d.q != "":
		var err error
		if d.hits, err = p.Directory.LookUp(ctx, by, d.q, maxCallers); err != nil {
			return err
		}
		for _, h := range d.hits {
			people = append(people, h.ID)
		}
	}
	var err error
	var known Known
	if d.caller == nil {
		d.open, err = p.Ticket.OpenOf(ctx, by, people)
	} else {
		d.open = map[directory.PersonID][]ticket.Brief{}
		d.open[d.caller.ID], known.Earlier, err = p.Ticket.OfPerson(ctx, by, d.caller.ID)
	}
	if err != nil {
		return err
	}
	if d.caller == nil && !d.unknown {
		return nil
	}
	if p.Advise != nil {
		if d.advice, err = p.Advise(c, d.desk, d.form); err != nil {
			return err
		}
	}
	choices, err := p.Ticket.Choices(ctx, by, d.desk.Org, d.desk.ID, nil)
	d.choices, known.Services = &choices, choices.Services
	if err == nil && p.Card != nil && d.caller != nil && !d.inside {
		d.card, err = p.Card(c, &d.caller.Person, known)
	}
	if err != nil || d.inside || d.form.Get("title") == "" {
		return err
	}
	d.looked = true
	d.similar, err = p.similarTo(c, d.desk.ID, d.form, d.caller)
	return err
}

// callFields shows the form again with the fields of the kind that was chosen. Nothing is registered.
func (p *pages) callFields(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	return p.showCall(c, http.StatusOK, f)
}

// register takes down the case, and solves it in the same breath when a solution is given.
func (p *pages) register(c *web.Ctx) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	in, err := p.reportInput(c, f)
	var t ticket.Ticket
	if err == nil {
		t, err = p.report(c, in, f.Int("contact"))
	}
	if err != nil {
		if status, again := refused(f, err); again {
			return p.showCall(c, status, f)
		}
		return err
	}
	flash := "desk.call.registered"
	if t.State == ticket.StateResolved {
		flash = "desk.call.solved"
	}
	c.Flash(flash, "ref", t.ID.String())
	return p.afterCall(c, f, t)
}

// report registers the case, together with the contact that it came by.
func (p *pages) report(c *web.Ctx, in ticket.ReportInput, contact int64) (ticket.Ticket, error) {
	if contact == 0 || p.Registered == nil {
		return p.Ticket.Report(c.Context(), c.Actor(), in)
	}
	return p.Ticket.ReportWith(c.Context(), c.Actor(), in, func(ctx context.Context, tx *sqldb.Tx, t *ticket.Ticket) error {
		return p.Registered(ctx, tx, c.Actor(), contact, t)
	})
}

func (p *pages) reportInput(c *web.Ctx, f *web.Form) (ticket.ReportInput, error) {
	_, desk, err := p.desks(c, f.Int("desk"))
	if err != nil {
		return ticket.ReportInput{}, err
	}
	in := ticket.ReportInput{
		Desk: desk.ID, Kind: ticket.Kind(f.Get("kind")), Channel: ticket.Channel(f.Get("channel")), Requester: directory.PersonID(f.Int("person")),
		Title: f.Words("title"), Text: f.Words("text"), Category: ticket.CategoryID(f.Int("category")), Service: ticket.ServiceID(f.Int("service")), Impact: int(f.Int("impact")), Urgency: int(f.Int("urgency")),
		Group: directory.GroupID(f.Int("group")), Note: f.Words("note"), Solution: f.Words("solution"), Fields: map[string]string{},
	}
	if f.Get("mine") == "1" {
		in.Assignee = directory.PersonID(c.Actor().Person)
	}
	var wrong errs.Fields
	if in.Requester == 0 {
		in.SenderName, in.SenderAddress = f.Get("sender_name"), f.Get("sender_address")
		if in.SenderName == "" && in.SenderAddress == "" {
			wrong.Add("sender_name", "desk.call.who_missing")
		}
	}
	if s := f.Get("detected"); s != "" {
		if in.DetectedAt, err = time.ParseInLocation(localTime, s, clock.Stockholm()); err != nil {
			wrong.Add("detected", "error.date")
		}
		in.DetectedAt = in.DetectedAt.UTC()
	}
	for _, name := range f.Names() {
		if key, ok := strings.CutPrefix(name, "field."); ok {
			in.Fields[key] = f.Words(name)
		}
	}
	if in.Residents, err = residents(f); err != nil {
		wrong = append(wrong, errs.FieldsOf(err)...)
	}
	if !slices.Contains(callChannels, in.Channel) {
		wrong.Add("channel", "error.choose")
	}
	return in, wrong.Err()
}

// callChannels are the ways in which somebody reaches an agent in person, and the desk's own.
var callChannels = []ticket.Channel{ticket.Phone, ticket.Visit, ticket.Chat, ticket.Mail, ticket.Portal}

func kindCards(c *web.Ctx) []ui.CardView {
	var out []ui.CardView
	for _, k := range []ticket.Kind{ticket.Problem, ticket.Change, ticket.Improvement, ticket.Knowledge, ticket.Incident, ticket.Request, ticket.Question, ticket.Order, ticket.Feedback, ticket.Complaint} {
		out = append(out, ui.CardView{Href: paths.With(paths.DeskNew(), "kind", string(k), "desk", c.Query("desk")), Title: c.T.T("desk.kind." + string(k)), Text: c.T.T("desk.new.about." + string(k))})
	}
	return out
}
