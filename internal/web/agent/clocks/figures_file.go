package clocks

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strconv"

	"lotsen/internal/desk/sla"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// figuresFile hands out the figures of a tertial: promises.csv or promises.json.
func (p *pages) figuresFile(c *web.Ctx) error {
	file := c.Param("file")
	if file != "promises.csv" && file != "promises.json" {
		return errs.Missing()
	}
	f, err := p.asked(c)
	if err != nil {
		return err
	}
	raw, kind := figuresCSV(&f), "text/csv; charset=utf-8"
	if file == "promises.json" {
		kind = "application/json"
		if raw, err = json.MarshalIndent(f, "", "  "); err != nil {
			return err
		}
	}
	return c.Send(web.Download{Name: f.Period.Key + "-" + file, Type: kind, Size: int64(len(raw)), Body: bytes.NewReader(raw)})
}

func figuresCSV(f *sla.Figures) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	n := func(v int64) string { return strconv.FormatInt(v, 10) }
	_ = w.Write([]string{"period", "clock", "channel", "level", "amount", "unit", "basis", "target_share", "met", "missed", "late", "running"}) // A buffer takes everything.
	for _, t := range f.Tallies {
		_ = w.Write([]string{
			f.Period.Key, string(t.Clock), string(t.Channel), inert(t.Level), n(int64(t.Target.Amount)), string(t.Target.Unit), string(t.Target.Basis),
			n(int64(t.Target.Share)), n(t.Met), n(t.Missed), n(t.Late), n(t.Running),
		})
	}
	_ = w.Write([]string{f.Period.Key, "user_support", "", "", "", "", "", n(int64(f.Goal)), n(f.ByFirst), n(f.Solved - f.ByFirst), "", ""})
	w.Flush()
	return b.Bytes()
}
