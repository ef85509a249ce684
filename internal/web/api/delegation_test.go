package api_test

import (
	"strings"
	"testing"

	"lotsen/internal/desk/access"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/kit/authz"
	"lotsen/internal/testkit/site"
)

func TestA_supplier_works_by_the_interface_alone(t *testing.T) {
	t.Parallel()
	site.Each(t, func(t *testing.T, s *site.Site) {
		sys := authz.System("test")
		net, err := s.App.Supplier.Add(t.Context(), sys, s.Org.ID, supplier.Input{Sort: supplier.Other, Name: "Nätdrift AB"})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.App.Supplier.Agree(t.Context(), sys, net.ID, supplier.Agreement{Way: supplier.ByPortal, Minutes: 240, Shows: []string{supplier.ShowName, supplier.ShowTalk}}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.App.Access.Grant(t.Context(), sys, access.GrantInput{Person: s.Person(t, "bo"), Role: "supplier", Reach: authz.Supplier, Of: int64(net.ID)}); err != nil {
			t.Fatal(err)
		}
		eva, bo := as(t, s, "eva"), as(t, s, "bo")
		ref := as(t, s, "anna").do("POST", "/tickets", m{"title": "Växeln", "text": "Surrar.", "category": "Dator"}).want(201).str("ref")
		other := as(t, s, "anna").do("POST", "/tickets", m{"title": "Annat", "category": "Dator"}).want(201).str("ref")
		hand := m{"supplier": int64(net.ID), "task": "Byt kortet.", "external": "INC-9"}
		bo.do("POST", "/tickets/"+ref+"/delegations", hand).want(403)
		eva.do("POST", "/tickets/"+ref+"/delegations", m{"supplier": 999}).want(422)
		eva.Header.Set("Idempotency-Key", "en gång")
		for range 2 {
			eva.do("POST", "/tickets/"+ref+"/delegations", hand).want(201).is("status", "sent")
		}
		eva.Header.Del("Idempotency-Key")
		if a := bo.do("GET", "/delegations", nil).want(200); strings.Count(string(a.raw), `"ref"`) != 1 || !strings.Contains(string(a.raw), `"hop":1`) {
			t.Errorf("in hand: %s", a.raw)
		}
		got := string(bo.do("GET", "/delegations/"+ref, nil).want(200).raw)
		if !strings.Contains(got, "Surrar.") || !strings.Contains(got, "Byt kortet.") || !strings.Contains(got, "Anna") || strings.Contains(got, "08-555") {
			t.Errorf("the view: %s", got)
		}
		bo.do("GET", "/delegations/"+other, nil).want(404)
		bo.do("GET", "/tickets/"+ref, nil).want(404)
		bo.do("PATCH", "/delegations/"+other, m{"status": "working"}).want(404)
		bo.do("PATCH", "/delegations/"+ref, m{"status": "closed"}).want(422)
		bo.do("PATCH", "/delegations/"+ref, m{"status": "working", "text": "Kortet är beställt.", "version": 1}).want(200).is("status", "working")
		bo.do("PATCH", "/delegations/"+ref, m{"status": "waiting", "version": 1}).want(409)
		bo.do("PATCH", "/delegations/"+ref, m{"status": "done"}).want(422)
		bo.do("PATCH", "/delegations/"+ref, m{"status": "done", "text": "Bytt."}).want(200).is("status", "done")
		bo.do("GET", "/delegations/"+ref, nil).want(404)
		if a := eva.do("GET", "/tickets/"+ref, nil).want(200); !strings.Contains(string(a.raw), `"remedied"`) || !strings.Contains(string(a.raw), "INC-9") {
			t.Errorf("at the desk again: %s", a.raw)
		}
	})
}
