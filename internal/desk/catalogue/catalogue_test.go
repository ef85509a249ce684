package catalogue_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/catalogue/cataloguetest"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/ticket/tickettest"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/testkit/dbtest"
)

// world is an organisation with a catalogue, kept by Lea and read by everybody.
type world struct {
	*tickettest.World
	Catalogue *catalogue.Service
	Told      []catalogue.Due
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, env *dbtest.Env) {
		w := &world{World: tickettest.New(t, env)}
		w.Catalogue = catalogue.New(catalogue.Deps{
			DB: w.DB, Events: w.Events,
			Remind: func(_ ctx, _ *sqldb.Tx, due catalogue.Due) error {
				w.Told = append(w.Told, due)
				return nil
			},
			Devices: func(_ ctx, _ authz.Actor, _ directory.PersonID) ([]catalogue.Option, error) {
				return []catalogue.Option{{ID: 7, Text: "PC-7"}}, nil
			},
		})
		for _, a := range []*authz.Actor{&w.Anna, &w.Bo, &w.Lea, &w.Stranger} {
			a.Grants = append(a.Grants, grant(catalogue.MayRead, authz.Own, 0), grant(catalogue.MaySee, authz.Own, 0), grant(catalogue.MayAsk, authz.Own, 0))
		}
		w.Lea.Grants = append(w.Lea.Grants, grant(catalogue.MayWrite, authz.Organisation, int64(w.Org.ID)))
		fn(t, w)
	})
}

func grant(v authz.Verb, r authz.Reach, of int64) authz.Grant {
	return authz.Grant{Verb: v, Reach: r, Of: of}
}

func ok[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (w *world) publish(t *testing.T, key, name string, change func(*catalogue.Config)) catalogue.Item {
	t.Helper()
	return cataloguetest.Publish(t, w.Catalogue, w.Org.ID, key, name, change)
}

func (w *world) seen(t *testing.T, by authz.Actor, in catalogue.ListInput) []string {
	t.Helper()
	p := ok[catalogue.Page](t)(w.Catalogue.List(t.Context(), by, in))
	var out []string
	for i := range p.Items {
		out = append(out, p.Items[i].Key)
	}
	return out
}

// move puts somebody at a unit and a site.
func (w *world) move(t *testing.T, who authz.Actor, unit directory.UnitID, site directory.SiteID) {
	t.Helper()
	w.Write(t, func(ctx ctx, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, sqldb.Q("test.move", `update person set unit_id = $1, site_id = $2 where id = $3`), sqldb.ID(unit), sqldb.ID(site), who.Person)
		return err
	})
}

func TestAn_offer_says_in_each_version_what_it_said(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first := w.publish(t, "headset", "Headset", nil)
		c := first.Config
		c.NameSv, c.Prices = "Headset med sladd", []catalogue.Price{{Kind: catalogue.Purchase, Ore: 250_00, Per: catalogue.Once}}
		saved := ok[catalogue.Item](t)(w.Catalogue.Save(t.Context(), w.Lea, catalogue.SaveInput{ID: first.ID, Lock: first.Lock, Key: "headset", Config: c}))
		if got := ok[catalogue.Item](t)(w.Catalogue.Get(t.Context(), w.Anna, "headset")); got.NameSv != "Headset" || got.Version != 1 {
			t.Errorf("a draft is offered: %q, version %d", got.NameSv, got.Version)
		}
		ok[catalogue.Item](t)(w.Catalogue.Publish(t.Context(), w.Lea, first.ID, saved.Lock, "Ny modell"))
		if got := ok[catalogue.Item](t)(w.Catalogue.Get(t.Context(), w.Anna, "headset")); got.NameSv != "Headset med sladd" || got.Version != 2 {
			t.Errorf("published: %q, version %d", got.NameSv, got.Version)
		}
		old := ok[catalogue.Item](t)(catalogue.ItemAt(t.Context(), w.DB, first.ID, 1))
		if old.NameSv != "Headset" || old.PricesAt(w.Clock.Now())[0].Ore != 100_00 {
			t.Errorf("version 1 reads %q for %v", old.NameSv, old.Prices)
		}
		both := ok[map[catalogue.Ref]catalogue.Item](t)(catalogue.ItemsAt(t.Context(), w.DB, []catalogue.Ref{{Item: first.ID, Version: 1}, {Item: first.ID, Version: 2}}))
		if len(both) != 2 || both[catalogue.Ref{Item: first.ID, Version: 2}].NameSv != "Headset med sladd" {
			t.Errorf("both versions: %v", both)
		}
		if h := ok[[]catalogue.Version](t)(w.Catalogue.History(t.Context(), w.Lea, first.ID)); len(h) != 2 || h[0].Note != "Ny modell" || h[1].Config.NameSv != "Headset" {
			t.Errorf("history: %+v", h)
		}
	})
}

