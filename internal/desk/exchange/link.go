package exchange

import (
	"context"

	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/sqldb"
)

// LinkID names a case at a partner.
type LinkID int64

// Which way a case was handed over, and who says how it stands.
const (
	roleOut = "out"
	roleIn  = "in"
	us      = "us"
	them    = "them"
)

// Link is one case at one partner.
type Link struct {
	ID      LinkID
	Partner PartnerID
	Ticket  ticket.ID
	Role    string
	Remote  string
	Owner   string
	Their   string
	Ended   bool
}

const linkColumns = `k.id, k.partner_id, k.ticket_id, k.role, k.remote, k.owner, k.their, k.ended`

var (
	insertLink = sqldb.Q("exchange.link.insert", `
		insert into exchange_link (partner_id, ticket_id, role, remote, owner, created_at) values ($1, $2, $3, $4, $5, $6)
		on conflict (partner_id, ticket_id) do update set owner = excluded.owner, ended = false, role = excluded.role returning id`)
	selectLink       = sqldb.Q("exchange.link", `select `+linkColumns+` from exchange_link k where k.id = $1`)
	selectLinkOf     = sqldb.Q("exchange.link.of", `select `+linkColumns+` from exchange_link k where k.partner_id = $1 and k.ticket_id = $2`)
	selectLinkRemote = sqldb.Q("exchange.link.remote", `select `+linkColumns+` from exchange_link k where k.partner_id = $1 and k.remote = $2 order by k.id desc limit 1`)
	updateRemote     = sqldb.Q("exchange.link.remote.set", `update exchange_link set remote = $2 where id = $1`)
	updateTheir      = sqldb.Q("exchange.link.their", `update exchange_link set their = $2 where id = $1`)
	updateOwner      = sqldb.Q("exchange.link.owner", `update exchange_link set owner = $2, ended = $3 where id = $1`)
)

func scanLink(r sqldb.Row) (Link, error) {
	var k Link
	return k, r.Scan(&k.ID, &k.Partner, &k.Ticket, &k.Role, &k.Remote, &k.Owner, &k.Their, &k.Ended)
}

func addLink(ctx context.Context, tx *sqldb.Tx, p PartnerID, t ticket.ID, role, remote, owner string) error {
	_, err := tx.Insert(ctx, insertLink, int64(p), int64(t), role, remote, owner, sqldb.Time(tx.Now()))
	return err
}

// owns notes who says from now on how the case stands.
func (k *Link) owns(ctx context.Context, tx *sqldb.Tx, owner string, ended bool) error {
	k.Owner, k.Ended = owner, ended
	_, err := tx.Exec(ctx, updateOwner, int64(k.ID), owner, ended)
	return err
}
