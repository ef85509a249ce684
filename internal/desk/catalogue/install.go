package catalogue

import (
	"context"
	"encoding/json"
	"fmt"

	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Offer is an offer that comes with the product: what it names, it names by words, which each organisation has or not.
type Offer struct {
	Key string `json:"key"`
	Config
	ServiceCode  string            `json:"service_code,omitempty"`
	SupplierName string            `json:"supplier_name,omitempty"`
	GroupName    string            `json:"group_name,omitempty"`
	RouteNames   map[string]string `json:"route_names,omitempty"` // By the outcome of the rule: the name of a group.
	ReviewMonths int               `json:"review_months,omitempty"`
}

// ReadOffers reads offers from JSON.
func ReadOffers(raw []byte) ([]Offer, error) {
	var list []Offer
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("offers: %w", err)
	}
	return list, nil
}

var (
	// Also one's own offers under such a key stay what they are.
	selectShipped = sqldb.Q("catalogue.shipped", `
		select key from catalogue_item where org_id = $1 union select shipped from catalogue_item where org_id = $1 and shipped <> ''`)
	selectNamed = sqldb.Q("catalogue.by_name", `
		select 'service', code, id from service where org_id = $1 union all select 'supplier', name, id from supplier where org_id = $1 and active
		union all select 'group', name, id from desk_group where org_id = $1 and active`)
)

// InstallIn publishes the offers that an organisation does not have yet and returns how many those were. What it has is
// left as it is, changed or retired: installing again adds what is new. A name that the organisation does not know is
// left out. Errors: errs.Forbidden, errs.Invalid.
func (s *Service) InstallIn(ctx context.Context, tx *sqldb.Tx, by authz.Actor, org directory.OrgID, offers []Offer) (int, error) {
	if !mayWrite(by, org) {
		return 0, errs.Denied(string(MayWrite))
	}
	had := map[string]bool{}
	if err := sqldb.Each(ctx, tx, selectShipped, func(r sqldb.Row) error {
		var key string
		err := r.Scan(&key)
		had[key] = true
		return err
	}, int64(org)); err != nil {
		return 0, err
	}
	ids := map[string]int64{}
	if err := sqldb.Each(ctx, tx, selectNamed, func(r sqldb.Row) error {
		var what, name string
		var id int64
		err := r.Scan(&what, &name, &id)
		ids[what+" "+name] = id
		return err
	}, int64(org)); err != nil {
		return 0, err
	}
	added := 0
	for _, o := range offers {
		if had[o.Key] {
			continue
		}
		had[o.Key] = true
		in := SaveInput{Org: org, Key: o.Key, Config: o.Config, Publish: true, shipped: o.Key}
		in.Config.Service = ticket.ServiceID(ids["service "+o.ServiceCode])
		in.Config.Supplier = ticket.SupplierID(ids["supplier "+o.SupplierName])
		in.Config.Group = directory.GroupID(ids["group "+o.GroupName])
		in.Config.Routes = nil
		for route, name := range o.RouteNames {
			if id := ids["group "+name]; id != 0 {
				if in.Config.Routes == nil {
					in.Config.Routes = map[string]directory.GroupID{}
				}
				in.Config.Routes[route] = directory.GroupID(id)
			}
		}
		if o.ReviewMonths > 0 {
			in.Review = tx.Now().AddDate(0, o.ReviewMonths, 0)
		}
		if _, err := s.SaveIn(ctx, tx, by, in); err != nil {
			return added, fmt.Errorf("offer %s: %w", o.Key, err)
		}
		added++
	}
	return added, nil
}

// Install is InstallIn in a transaction of its own.
func (s *Service) Install(ctx context.Context, by authz.Actor, org directory.OrgID, offers []Offer) (int, error) {
	n := 0
	err := s.db.Write(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var err error
		n, err = s.InstallIn(ctx, tx, by, org, offers)
		return err
	})
	return n, err
}