func TestNobody_saves_over_what_somebody_else_has_saved(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		i := w.publish(t, "headset", "Headset", nil)
		in := catalogue.SaveInput{ID: i.ID, Lock: i.Lock, Key: "headset", Config: i.Config}
		ok[catalogue.Item](t)(w.Catalogue.Save(t.Context(), w.Lea, in))
		if _, err := w.Catalogue.Save(t.Context(), w.Lea, in); !errs.Is(err, errs.Conflict) {
			t.Errorf("the second of two: %v", err)
		}
		if _, err := w.Catalogue.Publish(t.Context(), w.Lea, i.ID, i.Lock, ""); !errs.Is(err, errs.Conflict) {
			t.Errorf("publishing what one has not seen: %v", err)
		}
	})
}

func TestA_retired_offer_is_ordered_by_nobody_and_read_by_old_orders(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		i := w.publish(t, "modem", "Modem", nil)
		ok[catalogue.Item](t)(w.Catalogue.Retire(t.Context(), w.Lea, i.ID, i.Lock))
		if _, err := w.Catalogue.Get(t.Context(), w.Anna, "modem"); !errs.Is(err, errs.NotFound) {
			t.Errorf("it still opens: %v", err)
		}
		if got := ok[map[catalogue.ID]catalogue.Item](t)(catalogue.OfferedIn(t.Context(), w.DB, w.Anna, 0, i.ID)); len(got) != 0 {
			t.Errorf("it can be ordered: %v", got)
		}
		if old := ok[catalogue.Item](t)(catalogue.ItemAt(t.Context(), w.DB, i.ID, 1)); old.NameSv != "Modem" || old.Orderable() {
			t.Errorf("old orders read %+v", old)
		}
		if _, err := w.Catalogue.Save(t.Context(), w.Lea, catalogue.SaveInput{ID: i.ID, Key: "modem", Config: i.Config}); !errs.Is(err, errs.Conflict) {
			t.Errorf("a retired one is changed: %v", err)
		}
		ok[catalogue.Item](t)(w.Catalogue.Revive(t.Context(), w.Lea, i.ID, 0))
		ok[catalogue.Item](t)(w.Catalogue.Get(t.Context(), w.Anna, "modem"))
	})
}

func TestA_price_holds_until_the_next_one_of_its_kind(t *testing.T) {
	t.Parallel()
	day := func(d int) time.Time { return time.Date(2026, 3, d, 0, 0, 0, 0, time.UTC) }
	c := catalogue.Config{Prices: []catalogue.Price{
		{Kind: catalogue.Rent, Ore: 350_00, Per: catalogue.PerMonth, From: day(10)},
		{Kind: catalogue.Rent, Ore: 300_00, Per: catalogue.PerMonth},
		{Kind: catalogue.Installation, Ore: 900_00, Per: catalogue.Once, From: day(5)},
	}}
	for d, want := range map[int][]int64{1: {300_00}, 5: {300_00, 900_00}, 9: {300_00, 900_00}, 10: {350_00, 900_00}} {
		var got []int64
		for _, p := range c.PricesAt(day(d)) {
			got = append(got, p.Ore)
		}
		if !slices.Equal(got, want) {
			t.Errorf("on the %d: %v, want %v", d, got, want)
		}
	}
	if coming := c.Coming(day(5)); len(coming) != 1 || coming[0].Ore != 350_00 {
		t.Errorf("coming: %v", coming)
	}
}

