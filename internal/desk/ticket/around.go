package ticket

import (
	"context"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Brief is another ticket in a line.
type Brief struct {
	ID    ID
	Title string
	State State
	At    time.Time // When it was reported.
}

// Around is what stands beside a ticket on the desk's page of it.
type Around struct {
	Fields     map[string]string // Extra fields of the kind.
	References []Reference       // Its numbers elsewhere.
	MergedHere []ID
	Times      []TimeEntry
	Links      []Link
	Present    []Present // Others who have it open.
	Earlier    []Brief   // The requester's other tickets, newest first, at most five.
	// EarlierCount is how many of those there are, at most CountCap.
	EarlierCount int
	Files        []Attachment // Of all messages, for Talk.

	seen time.Time // When the actor last counted as present.
}

const earlierShown = 5

// linksShown bounds the links beside a ticket: a common ticket can have thousands below it, and they have a page.
const linksShown = 60

// Around returns what stands beside a ticket, in one statement, and notes that the actor has it open (see Present).
// Links and earlier tickets keep to what the actor may see. Errors: errs.Forbidden for whoever does not work at the desk.
func (s *Service) Around(ctx context.Context, by authz.Actor, t *Ticket, doing string) (Around, error) {
	if !WorksOn(by, t) {
		return Around{}, errs.Denied(string(MayRead))
	}
	a := Around{Fields: map[string]string{}}
	stmt, args := aroundStatement(by, t, s.db.Now().Add(-presenceFor))
	err := sqldb.Each(ctx, s.db, stmt, func(r sqldb.Row) error { return a.scan(r, by.Person) }, args...)
	if err != nil {
		return a, err
	}
	return a, s.notePresent(ctx, by, t, doing, a.seen)
}

// aroundStatement joins all small tables in columns of one shape: what, three numbers, three texts, an instant, a mark.
func aroundStatement(by authz.Actor, t *Ticket, since time.Time) (sqldb.Stmt, []any) {
	var w sqldb.Where
	id := int64(t.ID)
	visible, scope := Visible(by).SQL()
	named := namesSeen(&w, by, "p")
	text := w.Numbered(`
		select cast('field' as text), cast(0 as bigint), cast(0 as bigint), cast(0 as bigint), key, value, '', cast(null as bigint), 1 = 0
			from ticket_field where ticket_id = ?`, id) + w.Numbered(`
		union all select 'reference', 0, 0, 0, source, external, '', null, 1 = 0 from ticket_reference where ticket_id = ?`, id) + w.Numbered(`
		union all select 'file', a.id, coalesce(a.message_id, 0), a.size, a.name, a.media_type, a.content_id, a.created_at, a.inline
			from attachment a where a.ticket_id = ?`, id) + w.Numbered(`
		union all select 'merged', m.id, 0, 0, '', '', '', null, 1 = 0 from ticket m where m.merged_into = ?`, id) + w.Numbered(`
		union all select 'time', te.person_id, te.minutes, 0, case when `+named+` then p.given_name || ' ' || p.family_name else '' end,
			te.note, te.worked_on, te.created_at, te.charged from time_entry te join person p on p.id = te.person_id where te.ticket_id = ?`, id) + w.Numbered(`
		union all select 'present', pr.person_id, 0, 0, case when `+named+` then p.given_name || ' ' || p.family_name else '' end,
			pr.doing, '', pr.seen_at, 1 = 0 from presence pr join person p on p.id = pr.person_id where pr.ticket_id = ? and pr.seen_at > ?`,
		id, sqldb.Time(since)) + w.Numbered(`
		union all select 'link', k.id, 0, 0, k.kind, k.title, k.state, k.created_at, k.outward from (
			select t.id, l.kind, t.title, t.state, l.created_at, l.from_id = ? as outward
			from ticket_link l join ticket t on t.id = case when l.from_id = ? then l.to_id else l.from_id end
			where (l.from_id = ? or l.to_id = ?) and `, id, id, id, id) + w.Numbered(visible, scope...) + w.Numbered(`
			order by case when l.kind = 'child' and l.to_id = ? then 1 else 0 end, l.created_at desc limit ?) k`, id, linksShown)
	if t.Requester != 0 {
		text += w.Numbered(`
		union all select 'earlier', e.id, 0, 0, e.title, e.state, '', e.created_at, 1 = 0 from (
			select t.id, t.title, t.state, t.created_at from ticket t where t.requester_id = ? and t.id <> ? and `, int64(t.Requester), id) +
			w.Numbered(visible, scope...) + w.Numbered(` order by t.id desc limit ?) e`, earlierShown) + w.Numbered(`
		union all select 'count', count(*), 0, 0, '', '', '', null, 1 = 0 from (
			select 1 from ticket t where t.requester_id = ? and t.id <> ? and `, int64(t.Requester), id) +
			w.Numbered(visible, scope...) + w.Numbered(` limit ?) n`, CountCap)
	}
	return sqldb.Q("ticket.around", text), w.Args()
}

func (a *Around) scan(r sqldb.Row, me int64) error {
	var what, s1, s2, s3 string
	var n1, n2, n3 int64
	var at time.Time
	var mark bool
	if err := r.Scan(&what, &n1, &n2, &n3, &s1, &s2, &s3, sqldb.ScanTime(&at), &mark); err != nil {
		return err
	}
	switch what {
	case "field":
		a.Fields[s1] = s2
	case "reference":
		a.References = append(a.References, Reference{Source: s1, External: s2})
	case "file":
		a.Files = append(a.Files, Attachment{
			ID: AttachmentID(n1), Message: MessageID(n2), Size: n3, Name: s1, MediaType: s2, ContentID: s3, Inline: mark, CreatedAt: at,
		})
	case "merged":
		a.MergedHere = append(a.MergedHere, ID(n1))
	case "time":
		a.Times = append(a.Times, TimeEntry{Person: directory.PersonID(n1), Name: s1, Minutes: int(n2), Charged: mark, Note: s2, WorkedOn: s3, At: at})
	case "link":
		a.Links = append(a.Links, Link{Kind: s1, Outward: mark, Other: ID(n1), Title: s2, State: State(s3), At: at})
	case "present":
		if n1 == me {
			a.seen = at
			return nil
		}
		a.Present = append(a.Present, Present{Person: directory.PersonID(n1), Name: s1, Doing: s2})
	case "earlier":
		a.Earlier = append(a.Earlier, Brief{ID: ID(n1), Title: s1, State: State(s2), At: at})
	case "count":
		a.EarlierCount = int(n1)
	}
	return nil
}
