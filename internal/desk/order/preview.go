package order

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
)

// Preview is what a check-out would order.
type Preview struct {
	Lines   []Line
	Changed []int64 // Batches that are not as they were when they were put in.
	Wrong   errs.Fields
	Digest  string
	Batches []Batch // What the cart holds.

	ids []CartID
}

// Preview shows what would be ordered now, and everything that is in the way. Errors: as Cart.
func (s *Service) Preview(ctx context.Context, by authz.Actor, customer directory.PersonID, choices map[int64]Choice) (Preview, error) {
	st, err := s.Stand(ctx, by, customer)
	if err != nil {
		return Preview{}, err
	}
	return s.PreviewOf(ctx, st, choices)
}

// PreviewOf is Preview for a page that knows by whose rights it is.
func (s *Service) PreviewOf(ctx context.Context, st Standing, choices map[int64]Choice) (Preview, error) {
	p, r, err := s.preview(ctx, s.d.DB, st.a, choices)
	if err != nil || r == nil {
		return p, err
	}
	return p, s.nameGone(ctx, p.Batches)
}

func (s *Service) preview(ctx context.Context, q sqldb.Querier, who authority, choices map[int64]Choice) (Preview, *resolver, error) {
	cart, err := linesOfCart(ctx, q, who.whose)
	if err != nil || len(cart) == 0 {
		return Preview{}, nil, err
	}
	for i := range cart {
		for _, c := range []Choice{choices[Every], choices[cart[i].Batch]} {
			if c.Reference != 0 {
				cart[i].Reference = c.Reference
			}
			if c.Receiver != 0 {
				cart[i].Receiver = c.Receiver
			}
		}
	}
	wishes, packs, err := s.wishes(ctx, q, who, cart)
	if err != nil {
		return Preview{}, nil, err
	}
	p := Preview{ids: make([]CartID, len(cart))}
	for i := range cart {
		p.ids[i] = cart[i].ID
	}
	var r *resolver
	if p.Lines, r, err = s.resolve(ctx, q, who, wishes, true); err != nil {
		return p, r, err
	}
	p.Wrong = r.wrong
	p.Changed = changed(cart, p.Lines, packs)
	p.Digest, p.Batches = digest(p.Lines), gather(cart, r, packs)
	for i := range p.Lines {
		if pack, ok := packs[p.Lines[i].Package]; ok {
			p.Lines[i].PackageSv, p.Lines[i].PackageEn = pack.Sv, pack.En
		}
	}
	return p, r, nil
}

// changed are the batches whose version or price is another than when they were put in.
func changed(cart []CartLine, lines []Line, packs map[PackageID]Package) []int64 {
	type sum struct{ once, month, version int64 }
	key := func(batch int64, p directory.PersonID) string { return fmt.Sprint(batch, " ", p) }
	now := make(map[string]sum, len(cart))
	for i := range lines {
		l := &lines[i]
		x := now[key(l.batch, l.Person)]
		x.once, x.month, x.version = x.once+l.OnceOre, x.month+l.MonthOre, l.ItemVersion
		if l.Package != 0 {
			x.version = packs[l.Package].Version
		}
		now[key(l.batch, l.Person)] = x
	}
	var out []int64
	for i := range cart {
		c := &cart[i]
		x, ok := now[key(c.Batch, c.Person)]
		if ok && x != (sum{c.OnceOre, c.MonthOre, c.ItemVersion + c.PackageVersion}) && !slices.Contains(out, c.Batch) {
			out = append(out, c.Batch)
		}
	}
	return out
}

// digest is of everything that whoever orders says yes to.
func digest(lines []Line) string {
	h := sha256.New()
	for i := range lines {
		l := &lines[i]
		fmt.Fprintln(h, l.batch, l.hash(), l.Receiver, l.State)
	}
	return hex.EncodeToString(h.Sum(nil)[:15])
}

// hash is of everything that an approval is about: what, how it was answered, for whom, on whose money and at what price.
func (l *Line) hash() string {
	answers, errA := json.Marshal(l.Answers)
	prices, errP := json.Marshal(l.Prices)
	if errA != nil || errP != nil {
		return "" // Strings and numbers always marshal.
	}
	h := sha256.New()
	fmt.Fprintln(h, l.Item, l.ItemVersion, l.Package, l.Person, l.Reference, l.CostCentre, l.Site, l.Object, l.Model, l.Quantity, string(answers), string(prices))
	return hex.EncodeToString(h.Sum(nil)[:15])
}
