package teams

import (
	"context"
	"encoding/json"
	"html"
	"slices"
	"strings"

	"lotsen/internal/desk/bridge"
)

// activity is what the connector posts, as far as we look.
type activity struct {
	Type      string  `json:"type"`
	ID        string  `json:"id"`
	Channel   string  `json:"channelId"`
	Service   string  `json:"serviceUrl"`
	Locale    string  `json:"locale"`
	Text      string  `json:"text"`
	Format    string  `json:"textFormat"`
	From      account `json:"from"`
	Recipient account `json:"recipient"`
	Talk      struct {
		ID     string `json:"id"`
		Type   string `json:"conversationType"`
		Group  bool   `json:"isGroup"`
		Tenant string `json:"tenantId"`
	} `json:"conversation"`
	Data struct {
		Tenant struct {
			ID string `json:"id"`
		} `json:"tenant"`
	} `json:"channelData"`
	Attachments []struct {
		Type string `json:"contentType"`
		Name string `json:"name"`
	} `json:"attachments"`
	Entities []struct {
		Type string `json:"type"`
		Text string `json:"text"`
	} `json:"entities"`
}

type account struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Directory string `json:"aadObjectId"`
	Role      string `json:"role"`
}

// maxName bounds names and ids of the other system, in bytes.
const maxName = 500

// Hear implements bridge.Adapter.
func (a *Adapter) Hear(ctx context.Context, b *bridge.Bridge, authorization string, body []byte) (bridge.Heard, error) {
	var h bridge.Heard
	text, ok := strings.CutPrefix(authorization, "Bearer ")
	if !ok {
		return h, no("the call has no token")
	}
	t, err := parse(text)
	if err != nil {
		return h, no(err.Error())
	}
	var x activity
	if err := json.Unmarshal(body, &x); err != nil {
		return h, no("the call is no activity")
	}
	now := a.o.Clock.Now()
	// What costs nothing is checked first, so that a stranger's token makes nobody fetch keys.
	if err := t.claims.check(b.App, x.Service, now); err != nil {
		return h, no(err.Error())
	}
	key, found, err := a.keys.find(ctx, t.kid, now)
	if err != nil {
		return h, err
	}
	if !found {
		return h, no("a key that the connector does not publish")
	}
	if err := t.verify(key.key); err != nil {
		return h, no(err.Error())
	}
	if x.Channel != channel || !slices.Contains(key.channels, x.Channel) {
		return h, no("the key does not vouch for this channel")
	}
	if !a.answerable(x.Service) {
		return h, no("a service address that may not be called")
	}
	if tenant := x.tenant(); tenant == "" || !strings.EqualFold(tenant, b.Tenant) {
		return h, no("another tenant")
	}
	if x.Type != "message" {
		return h, nil
	}
	if x.ID == "" || x.Talk.ID == "" || x.From.ID == "" || len(x.ID)+len(x.Talk.ID)+len(x.From.ID) > maxName || len(x.From.Directory) > 100 {
		return h, no("an activity without its names")
	}
	return x.heard(), nil
}

func no(why string) error { return &bridge.NotGenuine{Why: why} }

// tenant is the organisation in which it was written, "" when the activity's two places for it disagree.
func (x *activity) tenant() string {
	a, b := x.Data.Tenant.ID, x.Talk.Tenant
	if a == "" || b == "" || strings.EqualFold(a, b) {
		return a + strings.Repeat(b, btoi(a == ""))
	}
	return ""
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (x *activity) heard() bridge.Heard {
	h := bridge.Heard{
		ID: x.ID, Talk: x.Talk.ID, Service: strings.TrimSuffix(x.Service, "/"), Writer: x.From.ID, Directory: x.From.Directory, Name: clip(x.From.Name),
		Us: x.Recipient.ID, Private: x.Talk.Type == "personal" && !x.Talk.Group, Spoken: x.From.Role != "bot", Text: x.words(),
		English: strings.HasPrefix(strings.ToLower(x.Locale), "en"),
	}
	for _, f := range x.Attachments {
		// The words come once more as HTML; that is no file.
		if f.Type != "text/html" && len(h.Files) < 20 {
			h.Files = append(h.Files, clip(fileName(f.Name)))
		}
	}
	return h
}

func fileName(name string) string {
	if strings.TrimSpace(name) == "" {
		return "–"
	}
	return name
}

// words is what was written, without the mention of us.
func (x *activity) words() string {
	text := x.Text
	for _, e := range x.Entities {
		if e.Type == "mention" && strings.HasPrefix(e.Text, "<at>") && strings.Contains(e.Text, "</at>") {
			text = strings.ReplaceAll(text, e.Text, "")
		}
	}
	if x.Format == "xml" {
		text = html.UnescapeString(text)
	}
	return strings.TrimSpace(text)
}

func clip(s string) string {
	if len(s) > maxName {
		return strings.ToValidUTF8(s[:maxName], "")
	}
	return s
}
