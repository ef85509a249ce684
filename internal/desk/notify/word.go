package notify

import (
	"context"
	"errors"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/jobs"
	"lotsen/internal/kit/sqldb"
)

// Word is something to say to people. Each person hears it once, in one mail, however many of the cases are theirs, and
// together with whatever else is due for them. It is said in the person's language and, unless it is mandatory, at the
// time and in the way that the person has chosen.
type Word struct {
	Org  directory.OrgID
	Desk directory.DeskID // Whose name and address it carries; 0: the installation's.
	// Key names it for ever: what is said again under the same key reaches nobody twice. For example "common:100042:7".
	Key string
	// Reason says what it is: News (something that happened, a notice), Status (work goes on), Resolved (the cases are
	// solved: whoever has received it has been told, and the clock to closing runs).
	Reason string
	// Mandatory words leave at once and by mail, whatever the person has chosen.
	Mandatory bool
	// AtDesk is said to people at work: links lead to the desk's pages.
	AtDesk bool
	Sv, En Said
	// Tickets are the cases whose users are to hear it; People hear it whether or not a case of theirs is concerned.
	Tickets []ticket.ID
	People  []directory.PersonID
}

// Said is the words in one language. Text is plain text with blank lines between paragraphs; no field is read in it.
type Said struct{ Subject, Text string }

// TellIn says something to people, inside the transaction of what it tells of. Nothing leaves before the commit. It
// returns how many hear it: 0 when the key has been said before.
//
// The words reach users, so nothing internal belongs in them. A case about a person with protected identity sends no
// words but its number.
func (s *Service) TellIn(ctx context.Context, tx *sqldb.Tx, w Word) (int, error) {
	if w.Key == "" || w.Sv.Subject == "" || w.Sv.Text == "" {
		return 0, errors.New("notify: a word needs a key, a subject and a text")
	}
	if w.En.Subject == "" || w.En.Text == "" {
		w.En = w.Sv
	}
	if w.Reason == "" {
		w.Reason = News
	}
	id, fresh, err := sqldb.Maybe(ctx, tx, insertWord, sqldb.Value[int64], int64(w.Org), sqldb.ID(w.Desk), w.Key, w.Reason, w.Mandatory,
		w.AtDesk, w.Sv.Subject, w.En.Subject, w.Sv.Text, w.En.Text, sqldb.Time(tx.Now()))
	if err != nil || !fresh {
		return 0, err
	}
	if len(w.Tickets) > 0 {
		if _, err := tx.Exec(ctx, enlistUsers, sqldb.List[ticket.ID](w.Tickets), w.Reason, id, sqldb.Time(tx.Now()), int64(w.Org)); err != nil {
			return 0, err
		}
	}
	if len(w.People) > 0 {
		if _, err := tx.Exec(ctx, enlistPeople, sqldb.List[directory.PersonID](w.People), w.Reason, id, sqldb.Time(tx.Now()), int64(w.Org)); err != nil {
			return 0, err
		}
	}
	n, err := sqldb.One(ctx, tx, countListeners, sqldb.Value[int], id)
	if err != nil || n == 0 {
		return n, err
	}
	return n, jobs.Enqueue(ctx, tx, JobCompose, composeArgs{Word: id})
}

var (
	insertWord = sqldb.Q("word.insert", `
		insert into word (org_id, desk_id, key, reason, mandatory, at_desk, subject_sv, subject_en, text_sv, text_en, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (key) do nothing returning id`)
	enlistUsers = sqldb.Q("outbound_word.users", `
		insert into outbound_word (org_id, who, person_id, address, name, ticket_id, reason, word_id, due_at, created_at)
		select t.org_id, 'p' || cast(t.requester_id as text), t.requester_id, '', '', t.id, cast($2 as text), cast($3 as bigint), cast($4 as bigint), cast($4 as bigint)
			from ticket t where t.id {{in $1}} and t.org_id = $5 and t.requester_id is not null
		union all
		select t.org_id, 'p' || cast(t.reporter_id as text), t.reporter_id, '', '', t.id, cast($2 as text), cast($3 as bigint), cast($4 as bigint), cast($4 as bigint)
			from ticket t where t.id {{in $1}} and t.org_id = $5 and t.reporter_id is not null and t.reporter_id <> coalesce(t.requester_id, 0)
		union all
		select t.org_id, 'a:' || lower(t.sender_address), null, t.sender_address, t.sender_name, t.id, cast($2 as text), cast($3 as bigint), cast($4 as bigint), cast($4 as bigint)
			from ticket t where t.id {{in $1}} and t.org_id = $5 and t.requester_id is null and t.sender_address <> ''
		on conflict do nothing`)
	enlistPeople = sqldb.Q("outbound_word.people", `
		insert into outbound_word (org_id, who, person_id, reason, word_id, due_at, created_at)
		select cast($5 as bigint), 'p' || cast(p.id as text), p.id, cast($2 as text), cast($3 as bigint), cast($4 as bigint), cast($4 as bigint)
		from person p where p.id {{in $1}} and p.active
			and not exists (select 1 from outbound_word o where o.word_id = $3 and o.person_id = p.id)
		on conflict do nothing`)
	countListeners = sqldb.Q("outbound_word.listeners", `select count(distinct who) from outbound_word where word_id = $1`)
)
