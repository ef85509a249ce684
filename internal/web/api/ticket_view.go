package api

import (
	"context"
	"strconv"
	"time"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/i18n"
)

// Ticket is a ticket as the interface gives it. What only the desk may know is left out for others.
type Ticket struct {
	Ref          string     `json:"ref" example:"L-100042" doc:"The main number."`
	ID           int64      `json:"id"`
	Version      int64      `json:"version" doc:"Rises with each change; also the ETag."`
	Organisation int64      `json:"organisation"`
	Desk         int64      `json:"desk"`
	Kind         string     `json:"kind" enum:"incident,question,request,order,problem,change,improvement,knowledge,feedback,complaint"`
	State        string     `json:"state" enum:"new,open,hold,resolved,closed,withdrawn,merged"`
	Substate     string     `json:"substate,omitempty" doc:"The organisation's own step inside the state."`
	Title        string     `json:"title"`
	Channel      string     `json:"channel" enum:"portal,phone,mail,chat,visit,alarm,api,supplier,import"`
	Requester    *Thing     `json:"requester,omitempty"`
	Reporter     int64      `json:"reporter,omitempty" doc:"Who reported on the requester's behalf."`
	Sender       *Sender    `json:"sender,omitempty" doc:"A sender whom no register knows."`
	Unit         *Thing     `json:"unit,omitempty"`
	Site         int64      `json:"site,omitempty"`
	Category     *Thing     `json:"category,omitempty"`
	Service      *Thing     `json:"service,omitempty" doc:"What does not work."`
	Impact       int        `json:"impact" doc:"1 many, 3 one person."`
	Residents    int        `json:"residents,omitempty" doc:"How many residents and companies are concerned."`
	Urgency      int        `json:"urgency" doc:"1 at once, 3 can wait."`
	Priority     int        `json:"priority" doc:"1 first, 5 last."`
	Group        *Thing     `json:"group,omitempty"`
	Assignee     *Thing     `json:"assignee,omitempty"`
	HoldReason   string     `json:"hold_reason,omitempty"`
	HoldCode     string     `json:"hold_code,omitempty"`
	HoldUntil    *time.Time `json:"hold_until,omitempty"`
	Solution     string     `json:"solution,omitempty"`
	SolutionCode string     `json:"solution_code,omitempty"`
	ClosedHow    string     `json:"closed_how,omitempty" doc:"accepted, timeout, desk, withdrawn, merged or import."`
	FirstContact bool       `json:"first_contact"`
	Reopened     int        `json:"reopened"`
	HandOvers    *int       `json:"hand_overs,omitempty"`
	MergedInto   string     `json:"merged_into,omitempty"`
	AwaitsDesk   *bool      `json:"awaits_desk,omitempty" doc:"The last word was the user's."`
	DueAt        *time.Time `json:"due_at,omitempty" doc:"When the next clock breaks, or broke."`
	DueClock     string     `json:"due_clock,omitempty" doc:"respond, update, handle, remedy or resolve."`
	WithinTarget *bool      `json:"within_target,omitempty"`
	DetectedAt   *time.Time `json:"detected_at,omitempty"`
	CreatedAt    *time.Time `json:"created_at"`
	UpdatedAt    *time.Time `json:"updated_at"`
	AssignedAt   *time.Time `json:"assigned_at,omitempty"`
	RepliedAt    *time.Time `json:"replied_at,omitempty"`
	ResolvedAt   *time.Time `json:"resolved_at,omitempty"`
	ToldAt       *time.Time `json:"told_at,omitempty" doc:"When the user is known to have received word of the solution."`
	CloseDue     *time.Time `json:"close_due,omitempty"`
	ClosedAt     *time.Time `json:"closed_at,omitempty"`
}

// FullTicket is a single ticket with what lists leave out.
type FullTicket struct {
	Ticket
	Fields     map[string]string `json:"fields,omitempty" doc:"Extra fields of the kind."`
	References []Reference       `json:"references,omitempty" doc:"The same case's numbers elsewhere."`
}

// Reference is the same case's number elsewhere.
type Reference struct {
	Source   string `json:"source"`
	External string `json:"external"`
}

// Thing is something with a number and a name.
type Thing struct {
	ID   int64  `json:"id"`
	Name string `json:"name,omitempty"`
}

