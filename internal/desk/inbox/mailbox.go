package inbox

import (
	"context"
	"net/mail"
	"strings"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/i18n"
	"lotsen/internal/kit/sqldb"
)

// MailboxID names a mailbox.
type MailboxID int64

// Mailbox is an address whose mail becomes cases of a desk.
type Mailbox struct {
	ID      MailboxID
	Org     directory.OrgID
	Desk    directory.DeskID
	Address string // Lower case.
	Name    string
	Active  bool
	Lang    i18n.Lang // The organisation's, for what we write into cases.
}

// Mailboxes returns an organisation's mailboxes by address. It asks for org.write or mail.quarantine there.
func (s *Service) Mailboxes(ctx context.Context, by authz.Actor, org directory.OrgID) ([]Mailbox, error) {
	if !mayRun(by, org) && !by.May(MayHandleMail) {
		return nil, errs.Denied(string(directory.OrgWrite))
	}
	list, err := sqldb.All(ctx, s.d.DB, selectMailboxes, scanMailbox, int64(org))
	if err != nil || mayRun(by, org) {
		return list, err
	}
	var seen []Mailbox
	for _, b := range list {
		if mayHandle(by, b.Org, b.Desk) {
			seen = append(seen, b)
		}
	}
	return seen, nil
}

// SaveMailbox adds (ID 0) or changes a mailbox; one that is not active takes no mail. It asks for org.write.
// Errors: errs.Invalid, errs.Forbidden, errs.NotFound.
func (s *Service) SaveMailbox(ctx context.Context, by authz.Actor, b Mailbox) (Mailbox, error) {
	if !mayRun(by, b.Org) {
		return b, errs.Denied(string(directory.OrgWrite))
	}
	b.Address, b.Name = strings.ToLower(clean.Line(b.Address, 320)), clean.Line(b.Name, 120)
	var f errs.Fields
	if a, err := mail.ParseAddress(b.Address); err != nil || a.Address != b.Address {
		f.Add("address", "mailbox.error.address")
	}
	if clean.Blank(b.Name) {
		f.Add("name", "error.required")
	}
	if err := f.Err(); err != nil {
		return b, err
	}
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := directory.DeskFor(ctx, tx, b.Org, b.Desk); err != nil {
			return err
		}
		if err := saveMailbox(ctx, tx, &b); err != nil {
			return err
		}
		entry := audit.Entry{Org: int64(b.Org), What: "mailbox.saved", Subject: "mailbox", SubjectID: int64(b.ID)}
		return audit.Write(ctx, tx, by, entry, map[string]any{"address": b.Address, "active": b.Active})
	})
	if sqldb.Violates(err, "mailbox_address_key") {
		f.Add("address", "mailbox.error.taken")
		return b, f.Err()
	}
	return b, err
}

func saveMailbox(ctx context.Context, tx *sqldb.Tx, b *Mailbox) error {
	if b.ID == 0 {
		id, err := tx.Insert(ctx, insertMailbox, int64(b.Org), int64(b.Desk), b.Address, b.Name, b.Active)
		b.ID = MailboxID(id)
		return err
	}
	n, err := tx.Exec(ctx, updateMailbox, int64(b.Desk), b.Address, b.Name, b.Active, int64(b.ID), int64(b.Org))
	if err == nil && n == 0 {
		return errs.Missing()
	}
	return err
}

// Find returns the active mailbox with that address, or that name, or that part before the at sign; "" is the first
// there is. Mail has no actor: whoever may hand us mail may name any mailbox. Errors: errs.NotFound.
func (s *Service) Find(ctx context.Context, name string) (Mailbox, error) {
	name = strings.ToLower(clean.Line(name, 320))
	b, found, err := sqldb.Maybe(ctx, s.d.DB, selectNamed, scanMailbox, name)
	if err == nil && !found {
		if whole, ok := untagged(name); ok {
			return s.Find(ctx, whole)
		}
		err = errs.Missing()
	}
	return b, err
}

// untagged leaves out what follows a plus sign in an address: mail that comes back has our mark there.
func untagged(address string) (string, bool) {
	local, domain, at := strings.Cut(address, "@")
	whole, _, tagged := strings.Cut(local, "+")
	return whole + "@" + domain, at && tagged && whole != ""
}

// Takes reports whether mail to an address is taken.
func (s *Service) Takes(ctx context.Context, address string) (bool, error) {
	b, err := s.Find(ctx, address)
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	address = strings.ToLower(strings.TrimSpace(address))
	whole, _ := untagged(address)
	return err == nil && (b.Address == address || b.Address == whole), err
}
