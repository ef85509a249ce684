package connector

import (
	"context"

	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// RegisterInput is what somebody says of a phone or a tablet of theirs.
type RegisterInput struct {
	Platform string
	Model    string
	Serial   string // Or its IMEI.
	Number   string // Its telephone number, for whoever sets it up.
}

const maxModel = 100

func (in *RegisterInput) check() errs.Fields {
	var f errs.Fields
	in.Model, in.Serial, in.Number = clean.Line(in.Model, maxModel), clean.Line(in.Serial, maxModel), clean.Line(in.Number, 40)
	if !validPlatform(in.Platform) {
		f.Add("platform", "error.choose")
	}
	if clean.Blank(in.Model) {
		f.Add("model", "error.required")
	}
	if clean.Blank(in.Serial) {
		f.Add("serial", "error.required")
	}
	return f
}

func (in *RegisterInput) kind() asset.Kind {
	if in.Platform == "ipad" || in.Platform == "android_tablet" {
		return asset.Tablet
	}
	return asset.Phone
}

// Enrol takes a phone or a tablet into use: it stands in the register as the actor's from now on, and is told to the system
// that looks after such devices, where there is one.
// Errors: errs.Invalid, also for a serial number that is known already; errs.Conflict where it is not offered.
func (s *Service) Enrol(ctx context.Context, by authz.Actor, in RegisterInput) (Job, asset.Asset, error) {
	if by.Person == 0 {
		return Job{}, asset.Asset{}, errs.E(errs.Unauthenticated, "login.needed")
	}
	if err := in.check().Err(); err != nil {
		return Job{}, asset.Asset{}, err
	}
	var j Job
	var a asset.Asset
	err := s.d.DB.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		p, err := directory.Load(ctx, tx, directory.PersonID(by.Person))
		if err != nil {
			return err
		}
		c, err := s.offer(ctx, tx, p.Org, Register)
		if err != nil {
			return err
		}
		t := s.d.Texts.Printer(p.Lang)
		a, err = s.d.Asset.CreateIn(ctx, tx, by, asset.Draft{
			Org: p.Org, Serial: in.Serial, Model: in.Model, Name: t.T("connector.platform." + in.Platform), Kind: in.kind(), Person: p.ID, Source: asset.Registered,
			Delivered: tx.Now().In(stockholm()).Format("2006-01-02"),
		})
		if err != nil {
			return bySerial(err)
		}
		j, err = s.startIn(ctx, tx, by, &draft{
			connector: c, person: p, how: InPortal, device: &a, title: t.T("connector.case.register", "device", in.Model),
			text: t.T("connector.case.register_text", "device", in.Model, "serial", in.Serial, "platform", t.T("connector.platform."+in.Platform), "number", orDash(in.Number)),
		})
		if err != nil || c.Way != ByRegister {
			return err
		}
		if err := s.endIn(ctx, tx, system(), j.ID, Done, "", ""); err != nil {
			return err
		}
		j.State = Done
		return nil
	})
	return j, a, err
}

// bySerial shows what is wrong with a device's number at the field that it was typed in.
func bySerial(err error) error {
	var out errs.Fields
	for _, f := range errs.FieldsOf(err) {
		if f.Name == "tag" {
			f.Name, f.Key, f.Args = "serial", "asset.error.serial_taken", nil
		}
		out.Add(f.Name, f.Key, f.Args...)
	}
	if len(out) == 0 {
		return err
	}
	return out.Err()
}

func orDash(text string) string {
	if clean.Blank(text) {
		return "–"
	}
	return text
}
