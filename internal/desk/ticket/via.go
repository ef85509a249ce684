package ticket

import (
	"context"
	"slices"

	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Via is the capacity in which the reporter of a case came.
type Via string

// The capacities. The zero value is somebody who speaks for themselves.
const (
	ViaLocalIT  Via = "local_it" // Local IT support, for somebody at its site.
	ViaGuardian Via = "guardian" // A guardian, for a child.
	ViaCentre   Via = "centre"   // The contact centre, for residents and companies.
	ViaSupplier Via = "supplier"
	ViaDesk     Via = "desk" // Another support function.
)

// Priority reports whether the case came by a priority channel: from a supplier, another support function, local IT or
// the contact centre, who meet no queue.
func (v Via) Priority() bool {
	return slices.Contains([]Via{ViaLocalIT, ViaCentre, ViaSupplier, ViaDesk}, v)
}

// ForAnother reports whether the reporter speaks for a person in the register.
func (v Via) ForAnother() bool { return v == ViaLocalIT || v == ViaGuardian }

// concerned is the person whom a case is for, and in which capacity the actor speaks for them. Somebody at the desk reads
// people; somebody else speaks for those whom their sites or their relations give, and everybody else does not exist.
func concerned(ctx context.Context, tx *sqldb.Tx, by authz.Actor, id directory.PersonID, desk directory.DeskID) (directory.Person, Via, error) {
	p, err := directory.PersonIn(ctx, tx, by, id)
	if err == nil && (by.IsSystem() || int64(id) == by.Person || registers(by, p.Org, desk)) {
		return p, "", nil
	}
	if err != nil && !errs.Is(err, errs.NotFound) {
		return p, "", err
	}
	read := err == nil
	if near, err := directory.PersonFor(ctx, tx, ForOthers(by), MayReportFor, id); err == nil && near.Active {
		return near, ViaLocalIT, nil
	} else if err != nil && !errs.Is(err, errs.NotFound) {
		return near, "", err
	}
	if child, err := guardian.ChildIn(ctx, tx, by, id); err == nil {
		return child, ViaGuardian, nil
	} else if !errs.Is(err, errs.NotFound) {
		return child, "", err
	}
	if read {
		return p, "", nil // Whom one may read one may know of: mayReport says what is missing.
	}
	return directory.Person{}, "", errs.Missing()
}

// registers reports whether the actor takes down what others say, at the desk named or at any of the organisation.
func registers(by authz.Actor, org directory.OrgID, desk directory.DeskID) bool {
	return mayAt(by, MayRegister, org, desk) || desk == 0 && by.Has(MayRegister, authz.Desk) && by.Org == int64(org)
}

// capacity is what a reporter is by their own role when they report for themselves.
func capacity(by authz.Actor, p *directory.Person, in *ReportInput) Via {
	switch {
	case by.Person == 0 || int64(p.ID) != by.Person:
		return ""
	case (in.Centre || in.Residents > 0) && by.Has(MayCentre, authz.Organisation) && by.MayIn(MayCentre, authz.Organisation, int64(p.Org)):
		return ViaCentre
	case p.Category == directory.Supplier || in.Channel == Supplier:
		return ViaSupplier
	}
	return ""
}

// noteRefused writes to the security log that somebody wanted to speak for a person for whom they do not.
func (s *Service) noteRefused(ctx context.Context, by authz.Actor, in *ReportInput, err error) error {
	if in.Requester == 0 || int64(in.Requester) == by.Person || by.IsSystem() || !errs.Is(err, errs.NotFound) && !errs.Is(err, errs.Forbidden) {
		return err
	}
	if lerr := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		return audit.Log(ctx, tx, by, guardian.LogRefused, "person", int64(in.Requester), nil)
	}); lerr != nil {
		return lerr
	}
	return err
}

// Follows reports whether somebody who reported a case for another still may, for whoever tells them of it.
func Follows(ctx context.Context, q sqldb.Querier, by authz.Actor, id ID) (bool, error) {
	_, err := load(ctx, q, Visible(by), id)
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	return err == nil, err
}
