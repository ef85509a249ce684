package approvals_test

import (
	"strings"
	"testing"
	"time"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/order"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/req"
)

func TestAn_order_with_two_steps_starts_after_both(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "CA-09")
		o := w.order(t, "per", w.refA, w.laptop)
		if got := w.states(t, o); got != "approval" {
			t.Fatalf("ordered it is %q", got)
		}
		w.As(t, "sten").Get("/approvals").MustSee("Inget väntar på dig")
		w.As(t, "gun").Get("/approvals").MustSee(o.ID.String(), "Bärbar dator", "9 000 kr", "Per Holm")
		w.approve(t, "gun", o).MustSee("Du har godkänt en rad", "Det väntar nu på nästa godkännare")
		if got := w.states(t, o); got != "approval" {
			t.Fatalf("after the first yes it is %q", got)
		}
		page := w.As(t, "sten").Get(w.path(t, o)).MustBe(200)
		page.MustSee("Per Holm", "9 000 kr", "7001010 Låg- och mellanstadiet", "Datorer", "Gun Berg", "godkände en rad")
		yes(page)
		if got := w.states(t, o); got != "ordered" {
			t.Errorf("after both it is %q", got)
		}
	})
}

func TestAn_approver_meets_what_lies_within_the_right_and_nothing_else(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "CA-10", "RO-09")
		a, b := w.order(t, "per", w.refA, w.screen), w.order(t, "per", w.refB, w.access)
		w.As(t, "gun").Get("/approvals").MustSee(a.ID.String()).MustNotSee(b.ID.String())
		w.As(t, "karin").Get("/approvals").MustSee(b.ID.String(), "Behörighet till journalen").MustNotSee(a.ID.String())
		w.As(t, "sten").Get("/approvals").MustNotSee(a.ID.String(), b.ID.String())
		karin := w.As(t, "karin")
		karin.Get(w.path(t, a)).MustBe(404)
		karin.Get("/approvals/999999").MustBe(404)
		karin.Get("/approvals/x").MustBe(404)
		karin.Post(w.path(t, a), values("verdict", "yes", "version", "1.00")).MustBe(404)
		for _, name := range []string{"anna", "bo", "per"} {
			w.As(t, name).Get("/approvals").MustBe(403)
			w.As(t, name).Get(w.path(t, a)).MustBe(403)
			w.As(t, name).Get("/").MustNotSee("Att godkänna")
		}
		w.approve(t, "karin", b)
		if w.states(t, a) != "approval" || w.states(t, b) != "ordered" {
			t.Errorf("%q and %q", w.states(t, a), w.states(t, b))
		}
	})
}

func TestA_no_with_a_comment_from_the_mails_link_ends_the_order_and_tells_the_orderer(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		req.Proves(t, "CA-11")
		o := w.order(t, "per", w.refA, w.screen)
		w.pass(t, time.Minute)
		_, body := w.mail(t, "gun", "Att godkänna: "+o.ID.String())
		link := body[strings.Index(body, "/approvals/"):]
		link, _, _ = strings.Cut(link, "\n")
		anybody := w.Pages(t).Anonymous()
		if p := anybody.Get(link); !strings.Contains(p.Path, "/login") || strings.Contains(p.Text(), "Bildskärm") {
			t.Fatalf("the link shows %s without a login", p.Path)
		}
		page := w.As(t, "gun").Get(strings.TrimSpace(link)).MustBe(200).MustSee("Bildskärm", "100 kr")
		page.MustNotSee("Det här har hänt")
		page = form(page).Submit("Avslå").MustBe(422).MustSee("Skriv varför du avslår")
		form(page).Fill("Varför avslår du?", "Vi har skärmar i förrådet.").Submit("Avslå").MustBe(200).MustSee("Du har avslagit en rad")
		if got := w.states(t, o); got != "rejected" {
			t.Errorf("refused it is %q", got)
		}
		w.pass(t, time.Minute)
		if _, body := w.mail(t, "per", "Avslaget: "+o.ID.String()); !strings.Contains(body, "Vi har skärmar i förrådet.") {
			t.Errorf("the orderer reads:\n%s", body)
		}
		late := w.order(t, "per", w.refA, w.screen)
		w.pass(t, 8*24*time.Hour)
		w.mail(t, "gun", "Påminnelse: "+late.ID.String())
		w.pass(t, 8*24*time.Hour)
		w.mail(t, "cecilia", "Ingen har svarat: "+late.ID.String())
		w.mail(t, "per", "Dröjer: "+late.ID.String())
		w.As(t, "cecilia").Get("/approvals").MustSee(late.ID.String())
	})
}

