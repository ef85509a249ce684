package notice

import (
	"context"
	"slices"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/setting"
	"lotsen/internal/kit/sqldb"
)

// Channel is a way in which a notice reaches people.
type Channel string

// The channels: first the four ways to the desk, then the places where the organisation publishes.
const (
	Portal   Channel = "portal"
	Phone    Channel = "phone"
	Chat     Channel = "chat"
	Mail     Channel = "mail"
	Intranet Channel = "intranet"
	Website  Channel = "website"
	Screen   Channel = "screen"
	Social   Channel = "social"
)

// Channels lists all of them.
func Channels() []Channel { return append(Ways(), Places()...) }

// Ways are the channels in which people reach the desk.
func Ways() []Channel { return []Channel{Portal, Phone, Chat, Mail} }

// Places are where the organisation publishes beside that.
func Places() []Channel { return []Channel{Intranet, Website, Screen, Social} }

// Valid reports whether c is one of the channels.
func (c Channel) Valid() bool { return slices.Contains(Channels(), c) }

func joined(list []Channel) string {
	var out []string
	for _, c := range Channels() {
		if slices.Contains(list, c) {
			out = append(out, string(c))
		}
	}
	return strings.Join(out, " ")
}

func parted(s string) []Channel {
	var out []Channel
	for _, word := range strings.Fields(s) {
		out = append(out, Channel(word))
	}
	return out
}

// Place is a place to publish, and its written approval.
type Place struct {
	Channel Channel
	// Needed says that the organisation asks for an approval in writing; Approval is it, when it is there.
	Needed   bool
	Approval *Approval
}

// Open reports whether the place may be used.
func (p Place) Open() bool { return !p.Needed || p.Approval != nil }

// Offered are the places that an organisation publishes at beside the ways to the desk.
func (s *Service) Offered(ctx context.Context, org directory.OrgID) ([]Place, error) {
	return offered(ctx, s.db, org)
}

func offered(ctx context.Context, q sqldb.Querier, org directory.OrgID) ([]Place, error) {
	chosen, err := setting.Get[[]string](ctx, q, org, setting.PublishPlaces, q.Now())
	if err != nil {
		return nil, err
	}
	needed, err := setting.Get[bool](ctx, q, org, setting.PublishApproval, q.Now())
	if err != nil {
		return nil, err
	}
	given, err := approvals(ctx, q, org)
	if err != nil {
		return nil, err
	}
	var out []Place
	for _, c := range Places() {
		if !slices.Contains(chosen, string(c)) {
			continue
		}
		p := Place{Channel: c, Needed: needed}
		if a, ok := given[c]; ok {
			p.Approval = &a
		}
		out = append(out, p)
	}
	return out, nil
}
