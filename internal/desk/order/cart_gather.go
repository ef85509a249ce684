package order

import (
	"context"

	"lotsen/internal/desk/catalogue"
	"lotsen/internal/kit/sqldb"
)

// gather makes batches of the lines of a cart, with the names that resolving them has met.
func gather(cart []CartLine, r *resolver, packs map[PackageID]Package) []Batch {
	var out []Batch
	at := map[int64]int{}
	for i := range cart {
		c := &cart[i]
		n, ok := at[c.Batch]
		p := r.people[c.Person]
		if !ok {
			n = len(out)
			at[c.Batch] = n
			out = append(out, Batch{
				ID: c.Batch, Item: c.Item, ItemVersion: c.ItemVersion, Package: c.Package, PackageVersion: c.PackageVersion, Quantity: c.Quantity, Receiver: c.Receiver,
				Reference: c.Reference, Model: c.Model, Help: c.Help, Words: c.Words, Answers: c.Answers,
			})
			b := &out[n]
			if pack, ok := packs[c.Package]; ok {
				b.Key, b.Sv, b.En = pack.Key, pack.Sv, pack.En
			} else if item, ok := r.item(&p, c.Item); ok {
				b.Key, b.Sv, b.En = item.Key, item.NameSv, item.NameEn
			}
		}
		b := &out[n]
		b.Count, b.OnceOre, b.MonthOre = b.Count+1, b.OnceOre+c.OnceOre, b.MonthOre+c.MonthOre
		if len(b.People) < shownPeople {
			b.People = append(b.People, Someone{c.ID, c.Person, p.Name, p.UnitName})
		}
	}
	return out
}

// nameGone names the batches of what is not offered any more.
func (s *Service) nameGone(ctx context.Context, list []Batch) error {
	var ids []catalogue.ID
	for i := range list {
		if list[i].Sv == "" && list[i].Item != 0 {
			ids = append(ids, list[i].Item)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	items := map[catalogue.ID]now{}
	err := sqldb.Each(ctx, s.d.DB, itemsNow, scanNow(items), sqldb.List[catalogue.ID](ids))
	for i := range list {
		if n, ok := items[list[i].Item]; ok && list[i].Sv == "" {
			list[i].Key, list[i].Sv, list[i].En, list[i].Gone = n.key, n.sv, n.en, true
		}
	}
	return err
}
