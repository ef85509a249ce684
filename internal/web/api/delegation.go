package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// delegations registers what the desk hands over by the interface, and what suppliers do with what they have in hand.
func (s *service) delegations() {
	give := op(http.MethodPost, "/tickets/{ref}/delegations", delegateTicket, "Hand a ticket over; the desk keeps it", web.May(ticket.MayNote), http.StatusCreated)
	give.Description = "A central supplier, or a ticket about a central service, goes to the gateway. From the third hand-over on a reason is asked for."
	huma.Register(s.api, give, s.delegate)
	list := op(http.MethodGet, "/delegations", "listDelegations", "What one has in hand, oldest first", web.SignedIn(), http.StatusOK)
	list.Description = "For a supplier's technician or system: all that was handed to the supplier and is there now."
	huma.Register(s.api, list, s.listDelegations)
	huma.Register(s.api, op(http.MethodGet, "/delegations/{ref}", "getDelegation", "A ticket in hand, as the receiver's view shows it", web.SignedIn(), http.StatusOK), s.getDelegation)
	patch := op(http.MethodPatch, "/delegations/{ref}", "changeDelegation", "Report how a ticket in hand fares, or give it back", web.SignedIn(), http.StatusOK)
	patch.Description = "done gives it back as remedied and refused unremedied, both with a text; afterwards it is in hand no more. The desk tells the user, and closes."
	huma.Register(s.api, patch, s.changeDelegation)
}

// delegateTicket is an operation that is settled in the transaction of its work.
const delegateTicket = "delegateTicket"

// Delegation is a hand-over.
type Delegation struct {
	Ref       string     `json:"ref" doc:"The ticket's main number." example:"L-100042"`
	Title     string     `json:"title,omitempty"`
	Supplier  Thing      `json:"supplier"`
	Status    string     `json:"status" enum:"sent,accepted,working,waiting,done,refused,recalled"`
	External  string     `json:"external,omitempty" doc:"The supplier's own number."`
	Hop       int        `json:"hop" doc:"The how manieth hand-over of the ticket."`
	Due       *time.Time `json:"report_due,omitempty"`
	Late      int        `json:"late" doc:"How often a report did not come."`
	GivenAt   *time.Time `json:"given_at"`
	EndedAt   *time.Time `json:"ended_at,omitempty"`
	Version   int64      `json:"version"`
	Task      string     `json:"task,omitempty"`
	Priority  int        `json:"priority,omitempty"`
	CanAsk    bool       `json:"may_contact_user,omitempty" doc:"The user must take part: the supplier may write to them."`
	ReportedU *time.Time `json:"reported_at,omitempty" doc:"When the user reported it."`
}

// DelegatedTicket is a ticket in hand as the receiver sees it. What the supplier's view does not show is missing.
type DelegatedTicket struct {
	Delegation
	Desk     string            `json:"desk"`
	Category string            `json:"category,omitempty"`
	User     *DelegatedUser    `json:"user,omitempty"`
	Fields   map[string]string `json:"fields,omitempty"`
	Messages []DelegatedWords  `json:"messages"`
}

// DelegatedUser is whose ticket it is.
type DelegatedUser struct {
	Name  string `json:"name,omitempty"`
	Phone string `json:"phone,omitempty"`
	Email string `json:"email,omitempty"`
	Unit  string `json:"unit,omitempty"`
	Site  string `json:"site,omitempty"`
}

// DelegatedWords is something said.
type DelegatedWords struct {
	ID    int64     `json:"id"`
	From  string    `json:"from" enum:"user,desk,receiver"`
	Text  string    `json:"text"`
	At    time.Time `json:"at"`
	Files []string  `json:"files,omitempty" doc:"Addresses of files."`
}

type delegateInput struct {
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"200" doc:"Makes it safe to send the request again."`
	Ref            string `path:"ref" example:"L-100042" maxLength:"40"`
	Body           struct {
		Supplier int64  `json:"supplier" minimum:"1"`
		Task     string `json:"task,omitempty" maxLength:"40000" doc:"What the receiver is asked to do."`
		Minutes  int    `json:"report_minutes,omitempty" minimum:"1" maximum:"129600" doc:"Agreed report-back time in opening hours. Default: the agreement's."`
		External string `json:"external,omitempty" maxLength:"100"`
		Reason   string `json:"reason,omitempty" maxLength:"1000"`
		Release  bool   `json:"release,omitempty" doc:"Lets a ticket about a protected identity leave, with that permission."`
	}
}

type delegationOutput struct{ Body Delegation }

func (s *service) delegate(ctx context.Context, in *delegateInput) (*delegationOutput, error) {
	b := &in.Body
	d, err := s.Delegation.Delegate(ctx, web.From(ctx).Actor(), number(in.Ref), delegation.Input{
		To: supplier.ID(b.Supplier), Task: b.Task, Report: time.Duration(b.Minutes) * time.Minute, External: b.External, Reason: b.Reason, Release: b.Release,
	})
	if err != nil {
		return nil, fail(ctx, err)
	}
	return &delegationOutput{delegationOf(&d)}, nil
}

func delegationOf(d *delegation.Delegation) Delegation {
	return Delegation{
		Ref: d.Ticket.String(), Supplier: Thing{ID: int64(d.Supplier), Name: d.Name}, Status: string(d.Status), External: d.External, Hop: d.Hop, Due: moment(d.Due), Late: d.Late,
		GivenAt: moment(d.GivenAt), EndedAt: moment(d.EndedAt), Version: d.Version, Task: d.Task,
	}
}

type delegationListInput struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"80" doc:"next of the page before."`
}