func TestWhat_is_hidden_is_neither_listed_nor_found_nor_opened_nor_ordered(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		sys := authz.System("test")
		site := func(name string) directory.SiteID {
			return ok[directory.Site](t)(w.Directory.AddSite(t.Context(), sys, w.Org.ID, directory.SiteInput{Name: name})).ID
		}
		unit := func(name string, parent directory.UnitID) directory.UnitID {
			return ok[directory.Unit](t)(w.Directory.AddUnit(t.Context(), sys, w.Org.ID, directory.UnitInput{Name: name, Parent: parent})).ID
		}
		school, hall := site("Lindskolan"), site("Stadshuset")
		education := unit("Utbildning", 0)
		class, office := unit("Lindskolan F-3", education), unit("Kansliet", 0)
		w.move(t, w.Anna, class, school)
		w.move(t, w.Bo, office, hall)
		if err := w.Catalogue.SetEducation(t.Context(), w.Lea, w.Org.ID, []directory.UnitID{education}); err != nil {
			t.Fatal(err)
		}
		w.publish(t, "all", "Dator för alla", nil)
		for key, v := range map[string]catalogue.Visibility{
			"not-school": {NotSites: []directory.SiteID{school}},
			"school":     {Sites: []directory.SiteID{school}},
			"pupils":     {Categories: []directory.Category{directory.Pupil}},
			"unit":       {Units: []directory.UnitID{education}},
			"education":  {Education: true},
			"role":       {Roles: []string{"nobody"}},
			"grant":      {ByGrant: true},
		} {
			w.publish(t, key, "Dator "+key, func(c *catalogue.Config) { c.Visible = v })
		}
		for _, x := range []struct {
			by   authz.Actor
			want []string
		}{
			{w.Anna, []string{"all", "education", "school", "unit"}},
			{w.Bo, []string{"all", "not-school"}},
		} {
			for _, q := range []string{"", "datorer"} {
				got := w.seen(t, x.by, catalogue.ListInput{Q: q})
				slices.Sort(got)
				if !slices.Equal(got, x.want) {
					t.Errorf("%s with %q is shown %v, want %v", x.by.Name, q, got, x.want)
				}
			}
			p := ok[catalogue.Page](t)(w.Catalogue.List(t.Context(), x.by, catalogue.ListInput{}))
			if p.Counts["accessory"] != len(x.want) {
				t.Errorf("%s counts %v", x.by.Name, p.Counts)
			}
			for _, key := range []string{"all", "not-school", "school", "pupils", "unit", "education", "role", "grant"} {
				i, err := w.Catalogue.Get(t.Context(), x.by, key)
				if slices.Contains(x.want, key) != (err == nil) || err != nil && !errs.Is(err, errs.NotFound) {
					t.Errorf("%s opens %s: %v %v", x.by.Name, key, i.Key, err)
				}
			}
		}
		// Whoever orders for Anna is shown what she is.
		w.Bo.Grants = append(w.Bo.Grants, grant(catalogue.MayPlace, authz.Unit, int64(education)))
		got := w.seen(t, w.Bo, catalogue.ListInput{For: directory.PersonID(w.Anna.Person)})
		slices.Sort(got)
		if !slices.Equal(got, []string{"all", "education", "school", "unit"}) {
			t.Errorf("for Anna, Bo is shown %v", got)
		}
		if _, err := w.Catalogue.List(t.Context(), w.Anna, catalogue.ListInput{For: directory.PersonID(w.Bo.Person)}); !errs.Is(err, errs.NotFound) {
			t.Errorf("Anna orders for nobody: %v", err)
		}
	})
}