func TestThe_approver_follows_what_becomes_of_it(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		o := w.order(t, "per", w.refA, w.screen)
		page := w.approve(t, "gun", o)
		page.MustSee("Godkänt")
		w.As(t, "gun").Get("/approvals?show=past").MustSee(o.ID.String(), "Godkänt")
		w.As(t, "karin").Get("/approvals?show=past").MustSee("Du har inte beslutat om något än")
	})
}

func TestOne_person_has_different_roles_in_different_orders(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "RO-02")
		w.grant(t, "vera", "approver", authz.Reference, int64(w.refA.ID), authz.Limit{Reach: authz.Service, Of: int64(w.computers)})
		screen, account := w.order(t, "per", w.refA, w.screen), w.order(t, "per", w.refA, w.access)
		other := w.order(t, "per", w.refB, w.screen)
		vera := w.As(t, "vera")
		vera.Get("/approvals").MustSee(screen.ID.String()).MustNotSee(account.ID.String(), other.ID.String())
		vera.Get(w.path(t, account)).MustBe(404)
		vera.Get(w.path(t, other)).MustBe(404)
		yes(vera.Get(w.path(t, screen)))
		if w.states(t, screen) != "ordered" || w.states(t, account) != "approval" {
			t.Errorf("%q and %q", w.states(t, screen), w.states(t, account))
		}
	})
}

func TestNobody_approves_an_own_order_and_the_next_approver_gets_it(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req.Proves(t, "RO-24")
		w.grant(t, "per", "approver", authz.Reference, int64(w.refA.ID))
		o := w.order(t, "per", w.refA, w.screen)
		per := w.As(t, "per")
		per.Get("/approvals").MustNotSee(o.ID.String())
		page := per.Get(w.path(t, o)).MustBe(200).MustSee("Du har själv beställt det här")
		if page.HasForm("Besluta om " + page.Heading()) {
			t.Error("a form to approve an own order")
		}
		for _, seen := range []string{w.seen(t, "gun", o), w.seen(t, "per", o)} {
			per.Post(w.path(t, o), values("verdict", "yes", "version", seen)).MustBe(403)
		}
		if got := w.states(t, o); got != "approval" {
			t.Fatalf("approved by whoever ordered: %q", got)
		}
		w.As(t, "gun").Get("/approvals").MustSee(o.ID.String())
		w.approve(t, "gun", o)
		if got := w.states(t, o); got != "ordered" {
			t.Errorf("the next approver's yes leaves it %q", got)
		}
	})
}

// TestAbuse_20 is the approver who tries to approve their own: directly, as a substitute, with an old page.
func TestAbuse_20_own_order_substitute_old_link(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.grant(t, "per", "approver", authz.Reference, int64(w.refA.ID))
		// Gun is away and Per stands in for her; Vera stands in for Per.
		w.away(t, "gun", "per")
		w.away(t, "per", "vera")
		o := w.order(t, "per", w.refA, w.screen)
		seen := w.seen(t, "gun", o)
		for _, name := range []string{"per", "vera"} {
			who := w.As(t, name)
			who.Get("/approvals").MustNotSee(o.ID.String())
			who.Post(w.path(t, o), values("verdict", "yes", "version", seen)).MustBe(403)
			who.Post("/approvals", values("verdict", "yes", "pick", strings.TrimPrefix(w.path(t, o), "/approvals/")+":"+seen)).MustSee("hade ändrats")
		}
		if got := w.states(t, o); got != "approval" {
			t.Fatalf("it is %q", got)
		}
		// An old page approves nothing that was changed.
		old := w.As(t, "gun").Get(w.path(t, o)).MustBe(200)
		lines := must(order.LinesIn(t.Context(), w.App.DB, o.ID))(t)
		must(w.App.Order.ChangeLine(t.Context(), w.Actor(t, "per"), o.ID, lines[0].ID, order.ChangeInput{Reference: w.refA.ID, Quantity: 10}))(t)
		page := form(old).Submit("Godkänn").MustBe(409)
		page.MustSee("Det här har hänt sedan du såg det", "1 000 kr")
		if got := w.states(t, o); strings.Contains(got, "ordered") {
			t.Fatalf("an old page approved it: %q", got)
		}
		yes(page)
		if got := w.states(t, o); !strings.Contains(got, "ordered") {
			t.Errorf("shown anew it is %q", got)
		}
	})
}