// Sender is somebody whom no register knows, as written.
type Sender struct {
	Name    string `json:"name,omitempty"`
	Address string `json:"address,omitempty"`
}

func thing(id int64, name string) *Thing {
	if id == 0 {
		return nil
	}
	return &Thing{ID: id, Name: name}
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// viewOf shows a row to an actor.
func viewOf(by authz.Actor, r *ticket.Row, lang string) Ticket {
	category := r.CategorySv
	if lang == string(i18n.English) && r.CategoryEn != "" {
		category = r.CategoryEn
	}
	about := r.ServiceSv
	if lang == string(i18n.English) && r.ServiceEn != "" {
		about = r.ServiceEn
	}
	t := Ticket{
		Ref: r.ID.String(), ID: int64(r.ID), Version: r.Version, Organisation: int64(r.Org), Desk: int64(r.Desk), Kind: string(r.Kind),
		State: string(r.State), Substate: r.Substate, Title: r.Title, Channel: string(r.Channel),
		Requester: thing(int64(r.Requester), r.RequesterName), Reporter: int64(r.Reporter), Unit: thing(int64(r.Unit), r.UnitName), Site: int64(r.Site),
		Category: thing(int64(r.Category), category), Service: thing(int64(r.Service), about), Impact: r.Impact, Residents: r.Residents, Urgency: r.Urgency, Priority: r.Priority,
		HoldUntil: moment(r.HoldUntil), Solution: r.Solution, ClosedHow: r.ClosedHow, FirstContact: r.FirstContact, Reopened: r.Reopened,
		DetectedAt: moment(r.DetectedAt), CreatedAt: moment(r.CreatedAt), UpdatedAt: moment(r.UpdatedAt), RepliedAt: moment(r.RepliedAt),
		ResolvedAt: moment(r.ResolvedAt), ToldAt: moment(r.ToldAt), CloseDue: moment(r.CloseDue), ClosedAt: moment(r.ClosedAt),
	}
	if r.SenderName != "" || r.SenderAddress != "" {
		t.Sender = &Sender{Name: r.SenderName, Address: r.SenderAddress}
	}
	if r.MergedInto != 0 {
		t.MergedInto = r.MergedInto.String()
	}
	if ticket.WorksOn(by, &r.Ticket) {
		handOvers, awaits := r.HandOvers, r.AwaitsDesk
		t.Group, t.Assignee = thing(int64(r.Group), r.GroupName), thing(int64(r.Assignee), r.AssigneeName)
		t.HoldReason, t.SolutionCode, t.WithinTarget, t.AssignedAt = r.HoldReason, r.SolutionCode, r.WithinTarget, moment(r.AssignedAt)
		t.HandOvers, t.AwaitsDesk = &handOvers, &awaits
		t.HoldCode, t.DueAt, t.DueClock = r.HoldCode, moment(r.DueAt), r.DueClock
	}
	return t
}

// full reads a ticket with its fields and references.
func (s *service) full(ctx context.Context, by authz.Actor, id ticket.ID, lang string) (FullTicket, error) {
	row, err := s.Ticket.Show(ctx, by, id)
	if err != nil {
		return FullTicket{}, err
	}
	out := FullTicket{Ticket: viewOf(by, &row, lang)}
	if out.Fields, err = s.Ticket.Fields(ctx, &row.Ticket); err != nil {
		return out, err
	}
	if !ticket.WorksOn(by, &row.Ticket) {
		if err := s.keepPortal(ctx, &row.Ticket, out.Fields); err != nil {
			return out, err
		}
		return out, nil
	}
	refs, err := s.Ticket.References(ctx, &row.Ticket)
	for _, r := range refs {
		out.References = append(out.References, Reference(r))
	}
	return out, err
}

// keepPortal takes away the extra fields that users do not see.
func (s *service) keepPortal(ctx context.Context, t *ticket.Ticket, values map[string]string) error {
	if len(values) == 0 {
		return nil
	}
	kind, err := s.Ticket.KindOf(ctx, t)
	if err != nil {
		return err
	}
	shown := map[string]bool{}
	for _, spec := range kind.Fields {
		shown[spec.Key] = spec.Portal
	}
	for key := range values {
		if !shown[key] {
			delete(values, key)
		}
	}
	return nil
}

func etag(version int64) string { return strconv.Quote(strconv.FormatInt(version, 10)) }
