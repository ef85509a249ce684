package api

import (
	"bytes"
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// maxBody bounds a request that may carry files.
const maxBody = 16 << 20

// Attached is a file that goes with a message: one uploaded before, by id, or a small one right here.
type Attached struct {
	ID      int64  `json:"id,omitempty" minimum:"0" doc:"What POST /attachments gave."`
	Name    string `json:"name,omitempty" maxLength:"255"`
	Content []byte `json:"content,omitempty" doc:"Base64; for files of some megabytes in all."`
}

type createInput struct {
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"200" doc:"Makes it safe to send the request again."`
	Body           struct {
		Title       string            `json:"title,omitempty" maxLength:"1000" doc:"At most 250 letters. Without one, the text's first words."`
		Text        string            `json:"text,omitempty" maxLength:"200000" doc:"What has happened; at most 100,000 letters."`
		Kind        string            `json:"kind,omitempty" enum:"incident,question,request,order,problem,change,improvement,knowledge,feedback,complaint" doc:"Default: incident."`
		Channel     string            `json:"channel,omitempty" enum:"portal,phone,mail,chat,visit,alarm,api,supplier,import" doc:"How it came in. Default: api."`
		Desk        Name              `json:"desk,omitempty" doc:"Number or key. Default: the first of the requester's organisation."`
		Requester   Name              `json:"requester,omitempty" doc:"Number, login or mail address. Default: oneself."`
		Category    Name              `json:"category,omitempty" doc:"Number or name."`
		Service     Name              `json:"service,omitempty" doc:"What does not work: the number, code or name of a service."`
		Group       Name              `json:"group,omitempty" doc:"Number or name. Default: the category's."`
		Assignee    Name              `json:"assignee,omitempty" doc:"Number, login or mail address."`
		Impact      int               `json:"impact,omitempty" minimum:"1" maximum:"3" doc:"Default: 3."`
		Urgency     int               `json:"urgency,omitempty" minimum:"1" maximum:"3" doc:"Default: 3."`
		Residents   int               `json:"residents,omitempty" minimum:"0" doc:"How many residents and companies are concerned, as a contact centre knows."`
		DetectedAt  *time.Time        `json:"detected_at,omitempty" doc:"When the fault was noticed, if that was earlier."`
		Fields      map[string]string `json:"fields,omitempty" doc:"Extra fields of the kind."`
		Note        string            `json:"note,omitempty" maxLength:"200000" doc:"A note to the desk."`
		Solution    string            `json:"solution,omitempty" maxLength:"200000" doc:"Solves the case at first contact: the user has heard it."`
		References  []Reference       `json:"references,omitempty" maxItems:"20" doc:"The same case's numbers elsewhere."`
		Attachments []Attached        `json:"attachments,omitempty" maxItems:"20"`
	}
}

type createOutput struct {
	Location string `header:"Location"`
	ETag     string `header:"ETag"`
	Body     FullTicket
}

func (s *service) create(ctx context.Context, in *createInput) (*createOutput, error) {
	c := web.From(ctx)
	report, err := s.reportInput(ctx, c, in)
	if err != nil {
		return nil, fail(ctx, err)
	}
	if report.Attachments, err = s.attach(ctx, c.Actor(), in.Body.Attachments); err != nil {
		return nil, fail(ctx, err)
	}
	t, err := s.Ticket.Report(ctx, c.Actor(), report)
	if err != nil {
		return nil, fail(ctx, err)
	}
	out, err := s.answer(ctx, c, t.ID)
	if err != nil {
		return nil, err
	}
	return &createOutput{Location: Prefix + "/tickets/" + t.ID.String(), ETag: out.ETag, Body: out.Body}, nil
}

// reportInput finds whom and what the request names.
func (s *service) reportInput(ctx context.Context, c *web.Ctx, in *createInput) (ticket.ReportInput, error) {
	b := &in.Body
	out := ticket.ReportInput{
		Kind: ticket.Kind(b.Kind), Channel: ticket.Channel(b.Channel), Title: b.Title, Text: b.Text, Impact: b.Impact, Urgency: b.Urgency, Residents: b.Residents,
		Fields: b.Fields, Note: b.Note, Solution: b.Solution, References: references(b.References),
	}
	if out.Channel == "" {
		out.Channel = ticket.API
	}
	if b.DetectedAt != nil {
		out.DetectedAt = b.DetectedAt.UTC().Truncate(time.Microsecond)
	}
	var f errs.Fields
	var err error
	if out.Requester, err = s.person(c, &f, "requester", b.Requester); err != nil {
		return out, err
	}
	if out.Assignee, err = s.person(c, &f, "assignee", b.Assignee); err != nil {
		return out, err
	}
	desk, err := s.desk(ctx, c.Actor(), &f, b.Desk)
	if err != nil {
		return out, err
	}
	out.Desk = desk.ID
	if err := s.placeByName(ctx, c.Actor(), &f, b.Category, b.Group, b.Service, &out); err != nil {
		return out, err
	}
	return out, f.Err()
}

// placeByName finds category and group, by name at the desk that the ticket goes to.
func (s *service) placeByName(ctx context.Context, by authz.Actor, f *errs.Fields, category, group, about Name, out *ticket.ReportInput) error {
	org := by.Org
	if out.Requester != 0 && int64(out.Requester) != by.Person {
		p, err := s.Directory.Person(ctx, by, out.Requester)
		switch {
		case err == nil:
			org = int64(p.Org)
		case !errs.Is(err, errs.NotFound) || !ticket.SpeaksAtSites(by) && !by.May(guardian.MaySpeak):
			return err // Whoever speaks for others does so in their own organisation; the use case decides.
		}
	}
	var desk directory.DeskID
	var err error
	if out.Service, err = s.about(ctx, f, directory.OrgID(org), about); err != nil {
		return err
	}
	if category != "" || group != "" {
		if desk, err = s.deskOf(ctx, by, out.Desk, org); err != nil {
			return err
		}
	}
	if out.Category, err = s.category(ctx, f, desk, category); err != nil {
		return err
	}
	out.Group, err = s.group(ctx, by, f, desk, group)
	return err
}

func references(in []Reference) map[string]string {
	out := map[string]string{}
	for _, r := range in {
		out[r.Source] = r.External
	}
	return out
}

// attach uploads what came along and returns the numbers of all files.
func (s *service) attach(ctx context.Context, by authz.Actor, files []Attached) ([]ticket.AttachmentID, error) {
	var out []ticket.AttachmentID
	for _, f := range files {
		if f.ID != 0 {
			out = append(out, ticket.AttachmentID(f.ID))
			continue
		}
		a, err := s.Ticket.Upload(ctx, by, ticket.File{Name: f.Name, Content: bytes.NewReader(f.Content)})
		if err != nil {
			return nil, err
		}
		out = append(out, a.ID)
	}
	return out, nil
}
