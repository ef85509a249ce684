package delegation

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// View is a case as a receiver sees it: what it is about, and of the rest what the receiver's view shows. Everything that
// leaves for a receiver, by page, interface, mail or another system, is made of it.
type View struct {
	Delegation
	Title      string
	Kind       ticket.Kind
	State      ticket.State
	Priority   int
	Created    time.Time
	Updated    time.Time
	CategorySv string
	CategoryEn string
	DeskName   string
	DeskID     directory.DeskID
	User       User
	Fields     []Field
	Said       []Said
	Files      []ticket.Attachment
	Shows      []string
	// CanContact says that the receiver may write to the user now; NeedsReason that a reason must be given first.
	CanContact, NeedsReason bool
}

// User is what a view tells of the person whose case it is. Empty fields are not shown, or not known.
type User struct{ Name, Phone, Email, Unit, Site string }

// Field is an answer to what the kind of case asks for.
type Field struct{ Key, Value string }

// Who speaks in a view. Nobody at the desk is named, and no other receiver is there at all.
type Who string

// The speakers.
const (
	TheUser  Who = "user"
	TheDesk  Who = "desk"
	Receiver Who = "receiver"
)

// Said is a message of a view.
type Said struct {
	ID    ticket.MessageID
	Who   Who
	Name  string // Of the user, where the view shows it; of one's own colleagues.
	ToUs  bool   // Between the desk and the receiver; the user does not read it.
	Text  string
	At    time.Time
	Files []ticket.Attachment
}

func shows(list []string, part string) bool { return slices.Contains(list, part) }

// View returns a case that the actor has in hand. Errors: errs.NotFound for every other.
func (s *Service) View(ctx context.Context, by authz.Actor, id ticket.ID) (View, error) {
	return s.viewIn(ctx, s.d.DB, by, given(by), id)
}

// ViewFor returns a case as the receiver who has it now sees it: for what is sent to them. The caller is a channel.
func (s *Service) ViewFor(ctx context.Context, q sqldb.Querier, id ticket.ID) (View, error) {
	return s.viewIn(ctx, q, authz.Actor{}, now(), id)
}

func (s *Service) viewIn(ctx context.Context, q sqldb.Querier, by authz.Actor, scope authz.Scope, id ticket.ID) (View, error) {
	v, requester, err := head(ctx, q, scope, id)
	if err != nil {
		return v, err
	}
	terms, err := supplier.AgreementOf(ctx, q, v.Supplier)
	if err != nil {
		return v, err
	}
	v.Shows = terms.Shows
	if err := v.mayContact(ctx, q); err != nil {
		return v, err
	}
	if err := v.user(ctx, q, by, requester); err != nil {
		return v, err
	}
	if shows(v.Shows, supplier.ShowDevice) {
		if v.Fields, err = sqldb.All(ctx, q, selectFields, func(r sqldb.Row) (Field, error) {
			var f Field
			return f, r.Scan(&f.Key, &f.Value)
		}, int64(id)); err != nil {
			return v, err
		}
	}
	return v, v.talk(ctx, q, requester)
}

var (
	selectFields = sqldb.Q("delegation.fields", `select key, value from ticket_field where ticket_id = $1 and value <> '' order by key`)
	selectTalk   = sqldb.Q("delegation.talk", `
		select m.id, m.kind, m.author_id, m.author_name, m.text, m.created_at, coalesce(dm.side, ''), m.id = (select min(f.id) from message f where f.ticket_id = $1)
		from message m left join delegation_message dm on dm.message_id = m.id and dm.delegation_id = $2
		where m.ticket_id = $1 and (dm.message_id is not null or not m.internal
			and not exists (select 1 from delegation_message o where o.message_id = m.id)) order by m.id`)
	selectFiles = sqldb.Q("delegation.files", `
		select a.id, a.message_id, a.name, a.media_type, a.size, a.blob, a.created_at from attachment a join message m on m.id = a.message_id
		left join delegation_message dm on dm.message_id = m.id and dm.delegation_id = $2
		where a.ticket_id = $1 and (dm.message_id is not null or not m.internal
			and not exists (select 1 from delegation_message o where o.message_id = m.id)) order by a.id`)
)

// head reads the case's own row.
func head(ctx context.Context, q sqldb.Querier, scope authz.Scope, id ticket.ID) (View, directory.PersonID, error) {
	var w sqldb.Where
	w.And("d.ticket_id = ?", int64(id))
	condition, args := scope.SQL()
	w.And(condition, args...)
	text := "select " + columns + `, t.title, t.kind, t.state, t.priority, t.created_at, t.updated_at, coalesce(c.name_sv, ''), coalesce(c.name_en, ''),
		k.name, t.requester_id from delegation d join ticket t on t.id = d.ticket_id join desk k on k.id = t.desk_id
		left join category c on c.id = t.category_id where ` + w.SQL()
	var requester directory.PersonID
	v, err := sqldb.One(ctx, q, sqldb.Q("delegation.view", text), func(r sqldb.Row) (View, error) {
		var v View
		return v, r.Scan(append(v.targets(), &v.Title, &v.Kind, &v.State, &v.Priority, sqldb.ScanTime(&v.Created), sqldb.ScanTime(&v.Updated),
			&v.CategorySv, &v.CategoryEn, &v.DeskName, sqldb.ScanID(&requester))...)
	}, w.Args()...)
	if errors.Is(err, sqldb.ErrNone) {
		err = errs.Missing()
	}
	v.DeskID = v.Desk
	// What the hand-over before was, and why it changed hands, is the desk's business.
	v.From, v.Reason, v.GivenBy = 0, "", 0
	return v, requester, err
}

