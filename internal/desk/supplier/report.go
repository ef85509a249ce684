package supplier

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/media"
	"lotsen/internal/kit/sqldb"
)

// MaxReport is how large a report may be, in bytes.
const MaxReport = 30 << 20

// Readers says who may read a report beside the desk and the supplier itself.
type Readers string

// The circles of readers, each wider than the one before.
const (
	DeskOnly     Readers = "desk"
	Managers     Readers = "managers"  // Whoever may read figures of the organisation.
	AllSuppliers Readers = "suppliers" // And the other suppliers.
)

// Circles lists them in the order in which a form offers them.
func Circles() []Readers { return []Readers{DeskOnly, Managers, AllSuppliers} }

// Report is a file that a supplier has handed in.
type Report struct {
	ID           ReportID
	Org          directory.OrgID
	Supplier     ID
	SupplierName string
	Title        string
	Month        string
	Readers      Readers
	Name         string
	MediaType    string
	Size         int64
	Blob         string
	At           time.Time
}

// ReportInput is a report on its way in.
type ReportInput struct {
	Title   string
	Month   string
	Readers Readers
	Name    string
	Content io.Reader // Nil: no file was chosen.
}

const reportColumns = `r.id, r.org_id, r.supplier_id, s.name, r.title, r.month, r.readers, r.name, r.media_type, r.size, r.blob, r.created_at`

func scanReport(row sqldb.Row) (Report, error) {
	var r Report
	return r, row.Scan(&r.ID, &r.Org, &r.Supplier, &r.SupplierName, &r.Title, &r.Month, &r.Readers, &r.Name, &r.MediaType, &r.Size, &r.Blob, sqldb.ScanTime(&r.At))
}

// Reports returns the newest reports that the actor may read: of one supplier, or of all (0).
func (s *Service) Reports(ctx context.Context, by authz.Actor, id ID) ([]Report, error) {
	var w sqldb.Where
	and(&w, readable(by), "r")
	if id != 0 {
		w.And("r.supplier_id = ?", int64(id))
	}
	text := `select ` + reportColumns + ` from supplier_report r join supplier s on s.id = r.supplier_id where ` + w.SQL() + ` order by r.id desc` + w.Numbered(" limit ?", 100)
	return sqldb.All(ctx, s.d.DB, sqldb.Q("supplier.reports", text), scanReport, w.Args()...)
}

// Read returns a report and its content. Errors: errs.NotFound, the same for one that the actor may not read.
func (s *Service) Read(ctx context.Context, by authz.Actor, id ReportID) (Report, io.ReadSeekCloser, error) {
	var w sqldb.Where
	and(&w, readable(by), "r")
	w.And("r.id = ?", int64(id))
	r, found, err := sqldb.Maybe(ctx, s.d.DB, sqldb.Q("supplier.report", `select `+reportColumns+` from supplier_report r join supplier s on s.id = r.supplier_id where `+w.SQL()), scanReport, w.Args()...)
	if err == nil && !found {
		err = errs.Missing()
	}
	if err != nil {
		return r, nil, err
	}
	content, err := s.d.Blobs.Get(ctx, r.Blob)
	return r, content, err
}

// Upload keeps a report. Errors: errs.Invalid, errs.TooLarge, errs.NotFound, errs.Forbidden.
func (s *Service) Upload(ctx context.Context, by authz.Actor, id ID, in ReportInput) error {
	var f errs.Fields
	in.Title = clean.Line(in.Title, 0)
	fits(&f, "title", in.Title, maxLine)
	if clean.Blank(in.Title) {
		f.Add("title", "error.required")
	}
	checkMonth(&f, "month", in.Month, true)
	if !slices.Contains(Circles(), in.Readers) {
		f.Add("readers", "error.choose")
	}
	if in.Content == nil {
		f.Add("file", "error.required")
	}
	if err := f.Err(); err != nil {
		return err
	}
	// Whoever may not hand in is refused before the file is kept.
	if _, err := loadFor(ctx, s.d.DB, by, MayContribute, id); err != nil {
		return err
	}
	head := make([]byte, 512)
	n, err := io.ReadFull(in.Content, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return err
	}
	head = head[:n]
	ref, err := s.d.Blobs.Put(ctx, io.MultiReader(strings.NewReader(string(head)), in.Content), MaxReport)
	if errors.Is(err, blob.ErrTooLarge) {
		return errs.E(errs.TooLarge, "ticket.error.file_too_large", "name", in.Name, "max", MaxReport>>20)
	}
	if err != nil {
		return err
	}
	name, kind := media.Name(in.Name, "report"), media.Safe(media.Type(head))
	told := map[string]any{"title": in.Title, "month": in.Month, "readers": in.Readers, "name": name}
	return s.under(ctx, by, MayContribute, id, EventReport, told, func(ctx context.Context, tx *sqldb.Tx, x *Supplier) error {
		_, err := tx.Insert(ctx, insertReport, int64(x.Org), int64(x.ID), in.Title, in.Month, string(in.Readers), name, kind, ref.Size, ref.SHA256, sqldb.ID(by.Person), sqldb.Time(tx.Now()))
		return err
	})
}

var insertReport = sqldb.Q("supplier.report.insert", `
	insert into supplier_report (org_id, supplier_id, title, month, readers, name, media_type, size, blob, person_id, created_at)
	values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id`)