func TestWhoever_was_granted_one_service_sees_just_that(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var service int64
		w.Write(t, func(ctx ctx, tx *sqldb.Tx) error {
			var err error
			service, err = tx.Insert(ctx, sqldb.Q("test.service", `insert into service (org_id, code, name_sv, name_en, sort_key, class, central, forwarded, active, version)
				values ($1, 'payroll', 'Lön', '', $2, '', false, false, true, 1) returning id`), int64(w.Org.ID), []byte("lon"))
			return err
		})
		w.publish(t, "all", "För alla", nil)
		w.publish(t, "payroll", "Lönesystemet", func(c *catalogue.Config) { c.Service, c.Visible.ByGrant = ticket.ServiceID(service), true })
		temporary := authz.Actor{Person: w.Bo.Person, Org: w.Bo.Org, Name: "Bo", Grants: []authz.Grant{grant(catalogue.MayRead, authz.Service, service)}}
		if got := w.seen(t, temporary, catalogue.ListInput{}); !slices.Equal(got, []string{"payroll"}) {
			t.Errorf("granted one service: %v", got)
		}
		w.Bo.Grants = append(w.Bo.Grants, grant(catalogue.MayRead, authz.Service, service))
		if got := w.seen(t, w.Bo, catalogue.ListInput{}); len(got) != 2 {
			t.Errorf("an employee granted it too: %v", got)
		}
		if got := w.seen(t, w.Anna, catalogue.ListInput{}); !slices.Equal(got, []string{"all"}) {
			t.Errorf("Anna: %v", got)
		}
	})
}

func TestThe_kind_decides_by_which_right_it_is_ordered(t *testing.T) {
	t.Parallel()
	price := []catalogue.Price{{Kind: catalogue.Fee, Ore: 1, Per: catalogue.Once}}
	for _, x := range []struct {
		c    catalogue.Config
		want authz.Verb
	}{
		{catalogue.Config{Kind: catalogue.Order}, catalogue.MayPlace},
		{catalogue.Config{Kind: catalogue.Access}, catalogue.MayAccess},
		{catalogue.Config{Kind: catalogue.Account}, catalogue.MayAccount},
		{catalogue.Config{Kind: catalogue.Request}, catalogue.MayAsk},
		{catalogue.Config{Kind: catalogue.Request, Prices: price}, catalogue.MayPlace},
		{catalogue.Config{Kind: catalogue.Booking, Prices: price}, catalogue.MayPlace},
	} {
		if got := catalogue.VerbOf(&x.c); got != x.want {
			t.Errorf("%s with %d prices: %s", x.c.Kind, len(x.c.Prices), got)
		}
	}
	base := authz.Actor{Person: 1, Org: 1, Grants: []authz.Grant{grant(catalogue.MaySee, authz.Own, 0), grant(catalogue.MayAsk, authz.Own, 0)}}
	account := catalogue.Config{Kind: catalogue.Account}
	if _, may := catalogue.MayOrder(base, &account, authz.Matter{Org: 1}); may || catalogue.Offers(base, &account) {
		t.Error("a base user asks for an account")
	}
	if _, may := catalogue.MayOrder(base, &catalogue.Config{Kind: catalogue.Request}, authz.Matter{Org: 1}); !may {
		t.Error("a base user may ask for nothing at all")
	}
}

func TestAnswers_are_checked_by_their_type(t *testing.T) {
	t.Parallel()
	c := catalogue.Config{Fields: []catalogue.Field{
		{Key: "name", Sv: "Namn", Type: catalogue.Text, Required: true},
		{Key: "count", Sv: "Antal", Type: catalogue.Number, Min: 1, Max: 5},
		{Key: "day", Sv: "Dag", Type: catalogue.Date},
		{Key: "days", Sv: "Dagar", Type: catalogue.Period},
		{Key: "size", Sv: "Storlek", Type: catalogue.Choice, Choices: []catalogue.Answer{{Sv: "Liten"}, {Sv: "Stor"}}},
		{Key: "yes", Sv: "Ja", Type: catalogue.Bool},
		{Key: "who", Sv: "Vem", Type: catalogue.Person, Required: true},
	}}
	clean, wrong := catalogue.Check(&c, map[string]string{
		"name": " Anna\x00 ", "count": "3", "day": "2026-03-02", "days": "2026-03-02/2026-03-06", "size": "Stor", "yes": "1", "who": "12",
	})
	if len(wrong) != 0 || clean["name"] != "Anna" || clean["who"] != "12" {
		t.Errorf("good answers: %v %v", clean, wrong)
	}
	_, wrong = catalogue.Check(&c, map[string]string{
		"count": "9", "day": "i morgon", "days": "2026-03-06/2026-03-02", "size": "Lagom", "yes": "kanske", "who": "-1", "price": "0",
	})
	if len(wrong) != 8 {
		t.Errorf("bad answers: %v", wrong)
	}
}