type delegationListOutput struct {
	Body struct {
		Items []Delegation `json:"items"`
		Next  string       `json:"next,omitempty" doc:"The cursor of the following page; missing on the last."`
	}
}

func (s *service) listDelegations(ctx context.Context, in *delegationListInput) (*delegationListOutput, error) {
	page, err := s.Delegation.InHand(ctx, web.From(ctx).Actor(), in.Cursor, in.Limit)
	if err != nil {
		return nil, fail(ctx, err)
	}
	out := &delegationListOutput{}
	out.Body.Items, out.Body.Next = []Delegation{}, page.Next
	for i := range page.Lines {
		l := &page.Lines[i]
		x := delegationOf(&l.Delegation)
		x.Title, x.Priority, x.ReportedU = l.Title, l.Priority, moment(l.Created)
		out.Body.Items = append(out.Body.Items, x)
	}
	return out, nil
}

type delegatedOutput struct{ Body DelegatedTicket }

func (s *service) getDelegation(ctx context.Context, in *refInput) (*delegatedOutput, error) {
	v, err := s.Delegation.View(ctx, web.From(ctx).Actor(), number(in.Ref))
	if err != nil {
		return nil, fail(ctx, err)
	}
	return &delegatedOutput{delegatedOf(&v)}, nil
}

func delegatedOf(v *delegation.View) DelegatedTicket {
	out := DelegatedTicket{Delegation: delegationOf(&v.Delegation), Desk: v.DeskName, Category: v.CategorySv, Messages: []DelegatedWords{}}
	out.Title, out.Priority, out.ReportedU, out.CanAsk = v.Title, v.Priority, moment(v.Created), v.CanContact
	if v.User != (delegation.User{}) {
		u := DelegatedUser(v.User)
		out.User = &u
	}
	for _, f := range v.Fields {
		if out.Fields == nil {
			out.Fields = map[string]string{}
		}
		out.Fields[f.Key] = f.Value
	}
	for _, m := range v.Said {
		w := DelegatedWords{ID: int64(m.ID), From: string(m.Who), Text: m.Text, At: m.At}
		for _, a := range m.Files {
			w.Files = append(w.Files, "/assignments/"+v.Ticket.String()+"/files/"+ticket.ID(a.ID).String()[2:])
		}
		out.Messages = append(out.Messages, w)
	}
	return out
}

type delegationChangeInput struct {
	Ref  string `path:"ref" example:"L-100042" maxLength:"40"`
	Body struct {
		Status      string     `json:"status,omitempty" enum:"accepted,working,waiting,done,refused"`
		Text        string     `json:"text,omitempty" maxLength:"200000" doc:"To the desk; the user does not read it."`
		External    string     `json:"external,omitempty" maxLength:"100" doc:"The supplier's own number."`
		Version     int64      `json:"version,omitempty" minimum:"1" doc:"The hand-over as it was seen; a change meanwhile is a conflict."`
		Attachments []Attached `json:"attachments,omitempty" maxItems:"20"`
	}
}

func (s *service) changeDelegation(ctx context.Context, in *delegationChangeInput) (*delegationOutput, error) {
	c, b, id := web.From(ctx), &in.Body, number(in.Ref)
	if _, err := s.Delegation.View(ctx, c.Actor(), id); err != nil {
		return nil, fail(ctx, err) // Before any file is kept.
	}
	files, err := s.attach(ctx, c.Actor(), b.Attachments)
	if err != nil {
		return nil, fail(ctx, err)
	}
	report := delegation.ReportInput{Status: delegation.Status(b.Status), Text: b.Text, External: b.External, Attachments: files, Version: b.Version, Channel: ticket.API}
	do := s.Delegation.Report
	switch report.Status {
	case delegation.Done:
		do = s.Delegation.Done
	case delegation.Refused:
		do = s.Delegation.Refuse
	}
	d, err := do(ctx, c.Actor(), id, report)
	if err != nil {
		return nil, fail(ctx, err)
	}
	return &delegationOutput{delegationOf(&d)}, nil
}

// settledDelegation is the answer to a hand-over whose process died before it could answer.
func (s *service) settledDelegation(c *web.Ctx, id ticket.ID) (Delegation, error) {
	t, err := s.Ticket.Load(c.Context(), c.Actor(), id)
	if err != nil {
		return Delegation{}, err
	}
	past, err := s.Delegation.OfTicket(c.Context(), c.Actor(), &t)
	if err != nil || len(past) == 0 {
		return Delegation{}, errs.Missing()
	}
	return delegationOf(&past[len(past)-1]), nil
}
