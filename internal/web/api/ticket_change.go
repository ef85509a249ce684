package api

import (
	"context"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

type changeInput struct {
	Ref     string `path:"ref" example:"L-100042" maxLength:"40"`
	IfMatch string `header:"If-Match" maxLength:"40" doc:"The ETag of the ticket that the change was made from."`
	Body    struct {
		Version    int64             `json:"version,omitempty" minimum:"0" doc:"Instead of If-Match."`
		Title      *string           `json:"title,omitempty" maxLength:"1000"`
		Kind       *string           `json:"kind,omitempty" enum:"incident,question,request,order,problem,change,improvement,knowledge,feedback,complaint"`
		Category   *Name             `json:"category,omitempty"`
		Service    *Name             `json:"service,omitempty" doc:"Empty or 0: none."`
		Impact     *int              `json:"impact,omitempty" minimum:"1" maximum:"3"`
		Urgency    *int              `json:"urgency,omitempty" minimum:"1" maximum:"3"`
		Residents  *int              `json:"residents,omitempty" minimum:"0" doc:"How many residents and companies are concerned."`
		Requester  *Name             `json:"requester,omitempty"`
		DetectedAt *time.Time        `json:"detected_at,omitempty"`
		Fields     map[string]string `json:"fields,omitempty"`
		Group      *Name             `json:"group,omitempty" doc:"Empty or 0: nobody."`
		Assignee   *Name             `json:"assignee,omitempty" doc:"Empty or 0: nobody."`
		Substate   *string           `json:"substate,omitempty" maxLength:"60"`
		State      string            `json:"state,omitempty" enum:"open,hold,resolved,closed,withdrawn" doc:"open takes a case up, resumes it, or reopens it; hold needs reason and until; resolved needs solution."`
		Reason     string            `json:"reason,omitempty" maxLength:"2000"`
		HoldCode   string            `json:"hold_code,omitempty" maxLength:"40" doc:"Why it waits: user, cost, instruction, supplier, delivery, planned, other, or the organisation's own."`
		Until      *time.Time        `json:"until,omitempty"`
		Solution   string            `json:"solution,omitempty" maxLength:"200000"`
		Code       string            `json:"solution_code,omitempty" maxLength:"100"`
		Told       bool              `json:"told,omitempty" doc:"The user has heard the solution already."`
	}
}

// change does everything that the request names in one transaction: who has the case, its facts, its state.
func (s *service) change(ctx context.Context, in *changeInput) (*ticketOutput, error) {
	c := web.From(ctx)
	id := number(in.Ref)
	now, err := s.Ticket.Show(ctx, c.Actor(), id)
	if err != nil {
		return nil, fail(ctx, err)
	}
	p, err := s.plan(ctx, c, in, &now.Ticket)
	if err != nil {
		return nil, fail(ctx, err)
	}
	if err := s.Ticket.Together(ctx, func(ctx context.Context, t *ticket.Service) error { return p.run(ctx, c, t, id) }); err != nil {
		return nil, fail(ctx, err)
	}
	return s.answer(ctx, c, id)
}

// plan is a change with every name found.
type plan struct {
	assign *ticket.AssignInput
	facts  *ticket.ChangeInput
	in     *changeInput
}

func (s *service) plan(ctx context.Context, c *web.Ctx, in *changeInput, now *ticket.Ticket) (*plan, error) {
	b, p := &in.Body, &plan{in: in}
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	var f errs.Fields
	if b.Group != nil || b.Assignee != nil {
		if p.assign, err = s.assignment(ctx, c, &f, in, now, version); err != nil {
			return nil, err
		}
	}
	facts := ticket.ChangeInput{Version: version, Title: b.Title, Kind: (*ticket.Kind)(b.Kind), Impact: b.Impact, Urgency: b.Urgency, Residents: b.Residents, DetectedAt: b.DetectedAt, Fields: b.Fields}
	if b.State == "" {
		facts.Substate = b.Substate
	}
	if b.Category != nil {
		id, err := s.category(ctx, &f, now.Desk, *b.Category)
		if err != nil {
			return nil, err
		}
		facts.Category = &id
	}
	if b.Service != nil {
		id, err := s.about(ctx, &f, now.Org, *b.Service)
		if err != nil {
			return nil, err
		}
		facts.Service = &id
	}
	if b.Requester != nil {
		id, err := s.person(c, &f, "requester", *b.Requester)
		if err != nil {
			return nil, err
		}
		facts.Requester = &id
	}
	if b.Title != nil || b.Kind != nil || b.Impact != nil || b.Urgency != nil || b.Residents != nil || b.DetectedAt != nil || len(b.Fields) > 0 || facts.Substate != nil ||
		facts.Category != nil || facts.Service != nil || facts.Requester != nil {
		p.facts = &facts
	}
	return p, f.Err()
}

func (s *service) assignment(ctx context.Context, c *web.Ctx, f *errs.Fields, in *changeInput, now *ticket.Ticket, version int64) (*ticket.AssignInput, error) {
	to := ticket.AssignInput{Group: now.Group, Assignee: now.Assignee, Version: version}
	var err error
	if in.Body.Group != nil {
		if to.Group, err = s.group(ctx, c.Actor(), f, now.Desk, *in.Body.Group); err != nil {
			return nil, err
		}
		to.Assignee = 0 // Another group does not inherit the person.
		if to.Group == now.Group {
			to.Assignee = now.Assignee
		}
	}
	if in.Body.Assignee != nil {
		var id directory.PersonID
		if id, err = s.person(c, f, "assignee", *in.Body.Assignee); err != nil {
			return nil, err
		}
		to.Assignee = id
	}
	return &to, nil
}

// version is what the client saw: If-Match, or the field.
func (in *changeInput) version() (int64, error) {
	tag := strings.Trim(strings.TrimPrefix(strings.TrimSpace(in.IfMatch), "W/"), `"`)
	if tag == "" || tag == "*" {
		return in.Body.Version, nil
	}
	n, err := strconv.ParseInt(tag, 10, 64)
	if err != nil || n < 1 {
		var f errs.Fields
		f.Add("header.If-Match", "api.error.if_match")
		return 0, f.Err()
	}
	return n, nil
}

// run does the plan in the order in which the desk would.
func (p *plan) run(ctx context.Context, c *web.Ctx, t *ticket.Service, id ticket.ID) error {
	if p.assign != nil {
		if _, err := t.Assign(ctx, c.Actor(), id, *p.assign); err != nil {
			return err
		}
	}
	if p.facts != nil {
		if _, err := t.Change(ctx, c.Actor(), id, *p.facts); err != nil {
			return err
		}
	}
	return p.move(ctx, c, t, id)
}

// move takes the ticket to the state that the request names.
func (p *plan) move(ctx context.Context, c *web.Ctx, t *ticket.Service, id ticket.ID) error {
	b, by := &p.in.Body, c.Actor()
	var err error
	switch ticket.State(b.State) {
	case ticket.StateOpen:
		return open(ctx, c, t, id, b.Reason, b.Substate)
	case ticket.StateOnHold:
		in := ticket.HoldInput{Reason: b.Reason, Code: b.HoldCode}
		if b.Until != nil {
			in.Until = b.Until.Truncate(time.Microsecond)
		}
		if b.Substate != nil {
			in.Substate = *b.Substate
		}
		_, err = t.Hold(ctx, by, id, in)
	case ticket.StateResolved:
		_, err = t.Resolve(ctx, by, id, ticket.ResolveInput{Solution: b.Solution, Code: b.Code, Told: b.Told})
	case ticket.StateClosed:
		now, lerr := t.Load(ctx, by, id)
		if lerr != nil {
			return lerr
		}
		if now.Concerns(by.Person) && !t.Can(by, ticket.MayClose, &now) {
			_, err = t.Accept(ctx, by, id)
		} else {
			_, err = t.Close(ctx, by, id)
		}
	case ticket.StateWithdrawn:
		_, err = t.Withdraw(ctx, by, id, b.Reason)
	default:
	}
	return err
}

// open is three things, by where the ticket stands: back to work after its end, up again from waiting, or begun.
func open(ctx context.Context, c *web.Ctx, t *ticket.Service, id ticket.ID, reason string, substate *string) error {
	now, err := t.Load(ctx, c.Actor(), id)
	if err != nil {
		return err
	}
	switch {
	case now.State == ticket.StateOnHold:
		_, err = t.Resume(ctx, c.Actor(), id)
	case !now.State.Active():
		_, err = t.Reopen(ctx, c.Actor(), id, reason)
	default:
		sub := ""
		if substate != nil {
			sub = *substate
		}
		_, err = t.Begin(ctx, c.Actor(), id, sub)
	}
	return err
}