func TestA_form_is_filled_in_as_far_as_it_is_known(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		i := w.publish(t, "move", "Flytt", func(c *catalogue.Config) {
			c.Fields = []catalogue.Field{
				{Key: "who", Sv: "Vem", Type: catalogue.Person, Fill: catalogue.FillName},
				{Key: "mail", Sv: "E-post", Type: catalogue.Text, Fill: catalogue.FillMail},
				{Key: "device", Sv: "Dator", Type: catalogue.Device, Fill: catalogue.FillDevice},
				{Key: "room", Sv: "Rum", Type: catalogue.Text, Fill: catalogue.FillLast},
				{Key: "size", Sv: "Storlek", Type: catalogue.Choice, Choices: []catalogue.Answer{{Sv: "Liten"}}, Fill: catalogue.FillLast},
				{Key: "free", Sv: "Annat", Type: catalogue.Text},
			}
		})
		got := ok[map[string]string](t)(w.Catalogue.Prefill(t.Context(), w.Anna, &i, 0, map[string]string{"room": "B 12", "size": "Enorm", "free": "x"}))
		if got["mail"] != "anna@storstad.example" || got["device"] != "7" || got["room"] != "B 12" || got["size"] != "" || got["free"] != "" || got["who"] == "" {
			t.Errorf("filled in: %v", got)
		}
	})
}

func TestWhat_is_referred_to_must_exist_and_be_known(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		c := catalogue.Config{Fields: []catalogue.Field{{Key: "who", Sv: "Vem", Type: catalogue.Person}, {Key: "unit", Sv: "Var", Type: catalogue.Unit}}}
		number := func(id int64) string { return strconv.FormatInt(id, 10) }
		all := []catalogue.Asked{
			{Item: &c, Values: map[string]string{"who": number(w.Anna.Person)}},
			{Item: &c, Values: map[string]string{"who": number(w.Stranger.Person), "unit": "999999"}},
		}
		wrong := ok[[]errs.Fields](t)(catalogue.KnownIn(t.Context(), w.DB, w.Anna, w.Org.ID, all))
		if len(wrong[0]) != 0 || len(wrong[1]) != 2 {
			t.Errorf("known: %v", wrong)
		}
	})
}

func TestOwners_are_told_once_that_a_review_is_due(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		i := w.publish(t, "headset", "Headset", nil)
		ok[catalogue.Item](t)(w.Catalogue.Save(t.Context(), w.Lea, catalogue.SaveInput{
			ID: i.ID, Lock: i.Lock, Key: "headset", Config: i.Config, Owner: directory.PersonID(w.Lea.Person), Review: w.Clock.Now().Add(time.Hour),
		}))
		sweep := func(want int) {
			t.Helper()
			if err := w.Catalogue.Sweep(t.Context()); err != nil || len(w.Told) != want {
				t.Errorf("told %d, want %d: %v", len(w.Told), want, err)
			}
		}
		sweep(0)
		w.Clock.Advance(time.Hour)
		sweep(1)
		sweep(1)
	})
}