// user tells who it is about, as far as the view shows it. A person with protected identity is nobody without the
// permission.
func (v *View) user(ctx context.Context, q sqldb.Querier, by authz.Actor, id directory.PersonID) error {
	if id == 0 {
		if shows(v.Shows, supplier.ShowName) {
			return v.sender(ctx, q)
		}
		return nil
	}
	var w sqldb.Where
	seen := namesSeen(&w, by, "p")
	text := `select p.given_name || ' ' || p.family_name, coalesce(nullif(p.phone, ''), p.mobile), coalesce(p.email, ''), coalesce(u.name, ''), coalesce(s.name, '')
		from person p left join unit u on u.id = p.unit_id left join site s on s.id = p.site_id where ` + seen + w.Numbered(" and p.id = ?", int64(id))
	u, found, err := sqldb.Maybe(ctx, q, sqldb.Q("delegation.user", text), func(r sqldb.Row) (User, error) {
		var u User
		return u, r.Scan(&u.Name, &u.Phone, &u.Email, &u.Unit, &u.Site)
	}, w.Args()...)
	if err != nil || !found {
		return err
	}
	if shows(v.Shows, supplier.ShowName) {
		v.User.Name = u.Name
	}
	if shows(v.Shows, supplier.ShowContact) {
		v.User.Phone, v.User.Email = u.Phone, u.Email
	}
	if shows(v.Shows, supplier.ShowPlace) {
		v.User.Unit, v.User.Site = u.Unit, u.Site
	}
	return nil
}

var selectSender = sqldb.Q("delegation.sender", `select sender_name, sender_address from ticket where id = $1`)

// sender is a user whom no register knows.
func (v *View) sender(ctx context.Context, q sqldb.Querier) error {
	return sqldb.Each(ctx, q, selectSender, func(r sqldb.Row) error {
		var address string
		if err := r.Scan(&v.User.Name, &address); err != nil {
			return err
		}
		if shows(v.Shows, supplier.ShowContact) {
			v.User.Email = address
		}
		return nil
	}, int64(v.Ticket))
}

// talk reads what was said: what the user first told belongs to the case itself; the rest of the conversation with the
// desk is shown where the view says so; what was said to this receiver is always theirs.
func (v *View) talk(ctx context.Context, q sqldb.Querier, requester directory.PersonID) error {
	at := map[ticket.MessageID]int{}
	err := sqldb.Each(ctx, q, selectTalk, func(r sqldb.Row) error {
		var said Said
		var kind ticket.MessageKind
		var author directory.PersonID
		var name, side string
		var first bool
		if err := r.Scan(&said.ID, &kind, sqldb.ScanID(&author), &name, &said.Text, sqldb.ScanTime(&said.At), &side, &first); err != nil {
			return err
		}
		said.ToUs = side == fromDesk || side == fromReceiver
		if side == "" && !first && !shows(v.Shows, supplier.ShowTalk) {
			return nil
		}
		switch {
		case side == fromReceiver || side == toUser:
			said.Who, said.Name = Receiver, name
		case side == fromDesk || kind != ticket.FromUser:
			said.Who = TheDesk
		default:
			said.Who = TheUser
			if author == requester {
				said.Name = v.User.Name
			}
		}
		at[said.ID] = len(v.Said)
		v.Said = append(v.Said, said)
		return nil
	}, int64(v.Ticket), int64(v.ID))
	if err != nil {
		return err
	}
	return sqldb.Each(ctx, q, selectFiles, func(r sqldb.Row) error {
		a := ticket.Attachment{Ticket: v.Ticket}
		if err := r.Scan(&a.ID, sqldb.ScanID(&a.Message), &a.Name, &a.MediaType, &a.Size, &a.Blob, sqldb.ScanTime(&a.CreatedAt)); err != nil {
			return err
		}
		i, shown := at[a.Message]
		if !shown || !v.Said[i].ToUs && !shows(v.Shows, supplier.ShowFiles) {
			return nil
		}
		v.Said[i].Files = append(v.Said[i].Files, a)
		v.Files = append(v.Files, a)
		return nil
	}, int64(v.Ticket), int64(v.ID))
}

// File returns a file of a case in the actor's hands, and its bytes. Errors: errs.NotFound for every other.
func (s *Service) File(ctx context.Context, by authz.Actor, id ticket.ID, file ticket.AttachmentID) (ticket.Attachment, io.ReadSeekCloser, error) {
	v, err := s.View(ctx, by, id)
	if err != nil {
		return ticket.Attachment{}, nil, err
	}
	for _, a := range v.Files {
		if a.ID == file {
			return s.d.Ticket.FileFor(ctx, a)
		}
	}
	return ticket.Attachment{}, nil, errs.Missing()
}
