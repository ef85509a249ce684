package demo

import (
	"time"

	"lotsen/internal/desk/chat"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
)

// chats are three talks as the day ends: one that is answered, two that wait, and one that was yesterday's and is a case.
func (c *customer) chats(p *plan, end time.Time) {
	people := c.users[len(c.users)/2:]
	c.talk(p, people[0], end.AddDate(0, 0, -1), true,
		"Jag kommer inte in i tidrapporten", "Hej! Vilket meddelande får du när du loggar in?", "Det står att kontot är låst", "Det var för många försök. Jag har låst upp det, prova igen.", "Nu fungerar det, tack!")
	c.talk(p, people[1], end.Add(-9*time.Minute), false,
		"Kan inte skriva ut från plattan", "Hej! Ser du skrivaren i listan när du väljer Skriv ut?", "Nej, listan är tom")
	c.talk(p, people[2], end.Add(-4*time.Minute), false, "Behöver hjälp att dela en mapp med en vikarie")
	c.talk(p, people[3], end.Add(-2*time.Minute), false, "Kameran är svart i videomöten")
}

// talk plays a chat: the words are the user's and the agent's in turn; one word alone waits for its answer.
func (c *customer) talk(p *plan, user authz.Actor, at time.Time, over bool, words ...string) {
	var id chat.ID
	agent := c.agents[0]
	p.add(at, func() error {
		started, err := c.app.Chat.Open(c.ctx, user, chat.OpenInput{Desk: c.desk.ID, Text: words[0]})
		id = started.ID
		return err
	})
	if len(words) == 1 {
		return
	}
	p.add(at.Add(40*time.Second), func() error {
		_, err := c.app.Chat.Take(c.ctx, agent, id)
		return err
	})
	for i, text := range words[1:] {
		by := []authz.Actor{agent, user}[i%2]
		p.add(at.Add(time.Duration(60+50*i)*time.Second), func() error {
			_, err := c.app.Chat.Say(c.ctx, by, id, chat.SayInput{Text: text})
			return err
		})
	}
	if over {
		p.add(at.Add(time.Duration(90+50*len(words))*time.Second), func() error {
			_, err := c.app.Chat.End(c.ctx, agent, id, chat.EndInput{Kind: ticket.Question, Category: c.categories["Inloggning och lösenord"], Solution: "Kontot var låst efter för många försök. Det är upplåst."})
			return err
		})
	}
}