func TestShipped_offers_are_taken_over_once(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		offers := ok[[]catalogue.Offer](t)(catalogue.ReadOffers([]byte(`[
			{"key":"bag","kind":"order","name_sv":"Väska","prices":[{"kind":"purchase","ore":30000,"per":"once"}],"group_name":"Nätverk"},
			{"key":"case","kind":"order","name_sv":"Fodral","service_code":"unknown"}]`)))
		if n := ok[int](t)(w.Catalogue.Install(t.Context(), w.Lea, w.Org.ID, offers)); n != 2 {
			t.Errorf("installed %d", n)
		}
		bag := ok[catalogue.Item](t)(w.Catalogue.Get(t.Context(), w.Anna, "bag"))
		if bag.Group != w.Network.ID || bag.PricesAt(w.Clock.Now())[0].Ore != 300_00 {
			t.Errorf("bag: %+v", bag)
		}
		ok[catalogue.Item](t)(w.Catalogue.Retire(t.Context(), w.Lea, bag.ID, bag.Lock))
		if n := ok[int](t)(w.Catalogue.Install(t.Context(), w.Lea, w.Org.ID, offers)); n != 0 {
			t.Errorf("installed again: %d", n)
		}
		if _, err := w.Catalogue.Install(t.Context(), w.Anna, w.Org.ID, offers); !errs.Is(err, errs.Forbidden) {
			t.Errorf("Anna installs: %v", err)
		}
	})
}

func TestRubbish_is_refused_field_by_field(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, err := w.Catalogue.Save(t.Context(), w.Lea, catalogue.SaveInput{Org: w.Org.ID, Key: "Ö/..", Config: catalogue.Config{
			Kind: "free", LeadDays: -1, Service: 99999, Prices: []catalogue.Price{{Kind: "gift", Ore: -1, Per: "day"}},
			Steps: []catalogue.Step{{Seq: 0, By: "me"}}, Fields: []catalogue.Field{{Key: "a b", Type: "blob"}},
		}})
		var names []string
		for _, f := range errs.FieldsOf(err) {
			names = append(names, f.Name)
		}
		for _, want := range []string{"key", "name_sv", "kind", "lead_days", "service", "price.0.kind", "price.0.per", "price.0.ore", "step.0.by", "step.0.seq", "field.0.key", "field.0.sv", "field.0.type"} {
			if !slices.Contains(names, want) {
				t.Errorf("nothing is said of %s: %v", want, names)
			}
		}
	})
}

func TestStrangers_see_and_change_nothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		i := w.publish(t, "headset", "Headset", nil)
		w.Stranger.Grants = append(w.Stranger.Grants, grant(catalogue.MayWrite, authz.Organisation, w.Stranger.Org))
		if got := w.seen(t, w.Stranger, catalogue.ListInput{}); len(got) != 0 {
			t.Errorf("list: %v", got)
		}
		for name, err := range map[string]error{
			"get":     second(w.Catalogue.Get(t.Context(), w.Stranger, "headset")),
			"load":    second(w.Catalogue.Load(t.Context(), w.Stranger, i.ID)),
			"publish": second(w.Catalogue.Publish(t.Context(), w.Stranger, i.ID, i.Lock, "")),
			"retire":  second(w.Catalogue.Retire(t.Context(), w.Stranger, i.ID, i.Lock)),
			"save":    second(w.Catalogue.Save(t.Context(), w.Stranger, catalogue.SaveInput{ID: i.ID, Key: "headset", Config: i.Config})),
			"for":     second(w.Catalogue.GetFor(t.Context(), w.Stranger, "headset", directory.PersonID(w.Anna.Person))),
		} {
			if !errs.Is(err, errs.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := w.Catalogue.Save(t.Context(), w.Stranger, catalogue.SaveInput{Org: w.Org.ID, Key: "x", Config: i.Config}); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a new one: %v", err)
		}
		if h, err := w.Catalogue.History(t.Context(), w.Stranger, i.ID); err != nil || len(h) != 0 {
			t.Errorf("history: %v %v", h, err)
		}
		nobody := authz.Actor{Person: w.Bo.Person, Org: w.Bo.Org}
		if _, err := w.Catalogue.List(t.Context(), nobody, catalogue.ListInput{}); !errs.Is(err, errs.Forbidden) {
			t.Errorf("without the verb: %v", err)
		}
	})
}

func second[T any](_ T, err error) error { return err }
