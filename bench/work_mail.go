package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"mime/quotedprintable"
	"net/smtp"
	"strings"
	"time"

	crand "crypto/rand"
)

func mailWork() work {
	return work{name: "mail", note: "one mail by SMTP from somebody known, until 250: text and HTML, each a new case", leaves: true, once: func(_ context.Context, b *bench, c *client, rng *rand.Rand) error {
		p, t := pick(rng, b.town.People), &topics[rng.IntN(len(topics))]
		raw, err := mailOf(rng, t, &p)
		if err != nil {
			return err
		}
		return c.mail(b.server.smtp, p.Mail, raw)
	}}
}

// mail hands one mail over, over a connection that is kept as mail servers keep theirs.
func (c *client) mail(address, from string, raw []byte) error {
	if c.smtp == nil {
		conn, err := smtp.Dial(address)
		if err != nil {
			return err
		}
		c.smtp = conn
	}
	if err := c.smtp.Mail(from); err != nil {
		return err
	}
	if err := c.smtp.Rcpt(mailbox); err != nil {
		return err
	}
	w, err := c.smtp.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(raw); err != nil {
		return err
	}
	return w.Close()
}

// hangUp ends the connection: the server lets none live longer than ten minutes.
func (c *client) hangUp() {
	if c.smtp != nil {
		_ = c.smtp.Quit() // It has had nothing to say that was not answered.
		c.smtp = nil
	}
}

// mailOf writes a mail as the usual programs do.
func mailOf(rng *rand.Rand, t *topic, p *caller) ([]byte, error) {
	name, story := p.Given+" "+p.Family, storyOf(rng, t, p.Given+" "+p.Family)
	var b strings.Builder
	edge := crand.Text()
	fmt.Fprintf(&b, "From: =?utf-8?q?%s?= <%s>\r\nTo: Storstads servicedesk <%s>\r\n", encoded(name), p.Mail, mailbox)
	fmt.Fprintf(&b, "Subject: =?utf-8?q?%s?=\r\nDate: %s\r\nMessage-ID: <%s@mail.%s>\r\n", encoded(titleOf(rng, t)), time.Now().Format(time.RFC1123Z), crand.Text(), domain)
	fmt.Fprintf(&b, "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"%s\"\r\n\r\n", edge)
	part := func(kind, text string) error {
		fmt.Fprintf(&b, "--%s\r\nContent-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", edge, kind)
		w := quotedprintable.NewWriter(&b)
		if _, err := w.Write([]byte(text)); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		b.WriteString("\r\n")
		return nil
	}
	if err := part("text/plain", story); err != nil {
		return nil, err
	}
	html := "<html><body><div style=\"font-family:Calibri\"><p>" + strings.ReplaceAll(story, "\n\n", "</p><p>") + "</p></div></body></html>"
	if err := part("text/html", html); err != nil {
		return nil, err
	}
	fmt.Fprintf(&b, "--%s--\r\n", edge)
	return []byte(b.String()), nil
}

// encoded writes a header's words so that they survive.
func encoded(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case c == ' ':
			b.WriteByte('_')
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9':
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "=%02X", c)
		}
	}
	return b.String()
}
