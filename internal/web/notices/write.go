package notices

import (
	"encoding/json"
	"encoding/xml"
	"strconv"
	"time"

	"lotsen/internal/desk/notice"
	"lotsen/internal/web"
)

// item is a notice as JSON Feed 1.1 has it; what is ours has an underscore.
type item struct {
	ID        string     `json:"id"`
	URL       string     `json:"url"`
	Title     string     `json:"title"`
	Text      string     `json:"content_text"`
	Language  string     `json:"language"`
	Published time.Time  `json:"date_published"`
	Modified  time.Time  `json:"date_modified"`
	Lotsen    itemExtras `json:"_lotsen"`
}

type itemExtras struct {
	Kind     string     `json:"kind"`
	Spoken   string     `json:"spoken"`
	StartsAt time.Time  `json:"starts_at"`
	EndsAt   *time.Time `json:"ends_at,omitempty"`
}

type jsonFeed struct {
	Version string `json:"version"`
	Title   string `json:"title"`
	Home    string `json:"home_page_url"`
	Self    string `json:"feed_url"`
	Items   []item `json:"items"`
}

func writeJSON(c *web.Ctx, f feed) error {
	out := jsonFeed{Version: "https://jsonfeed.org/version/1.1", Title: f.title, Home: f.base + "/", Self: f.self, Items: []item{}}
	for i := range f.list {
		n := &f.list[i]
		x := item{
			ID: name(f, n), URL: f.base + "/", Title: n.Title(f.lang), Text: n.Text(f.lang), Language: string(n.Lang(f.lang)), Published: n.StartsAt, Modified: n.UpdatedAt,
			Lotsen: itemExtras{Kind: string(n.Kind), Spoken: n.Spoken(f.lang), StartsAt: n.StartsAt},
		}
		if !n.EndsAt.IsZero() {
			x.Lotsen.EndsAt = &n.EndsAt
		}
		out.Items = append(out.Items, x)
	}
	head(c, "application/feed+json; charset=utf-8")
	return json.NewEncoder(c.Writer()).Encode(out)
}

// name is a notice's own name for ever, whatever its words become.
func name(f feed, n *notice.Notice) string {
	return f.base + "/notices/" + strconv.FormatInt(int64(n.ID), 10)
}

type atomFeed struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Title   string   `xml:"title"`
	ID      string   `xml:"id"`
	Updated string   `xml:"updated"`
	Author  string   `xml:"author>name"`
	Link    atomLink `xml:"link"`
	Entries []entry  `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type entry struct {
	Lang      string `xml:"xml:lang,attr"`
	Title     string `xml:"title"`
	ID        string `xml:"id"`
	Updated   string `xml:"updated"`
	Published string `xml:"published"`
	Content   string `xml:"content"`
}

func writeAtom(c *web.Ctx, f feed) error {
	out := atomFeed{Title: f.title, ID: f.self, Author: f.title, Link: atomLink{Rel: "self", Href: f.self}}
	newest := time.Unix(0, 0).UTC()
	for i := range f.list {
		n := &f.list[i]
		if n.UpdatedAt.After(newest) {
			newest = n.UpdatedAt
		}
		out.Entries = append(out.Entries, entry{
			Lang: string(n.Lang(f.lang)), Title: n.Title(f.lang), ID: name(f, n), Updated: n.UpdatedAt.Format(time.RFC3339), Published: n.StartsAt.Format(time.RFC3339), Content: n.Text(f.lang),
		})
	}
	out.Updated = newest.Format(time.RFC3339)
	raw, err := xml.MarshalIndent(out, "", " ")
	if err != nil {
		return err
	}
	head(c, "application/atom+xml; charset=utf-8")
	_, _ = c.Writer().Write(append([]byte(xml.Header), raw...)) // A reader that went away is nobody's fault.
	return nil
}

// chat is what a chat greets with: the first is the newest. Chat itself is another's; the words are here for it.
func (p *feeds) chat(c *web.Ctx) error {
	list, err := p.running(c, notice.Chat)
	if err != nil {
		return err
	}
	out := struct {
		Greetings []string `json:"greetings"`
	}{[]string{}}
	for i := range list {
		out.Greetings = append(out.Greetings, list[i].Greeting(lang(c)))
	}
	head(c, "application/json; charset=utf-8")
	return json.NewEncoder(c.Writer()).Encode(out)
}