func TestAn_approvers_august_with_a_substitute(t *testing.T) {
	mailing(t, func(t *testing.T, w *world) {
		req.Proves(t, "RO-25")
		o := w.order(t, "per", w.refA, w.screen)
		from := w.Clock.Now().Add(24 * time.Hour)
		must(w.App.Access.Substitute(t.Context(), w.Actor(t, "gun"), access.SubstituteInput{
			Person: w.Person(t, "gun"), Substitute: w.Person(t, "vera"), From: from, To: from.Add(7 * 24 * time.Hour),
		}))(t)
		w.As(t, "vera").Get("/approvals").MustBe(403)
		w.pass(t, 25*time.Hour)
		w.mail(t, "vera", "Du är vikarie för Gun Berg: ett godkännande väntar")
		vera := w.As(t, "vera")
		vera.Get("/approvals").MustSee(o.ID.String(), "Som vikarie för Gun Berg")
		page := vera.Get(w.path(t, o)).MustSee("Som vikarie för Gun Berg")
		yes(page)
		w.As(t, "gun").Get(w.path(t, o)).MustSee("Vera Lund för Gun Berg", "godkände en rad")
		next := w.order(t, "per", w.refA, w.screen)
		vera.Get("/approvals").MustSee(next.ID.String())
		w.pass(t, 7*24*time.Hour)
		w.mail(t, "gun", "Ditt vikariat är slut: ett godkännande väntar på dig")
		vera = w.As(t, "vera")
		vera.Get("/approvals").MustBe(403)
		vera.Get(w.path(t, next)).MustBe(403)
		w.approve(t, "gun", next)
	})
}

func TestOf_two_pages_the_first_decides_and_the_second_is_told(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.grant(t, "vera", "approver", authz.Reference, int64(w.refA.ID))
		o := w.order(t, "per", w.refA, w.screen, w.access)
		first, second := w.As(t, "gun").Get(w.path(t, o)), w.As(t, "vera").Get(w.path(t, o))
		form(first).Uncheck("Bildskärm · Anna Åkesson, Lindskolan").Submit("Godkänn markerade").MustBe(200)
		if got := w.states(t, o); got != "approval ordered" {
			t.Fatalf("in part it is %q", got)
		}
		page := form(second).Submit("Godkänn markerade").MustBe(409)
		page.MustSee("Gun Berg godkände en rad", "Bildskärm")
		if got := w.states(t, o); got != "approval ordered" {
			t.Errorf("the second page decided: %q", got)
		}
	})
}

func TestSeveral_are_decided_from_the_list(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		a, b, c := w.order(t, "per", w.refA, w.screen), w.order(t, "per", w.refA, w.access), w.order(t, "per", w.refA, w.screen)
		list := w.As(t, "gun").Get("/approvals").MustBe(200)
		f := list.Form("Besluta om flera")
		f.Submit("Godkänn markerade").MustBe(422).MustSee("Markera minst en beställning")
		f.Check("Markera " + title(a)).Check("Markera " + title(b))
		w.approve(t, "gun", b)
		f.Submit("Godkänn markerade").MustBe(200).MustSee("En beställning är godkänd", "En beställning hade ändrats eller redan beslutats", c.ID.String())
		if w.states(t, a) != "ordered" || w.states(t, c) != "approval" {
			t.Errorf("%q and %q", w.states(t, a), w.states(t, c))
		}
		f = w.As(t, "gun").Get("/approvals").Form("Besluta om flera").Check("Markera " + title(c))
		f = f.Submit("Avslå markerade").MustBe(422).MustSee("Skriv varför").Form("Besluta om flera")
		f.Fill("Varför avslår du?", "För dyrt.").Submit("Avslå markerade").MustSee("En beställning är avslagen")
		if got := w.states(t, c); got != "rejected" {
			t.Errorf("%q", got)
		}
	})
}
