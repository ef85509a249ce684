package clocks

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"lotsen/internal/desk/sla"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web"
)

// proofFile is a proof as another program reads it. Times are RFC 3339, amounts minutes.
type proofFile struct {
	Ticket   string      `json:"ticket"`
	Computed time.Time   `json:"computed_at"`
	Zone     string      `json:"zone"`
	Clocks   []clockFile `json:"clocks"`
}

type clockFile struct {
	Clock     string        `json:"clock"`
	Level     string        `json:"level,omitempty"`
	Version   int64         `json:"level_version,omitempty"`
	Amount    int           `json:"amount"`
	Unit      string        `json:"unit"`
	Basis     string        `json:"basis"`
	State     string        `json:"state"`
	Started   time.Time     `json:"started_at"`
	Due       *time.Time    `json:"due_at"`
	Ended     *time.Time    `json:"ended_at"`
	Minutes   float64       `json:"minutes"`
	Rounds    int           `json:"rounds"`
	Misses    int           `json:"misses"`
	Stretches []stretchFile `json:"stretches"`
}

type stretchFile struct {
	From    time.Time  `json:"from"`
	To      *time.Time `json:"to"`
	Counts  bool       `json:"counts"`
	Why     string     `json:"why,omitempty"`
	Code    string     `json:"code,omitempty"`
	Reason  string     `json:"reason,omitempty"`
	By      string     `json:"by,omitempty"`
	Minutes float64    `json:"minutes"`
}

// export hands out the proof as a file: clocks.csv or clocks.json.
func (p *pages) export(c *web.Ctx) error {
	row, proof, err := p.find(c)
	if err != nil {
		return err
	}
	file := fileOf(row.ID.String(), &proof, c.Now())
	name := row.ID.String() + "-" + c.Param("file")
	switch c.Param("file") {
	case "clocks.json":
		raw, err := json.MarshalIndent(file, "", "  ")
		if err != nil {
			return err
		}
		return c.Send(web.Download{Name: name, Type: "application/json", Size: int64(len(raw)), Body: bytes.NewReader(raw)})
	case "clocks.csv":
		raw := file.csv()
		return c.Send(web.Download{Name: name, Type: "text/csv; charset=utf-8", Size: int64(len(raw)), Body: bytes.NewReader(raw)})
	}
	return errs.Missing()
}

func fileOf(ref string, proof *sla.Proof, now time.Time) proofFile {
	out := proofFile{Ticket: ref, Computed: now.UTC(), Clocks: []clockFile{}}
	if proof.Calendar != nil {
		out.Zone = proof.Calendar.Zone().String()
	}
	for i := range proof.Clocks {
		r := &proof.Clocks[i]
		k := clockFile{
			Clock: string(r.Clock), Level: r.Level.Name, Version: int64(r.Level.ID), Amount: r.Target.Amount, Unit: string(r.Target.Unit), Basis: string(r.Target.Basis),
			State: string(r.State), Started: r.Started, Due: moment(r.Due), Ended: moment(r.Ended), Minutes: proof.Sum(r, now).Minutes(), Rounds: r.Rounds, Misses: r.Misses,
		}
		for _, s := range proof.Stretches(r, now) {
			x := stretchFile{From: s.From, To: moment(s.To), Counts: s.Gap == nil, Minutes: s.Counted.Minutes()}
			if s.Gap != nil {
				x.Why, x.Code, x.Reason, x.By = s.Gap.Why, s.Gap.Code, s.Gap.Reason, s.Gap.By
			}
			k.Stretches = append(k.Stretches, x)
		}
		out.Clocks = append(out.Clocks, k)
	}
	return out
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// csv is a line for each stretch, with what was promised repeated, so that a sheet can sum and filter.
func (f *proofFile) csv() []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	line := func(cells ...string) {
		for i := range cells {
			cells[i] = inert(cells[i])
		}
		_ = w.Write(cells) // A buffer takes everything.
	}
	line("ticket", "clock", "level", "amount", "unit", "basis", "state", "due_at", "from", "to", "counts", "why", "code", "reason", "by", "minutes")
	for _, k := range f.Clocks {
		for _, s := range k.Stretches {
			line(f.Ticket, k.Clock, k.Level, strconv.Itoa(k.Amount), k.Unit, k.Basis, k.State, stamp(k.Due), stamp(&s.From), stamp(s.To),
				strconv.FormatBool(s.Counts), s.Why, s.Code, s.Reason, s.By, strconv.FormatFloat(s.Minutes, 'f', -1, 64))
		}
	}
	w.Flush()
	return b.Bytes()
}

// inert keeps a sheet from taking somebody's words for a formula.
func inert(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func stamp(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// minutes are whole ones, rounded as the words beside them are; the files carry them exactly.
func minutes(d time.Duration) string { return strconv.Itoa(int(d.Round(time.Minute) / time.Minute)) }
