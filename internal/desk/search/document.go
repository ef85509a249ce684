package search

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/textindex"
)

// document is what a ticket is found by.
type document struct {
	ticket   int64
	public   []string // Texts that the ticket's user may read.
	internal []string // Texts that only the desk may read.
	scope    []string // Whose the ticket is; see token.go.
	indexed  bool     // The index holds a document of this ticket.
	mark     string   // Its digest; "" when it is known to be out of date.
}

// forms are the indexed forms of a document's texts. Making them is most of the work of indexing, so it is done once.
type forms struct{ public, internal, everything string }

func (d *document) forms() forms {
	f := forms{public: textindex.Document(d.public...)}
	f.everything = f.public
	if len(d.internal) > 0 {
		f.internal, f.everything = textindex.Document(d.internal...), textindex.Document(d.all()...)
	}
	return f
}

func (d *document) all() []string { return append(slices.Clone(d.public), d.internal...) }

func (d *document) digest() string {
	h := sha256.New()
	for _, part := range [][]string{d.public, d.internal, d.scope} {
		for _, text := range part {
			h.Write([]byte(text))
			h.Write([]byte{0})
		}
		h.Write([]byte{1})
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// selectParts reads everything that makes documents. Names are left out where an identity is protected; extra fields
// count as the desk's, because a kind decides who sees them, and may decide otherwise tomorrow.
var selectParts = sqldb.Q("search.parts", `
	select t.id, 'public', t.title, 1 as part, 0 as pos from ticket t where t.id {{in $1}}
	union all
	select t.id, 'public', t.sender_name || ' ' || t.sender_address, 2, 0 from ticket t
		where t.id {{in $1}} and not t.sealed and (t.sender_name <> '' or t.sender_address <> '')
	union all
	select t.id, 'public', p.given_name || ' ' || p.family_name, 3, 0 from ticket t join person p on p.id = t.requester_id
		where t.id {{in $1}} and not t.sealed and not p.protected
	union all
	select r.ticket_id, 'public', r.external, 4, 0 from ticket_reference r where r.ticket_id {{in $1}}
	union all
	select f.ticket_id, 'internal', f.value, 5, 0 from ticket_field f where f.ticket_id {{in $1}} and f.value <> ''
	union all
	select m.ticket_id, case when m.internal then 'internal' else 'public' end, m.text, 6, m.id from message m
		where m.ticket_id {{in $1}} and m.text <> ''
	union all
	select a.ticket_id, case when m.internal then 'internal' else 'public' end, a.name, 7, a.id from attachment a
		join message m on m.id = a.message_id where a.ticket_id {{in $1}} and not a.inline
	order by 1, 4, 5, 3`)

var selectOwners = sqldb.Q("search.owners", `
	select t.id, t.org_id, t.desk_id, t.group_id, t.site_id, t.supplier_id, t.unit_id, t.requester_id, t.reporter_id, coalesce(k.digest, ''), k.ticket_id is not null
	from ticket t left join ticket_text_mark k on k.ticket_id = t.id where t.id {{in $1}} order by t.id`)

// documents reads the documents of tickets, in the order of their numbers.
func documents(ctx context.Context, q sqldb.Querier, ids []int64) ([]document, error) {
	docs, err := sqldb.All(ctx, q, selectOwners, func(r sqldb.Row) (document, error) {
		var o owners
		var mark string
		var indexed bool
		err := r.Scan(&o.ticket, &o.org, &o.desk, sqldb.ScanID(&o.group), sqldb.ScanID(&o.site), sqldb.ScanID(&o.supplier), sqldb.ScanID(&o.unit),
			sqldb.ScanID(&o.requester), sqldb.ScanID(&o.reporter), &mark, &indexed)
		return document{ticket: o.ticket, public: []string{ticket.ID(o.ticket).String()}, scope: o.tokens(), indexed: indexed, mark: mark}, err
	}, sqldb.List[int64](ids))
	if err != nil {
		return nil, err
	}
	at := make(map[int64]*document, len(docs))
	for i := range docs {
		at[docs[i].ticket] = &docs[i]
	}
	err = sqldb.Each(ctx, q, selectParts, func(r sqldb.Row) error {
		var id, part, pos int64
		var whose, text string
		if err := r.Scan(&id, &whose, &text, &part, &pos); err != nil {
			return err
		}
		d := at[id]
		if d == nil {
			return nil
		}
		if text = strings.TrimSpace(text); whose == "internal" {
			d.internal = append(d.internal, text)
		} else {
			d.public = append(d.public, text)
		}
		return nil
	}, sqldb.List[int64](ids))
	return docs, err
}
