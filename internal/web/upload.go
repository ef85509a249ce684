package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"

	"lotsen/internal/kit/blob"
	"lotsen/internal/kit/clean"
	"lotsen/internal/kit/errs"
)

// File is an uploaded file, kept outside memory until the request ends.
type File struct {
	Field string
	Name  string // Cleaned, without a path.
	Type  string // As the browser calls it; never believed.
	Size  int64
	path  string
}

// Open reads the file from its beginning.
func (f *File) Open() (io.ReadSeekCloser, error) {
	r, err := os.Open(f.path)
	if err != nil {
		return nil, fmt.Errorf("open upload: %w", err)
	}
	return r, nil
}

// maxFields is how many values a form with files may carry: empty ones cost no room, but work.
const maxFields = 5000

// Files are the uploaded files of a field.
func (f *Form) Files(field string) []*File {
	if f == nil {
		return nil
	}
	var out []*File
	for _, file := range f.files {
		if file.Field == field {
			out = append(out, file)
		}
	}
	return out
}

func (f *Form) discard() {
	for _, file := range f.files {
		_ = os.Remove(file.path) // What stays behind is swept with the folder for temporary files.
	}
}

// Form reads the form that was posted, once; later calls give the same. A file that is too large is an error of kind
// Invalid about its field, with all that was typed in the Form: pass it to Form.Failed. Kind TooLarge means that the
// form could not be read to its end.
func (c *Ctx) Form() (*Form, error) {
	if c.form != nil {
		return c.form, c.formErr()
	}
	c.form = NewForm()
	kind, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	switch {
	case err == nil && kind == "multipart/form-data":
		err = c.readParts()
		c.renewDeadline()
	case err == nil && kind == "application/x-www-form-urlencoded":
		err = c.readValues()
	case c.r.ContentLength == 0:
		err = nil
	default:
		err = errs.E(errs.Invalid, "web.error.form")
	}
	c.unread = err
	return c.form, c.formErr()
}

// formErr is why the form could not be read to its end, else what is wrong with its files.
func (c *Ctx) formErr() error {
	if c.unread != nil {
		return c.unread
	}
	return c.form.wrong.Err()
}

func (c *Ctx) readValues() error {
	limit := c.rs.limits.Form
	raw, err := io.ReadAll(budgeted{http.MaxBytesReader(c.w, c.r.Body, limit), c, &c.rs.memory})
	if err != nil {
		return c.readError(err, limit)
	}
	values, err := url.ParseQuery(string(raw))
	if err != nil {
		return errs.E(errs.Invalid, "web.error.form").Because(err)
	}
	c.form.values = values
	return nil
}

func (c *Ctx) uploadLimit() int64 {
	if c.route != nil && c.route.upload > 0 {
		return c.route.upload
	}
	return c.rs.limits.Upload
}

// readParts reads text into memory and files into temporary files. Beyond the limit for files it reads on without
// keeping, up to four times as much, because a browser shows an answer only to a request that it could send whole.
func (c *Ctx) readParts() error {
	limit := c.uploadLimit()
	extendRead(c.w, limit)
	c.r.Body = http.MaxBytesReader(c.w, c.r.Body, 4*limit+c.rs.limits.Form)
	parts, err := c.r.MultipartReader()
	if err != nil {
		return errs.E(errs.Invalid, "web.error.form").Because(err)
	}
	text, room, count := c.rs.limits.Form, limit, 0
	if c.Actor().Anonymous() && c.route.upload == 0 {
		room = 0 // Whoever has yet to log in has the text kept, not the files.
	}
	fields := 0
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return c.readError(err, limit)
		}
		if part.FileName() == "" {
			if fields++; fields > maxFields {
				return errs.E(errs.TooLarge, "web.error.too_large", "limit", bytesText(c.rs.limits.Form))
			}
			if err := c.readText(part, &text); err != nil {
				return err
			}
			continue
		}
		if count++; count > c.rs.limits.Files {
			c.form.lose(part, "web.error.too_many_files", "limit", c.rs.limits.Files)
			continue
		}
		if err := c.readFile(part, &room); err != nil {
			return err
		}
	}
}

func (c *Ctx) readText(part *multipart.Part, room *int64) error {
	var b bytes.Buffer
	n, err := io.Copy(&b, budgeted{io.LimitReader(part, *room+1), c, &c.rs.memory})
	if err != nil {
		return c.readError(err, c.uploadLimit())
	}
	if *room -= n + int64(len(part.FormName())); *room < 0 {
		return errs.E(errs.TooLarge, "web.error.too_large", "limit", bytesText(c.rs.limits.Form))
	}
	// A file field left empty comes as a part without a file name in some browsers.
	if part.Header.Get("Content-Type") == "application/octet-stream" && b.Len() == 0 {
		return nil
	}
	c.form.values.Add(part.FormName(), b.String())
	return nil
}

func (c *Ctx) readFile(part *multipart.Part, room *int64) error {
	tmp, err := os.CreateTemp("", "lotsen-upload-*")
	if err != nil {
		return fmt.Errorf("keep upload: %w", err)
	}
	f := &File{Field: part.FormName(), Name: fileName(part.FileName()), Type: part.Header.Get("Content-Type"), path: tmp.Name()}
	f.Size, err = io.Copy(tmp, budgeted{io.LimitReader(part, *room+1), c, &c.rs.disk})
	if closeErr := tmp.Close(); err == nil && closeErr != nil {
		err = fmt.Errorf("keep upload: %w", closeErr)
	}
	if err != nil || f.Size > *room {
		_ = os.Remove(f.path) // Swept with the folder for temporary files if it stays.
		if err != nil {
			return c.readError(err, c.uploadLimit())
		}
		c.form.lose(part, "web.error.file_too_large", "limit", bytesText(c.uploadLimit()))
		return nil
	}
	*room -= f.Size
	c.form.files = append(c.form.files, f)
	return nil
}

func (f *Form) lose(part *multipart.Part, key string, args ...any) {
	f.lost = append(f.lost, fileName(part.FileName()))
	if !slices.ContainsFunc(f.wrong, func(w errs.Field) bool { return w.Name == part.FormName() }) {
		f.wrong.Add(part.FormName(), key, args...)
	}
}

func (c *Ctx) readError(err error, limit int64) error {
	if errs.Is(err, errs.Unavailable) {
		return err
	}
	if blob.Unavailable(err) {
		return fmt.Errorf("keep upload: %w", err)
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return errs.E(errs.TooLarge, "web.error.too_large", "limit", bytesText(limit)).Because(err)
	}
	return errs.E(errs.Invalid, "web.error.form").Because(err)
}

// fileName is the last part of what may be a path of another system, without control characters.
func fileName(s string) string {
	s = strings.ReplaceAll(clean.Line(s, 0), "\\", "/")
	if s = path.Base(s); s == "." || s == "/" || s == ".." {
		return "file"
	}
	if len(s) > 200 {
		ext := path.Ext(s)
		if len(ext) > 20 {
			ext = ""
		}
		s = strings.ToValidUTF8(s[:200-len(ext)], "") + ext
	}
	return s
}

func bytesText(n int64) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%d MB", n>>20)
	}
	return fmt.Sprintf("%d kB", n>>10)
}
