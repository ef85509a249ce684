package webhook

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"lotsen/internal/desk/connector"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/outward"
	"lotsen/internal/kit/signed"
)

// maxAnswer is the longest answer that is read.
const maxAnswer = 64 << 10

// Options say what may be called.
type Options struct {
	// Networks are private networks in which systems may be called.
	Networks []netip.Prefix
	Clock    clock.Clock
}

// Caller is the adapter.
type Caller struct {
	http  *outward.Client
	clock clock.Clock
}

// New returns a caller.
func New(o Options) *Caller {
	return &Caller{http: outward.New(outward.Options{Private: o.Networks, Timeout: 25 * time.Second}), clock: o.Clock}
}

// Body is what is sent.
type Body struct {
	Type     string  `json:"type"` // password.reset, computer.reinstall, device.register, test
	Job      string  `json:"job"`
	Kind     string  `json:"kind"`
	Person   *Person `json:"person,omitempty"`
	Device   *Device `json:"device,omitempty"`
	Password string  `json:"new_password,omitempty"`
	Change   bool    `json:"change_at_next_login,omitempty"`
	Lang     string  `json:"lang,omitempty"`
	AnswerTo string  `json:"answer_to"`
}

// Person is whom it is for.
type Person struct {
	Login    string `json:"login,omitempty"`
	External string `json:"external_id,omitempty"`
	Email    string `json:"email,omitempty"`
	Name     string `json:"name,omitempty"`
}

// Device is what it is about.
type Device struct {
	Tag    string `json:"tag,omitempty"`
	Serial string `json:"serial,omitempty"`
	Kind   string `json:"kind,omitempty"`
	Model  string `json:"model,omitempty"`
}

// Reply is what comes back, at once.
type Reply struct {
	State  string `json:"state"`  // done, working, failed
	Note   string `json:"note"`   // For the user and the desk.
	Reason string `json:"reason"` // Of failed: unknown_person, policy, refused.
}

// TypeOf is what a kind of job is called in a call.
func TypeOf(k connector.Kind) string {
	switch k {
	case connector.Password:
		return "password.reset"
	case connector.Reinstall:
		return "computer.reinstall"
	}
	return "device.register"
}

// Check implements connector.Adapter.
func (c *Caller) Check(to *connector.To) error {
	if err := c.http.Check(to.Config.URL); err != nil {
		return &connector.Broken{Key: connector.FaultAddress, Cause: err}
	}
	u, err := url.Parse(to.Config.URL)
	if err != nil || to.Kind == connector.Password && u.Scheme != "https" && !loopback(u.Hostname()) {
		return &connector.Broken{Key: connector.FaultTLS, Cause: errors.New("webhook: passwords need https")}
	}
	return nil
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// Do implements connector.Adapter.
func (c *Caller) Do(ctx context.Context, to *connector.To, o *connector.Order) (connector.Answer, error) {
	b := Body{
		Type: TypeOf(o.Kind), Job: o.Name, Kind: string(o.Kind), Password: o.Password, Change: o.Change, Lang: o.Lang, AnswerTo: to.CallBack,
		Person: &Person{Login: o.Person.Login, External: o.Person.External, Email: o.Person.Email, Name: o.Person.Name},
	}
	if d := o.Device; d != nil {
		b.Device = &Device{Tag: d.Tag, Serial: d.Serial, Kind: d.Kind, Model: d.Model}
	}
	r, err := c.call(ctx, to, "job-"+o.Name, &b)
	if err != nil {
		return connector.Answer{}, err
	}
	switch r.State {
	case "done":
		return connector.Answer{Said: r.Note}, nil
	case "working":
		return connector.Answer{Later: true, Said: r.Note}, nil
	case "failed":
		fault := connector.FaultRefused
		switch r.Reason {
		case "unknown_person":
			fault = connector.FaultUnknown
		case "policy":
			fault = connector.FaultPolicy
		}
		return connector.Answer{}, &connector.Refused{Key: fault, Said: r.Note}
	}
	return connector.Answer{}, &connector.Broken{Key: connector.FaultAnswer}
}

// Try implements connector.Adapter: a call of type test, which any answer but a refusal passes.
func (c *Caller) Try(ctx context.Context, to *connector.To) error {
	if err := c.Check(to); err != nil {
		return err
	}
	_, err := c.call(ctx, to, fmt.Sprintf("test-%d", c.clock.Now().UnixNano()), &Body{Type: "test", Kind: string(to.Kind), AnswerTo: to.CallBack})
	return err
}

// call sends a signed body and reads what comes back.
func (c *Caller) call(ctx context.Context, to *connector.To, id string, b *Body) (Reply, error) {
	if err := c.Check(to); err != nil {
		return Reply{}, err
	}
	raw, err := json.Marshal(b)
	if err != nil {
		return Reply{}, err
	}
	header := signed.Headers(signed.Secret(to.Secret), id, c.clock.Now(), raw)
	header["Content-Type"], header["User-Agent"] = "application/json", "Lotsen"
	a, err := c.http.Do(ctx, http.MethodPost, to.Config.URL, header, bytes.NewReader(raw), maxAnswer)
	if err != nil {
		return Reply{}, broken(err)
	}
	switch {
	case a.Status == http.StatusUnauthorized || a.Status == http.StatusForbidden:
		return Reply{}, &connector.Broken{Key: connector.FaultLogin}
	case a.Status == http.StatusRequestTimeout || a.Status == http.StatusTooManyRequests || a.Status >= 500:
		return Reply{}, fmt.Errorf("webhook: status %d", a.Status)
	case a.Status >= 300 && a.Status < 400, a.Status == http.StatusNotFound, a.Status == http.StatusMethodNotAllowed, a.Status == http.StatusGone:
		return Reply{}, &connector.Broken{Key: connector.FaultAddress}
	}
	var r Reply
	if err := json.Unmarshal(a.Body, &r); err != nil {
		if len(bytes.TrimSpace(a.Body)) > 0 && a.Status < 300 {
			return Reply{}, &connector.Broken{Key: connector.FaultAnswer, Cause: err}
		}
		r = Reply{}
	}
	switch {
	case a.Status >= 400:
		r.State = "failed"
	case r.State == "" && a.Status == http.StatusAccepted:
		r.State = "working"
	case r.State == "":
		r.State = "done"
	}
	return r, nil
}

// broken tells what will not mend itself from what may.
func broken(err error) error {
	text := err.Error()
	switch {
	case errors.Is(err, outward.ErrRefused):
		return &connector.Broken{Key: connector.FaultAddress, Cause: err}
	case strings.Contains(text, "tls: ") || strings.Contains(text, "x509: "):
		return &connector.Broken{Key: connector.FaultTLS, Cause: err}
	}
	return err
}
