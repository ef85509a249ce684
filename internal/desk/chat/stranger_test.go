package chat_test

import (
	"strings"
	"testing"

	"lotsen/internal/desk/chat"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
)

func TestStrangers_meet_no_chat(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.taken(t, "Lön")
		file := ok[ticket.Attachment](t)(w.Ticket.Upload(ctx, w.Anna, ticket.File{Name: "lön.txt", Content: strings.NewReader("x")}))
		_, err := w.Chat.Say(ctx, w.Bo, c.ID, chat.SayInput{Text: "Hm", Files: []ticket.AttachmentID{file.ID}})
		must(t, err, errs.NotFound)
		m := ok[chat.Message](t)(w.Chat.Say(ctx, w.Anna, c.ID, chat.SayInput{Text: "Se filen", Files: []ticket.AttachmentID{file.ID}}))
		for name, who := range map[string]authz.Actor{"another user": w.Bo, "an agent elsewhere": w.Stranger, "nobody": {}} {
			_, err := w.Chat.Load(ctx, who, c.ID)
			must(t, err, errs.NotFound)
			_, _, err = w.Chat.File(ctx, who, c.ID, m.Files[0].ID)
			must(t, err, errs.NotFound)
			_, err = w.Chat.Take(ctx, who, c.ID)
			must(t, err, errs.NotFound)
			_, err = w.Chat.End(ctx, who, c.ID, chat.EndInput{})
			must(t, err, errs.NotFound)
			_, err = w.Chat.Move(ctx, who, c.ID, chat.MoveInput{Group: w.First.ID})
			must(t, err, errs.NotFound)
			must(t, w.Chat.Typing(ctx, who, c.ID, "x"), errs.NotFound)
			must(t, w.Chat.WishRealTime(ctx, who, c.ID, true), errs.NotFound)
			if rows := ok[[]chat.Row](t)(w.Chat.Going(ctx, who, w.Desk.ID)); len(rows) != 0 {
				t.Errorf("%s lists %+v", name, rows)
			}
		}
		// A file of one chat is not had through another.
		other := w.open(t, w.Bo, "Mitt")
		_, _, err = w.Chat.File(ctx, w.Bo, other.ID, m.Files[0].ID)
		must(t, err, errs.NotFound)
		// What the desk wrote to itself is nobody's who asked.
		note := ok[chat.Message](t)(w.Chat.Say(ctx, w.Eva, c.ID, chat.SayInput{Text: "Hemligt", Internal: true}))
		if strings.Contains(w.texts(t, w.Anna, c.ID), "Hemligt") || note.Side != chat.Note {
			t.Error("the user reads the desk's note")
		}
		_, err = w.Chat.Say(ctx, w.Anna, c.ID, chat.SayInput{Text: "x", Internal: true})
		must(t, err, errs.Forbidden)
		// A right that was withdrawn counts at once.
		eva := w.Eva
		eva.Grants = nil
		_, err = w.Chat.Say(ctx, eva, c.ID, chat.SayInput{Text: "Jag får inte"})
		must(t, err, errs.NotFound)
	})
}

func TestChats_with_protected_persons_show_to_few(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		c := w.open(t, w.Anna, "Min adress")
		ok[directory.Person](t)(w.Directory.Protect(ctx, authz.System("test"), directory.PersonID(w.Anna.Person)))
		if rows := ok[[]chat.Row](t)(w.Chat.Waiting(ctx, w.Eva, w.Desk.ID)); len(rows) != 0 {
			t.Errorf("without the permission: %+v", rows)
		}
		_, found, err := w.Chat.TakeNext(ctx, w.Eva, w.Desk.ID)
		if found || err != nil {
			t.Errorf("took it: %v, %v", found, err)
		}
		_, err = w.Chat.Load(ctx, w.Eva, c.ID)
		must(t, err, errs.NotFound)
		if rows := ok[[]chat.Row](t)(w.Chat.Waiting(ctx, w.Lea, w.Desk.ID)); len(rows) != 1 {
			t.Errorf("with the permission: %+v", rows)
		}
		c = ok[chat.Chat](t)(w.Chat.Take(ctx, w.Lea, c.ID))
		_, err = w.Chat.Move(ctx, w.Lea, c.ID, chat.MoveInput{Agent: directory.PersonID(w.Eva.Person)})
		must(t, err, errs.Invalid)
		c = ok[chat.Chat](t)(w.Chat.End(ctx, w.Lea, c.ID, chat.EndInput{}))
		if tk := ok[ticket.Ticket](t)(w.Ticket.Load(ctx, w.Lea, c.Ticket)); !tk.Sealed {
			t.Error("its case is not sealed")
		}
	})
}
