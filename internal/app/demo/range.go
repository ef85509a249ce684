package demo

import (
	"fmt"
	"slices"
	"time"

	"lotsen/internal/desk/catalogue/shipped"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/model"
	"lotsen/internal/desk/rental"
	"lotsen/internal/kit/authz"
)

// device is a model of the demo's range. Prices are in kronor: bought, installed, rented and kept by the month.
type device struct {
	kind             model.Kind
	maker, name      string
	life, warranty   int
	buy, put         int64
	rent, fee        int64
	agreement        string
	aboutSv, aboutEn string
	why              string // Why it may be had although it is short-lived.
}

// devices are what both customers have; their agreements differ.
var devices = []device{
	{kind: model.Laptop, maker: "HP", name: "EliteBook 845 G11", life: 60, warranty: 60, rent: 415, agreement: "datorer", aboutSv: "14 tum, 16 GB. För dig som arbetar på flera platser.", aboutEn: "14 inches, 16 GB. For those who work in several places."},
	{kind: model.Laptop, maker: "Lenovo", name: "ThinkPad L14", life: 48, warranty: 36, rent: 365, agreement: "datorer", aboutSv: "14 tum, 16 GB. Vanlig arbetsdator.", aboutEn: "14 inches, 16 GB. An ordinary work computer."},
	{kind: model.Laptop, maker: "Panasonic", name: "Toughbook 33", life: 36, warranty: 36, rent: 890, agreement: "datorer", aboutSv: "Tål väta och stötar, för fältarbete.", aboutEn: "Stands water and knocks, for work in the field.", why: "Ingen stöttålig modell i avtalet har längre livslängd. Behövs i fältarbete."},
	{kind: model.Desktop, maker: "HP", name: "EliteDesk 805 G9", life: 72, warranty: 60, rent: 245, agreement: "datorer", aboutSv: "Liten stationär dator, utan skärm.", aboutEn: "A small desktop computer, without a screen."},
	{kind: model.Student, maker: "Lenovo", name: "Chromebook 500e", life: 36, warranty: 36, rent: 149, agreement: "skola", aboutSv: "11 tum, vikbar, med penna.", aboutEn: "11 inches, foldable, with a pen."},
	{kind: model.Student, maker: "Acer", name: "Chromebook 511", life: 36, warranty: 24, rent: 129, agreement: "skola", aboutSv: "11 tum, stöttålig.", aboutEn: "11 inches, shock-proof."},
	{kind: model.Screen, maker: "Dell", name: "P2425H", life: 84, warranty: 60, rent: 39, agreement: "datorer", aboutSv: "24 tum, höj- och sänkbar.", aboutEn: "24 inches, adjustable in height."},
	{kind: model.Screen, maker: "Dell", name: "U2725QE", life: 84, warranty: 60, rent: 99, agreement: "datorer", aboutSv: "27 tum med dockning: en kabel till datorn.", aboutEn: "27 inches with docking: one cable to the computer."},
	{kind: model.Printer, maker: "Canon", name: "imageRUNNER C3326i", life: 60, warranty: 60, rent: 690, agreement: "skrivare", aboutSv: "Färgkopiator för en avdelning.", aboutEn: "A colour copier for a department."},
	{kind: model.Printer, maker: "Brother", name: "HL-L5210DN", life: 48, warranty: 36, rent: 145, agreement: "skrivare", aboutSv: "Svartvit skrivare för få användare.", aboutEn: "A black-and-white printer for few users."},
	{kind: model.Phone, maker: "Fairphone", name: "5", life: 60, warranty: 60, buy: 6490, fee: 79, agreement: "mobilt", aboutSv: "Delar går att byta.", aboutEn: "Parts can be replaced."},
	{kind: model.Phone, maker: "Samsung", name: "Galaxy A55", life: 48, warranty: 24, buy: 4290, fee: 79, agreement: "mobilt"},
	{kind: model.Phone, maker: "Apple", name: "iPhone 16", life: 60, warranty: 12, buy: 9290, fee: 79, agreement: "mobilt"},
	{kind: model.Tablet, maker: "Apple", name: "iPad 11", life: 60, warranty: 12, rent: 135, agreement: "mobilt"},
	{kind: model.Tablet, maker: "Samsung", name: "Galaxy Tab Active5", life: 48, warranty: 36, rent: 165, agreement: "mobilt", aboutSv: "Stöttålig, för hemtjänst och fält.", aboutEn: "Shock-proof, for home care and the field."},
	{kind: model.AccessPoint, maker: "Aruba", name: "AP-615", life: 72, warranty: 60, put: 1800, rent: 95, agreement: "natverk"},
	{kind: model.Accessory, maker: "Jabra", name: "Evolve2 55", life: 36, warranty: 24, buy: 1890, agreement: "datorer", aboutSv: "Trådlöst headset.", aboutEn: "A wireless headset."},
	{kind: model.Accessory, maker: "Targus", name: "Datorväska 14", life: 60, warranty: 24, buy: 390, agreement: "datorer"},
	{kind: model.Accessory, maker: "Kingston", name: "IronKey 32 GB", life: 60, warranty: 60, buy: 690, agreement: "datorer", aboutSv: "Krypterat USB-minne.", aboutEn: "An encrypted USB memory."},
	{kind: model.Camera, maker: "Axis", name: "P3268-LV", life: 84, warranty: 60, rent: 180, put: 2400, agreement: "natverk"},
}

// frames are the framework agreements by the demo's own short names. One is a municipality's alone.
var frames = []struct{ short, number, name, only string }{
	{"datorer", "96-41-2024", "Datorer, skärmar och tillbehör", ""},
	{"skola", "96-44-2025", "Skoldatorer", ""},
	{"skrivare", "96-17-2025", "Skrivare och kopiatorer", ""},
	{"mobilt", "96-52-2024", "Mobiltelefoner och surfplattor", ""},
	{"natverk", "96-61-2025", "Nätverk och kameror", "Ekdals kommun"},
}

// selection gives a customer its agreements, its models and the offers of the catalogue, and the computers that are lent.
func (c *customer) selection(p *plan, now time.Time) {
	p.add(now.AddDate(0, -8, 0), func() error {
		if err := c.models(); err != nil {
			return fmt.Errorf("models: %w", err)
		}
		return c.lend()
	})
	// The suppliers that offers name are there since a month.
	p.add(now.AddDate(0, -1, 0).Add(time.Hour), func() error {
		if err := c.offers(); err != nil {
			return fmt.Errorf("offers: %w", err)
		}
		return nil
	})
	p.add(now.AddDate(0, 0, -9), func() error { return c.rented() })
}

func (c *customer) models() error {
	begun := c.hands.Now().AddDate(0, 0, -200).Format(time.DateOnly)
	units, err := c.app.Directory.Units(c.ctx, by, c.org.ID)
	if err != nil {
		return err
	}
	called := func(name string) (directory.UnitID, bool) {
		at := slices.IndexFunc(units, func(u directory.Unit) bool { return u.Name == name })
		if at < 0 {
			return 0, false
		}
		return units[at].ID, true
	}
	agreements := map[string]model.AgreementID{}
	for _, f := range frames {
		a := model.Agreement{Org: c.org.ID, Number: f.number, Name: f.name, From: begun, To: c.hands.Now().AddDate(2, 0, 0).Format(time.DateOnly), Everybody: true}
		if only, ok := called(f.only); ok {
			a.Everybody, a.Units = false, []directory.UnitID{only}
		}
		if a, err = c.app.Model.SaveAgreement(c.ctx, by, a); err != nil {
			return err
		}
		agreements[f.short] = a.ID
	}
	for _, d := range devices {
		if err := c.device(d, agreements[d.agreement], begun); err != nil {
			return fmt.Errorf("%s: %w", d.name, err)
		}
	}
	for name, months := range map[string]int{"Ekdals kommun": 36, "Sjöviks kommun": 48} {
		if unit, ok := called(name); ok {
			if err := c.app.Model.AgreeLife(c.ctx, by, model.Life{Org: c.org.ID, Unit: unit, Kind: model.Student, Months: months}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *customer) device(d device, agreement model.AgreementID, begun string) error {
	id, err := c.app.Model.Add(c.ctx, by, c.org.ID, model.Input{
		Kind: d.kind, Maker: d.maker, Name: d.name, Life: d.life, Warranty: d.warranty, Agreement: agreement, AboutSv: d.aboutSv, AboutEn: d.aboutEn,
		Network: d.kind == model.Printer,
	})
	if err != nil {
		return err
	}
	var prices []model.Price
	for _, x := range []struct {
		kind, per string
		kronor    int64
	}{{model.Purchase, model.Once, d.buy}, {model.Installation, model.Once, d.put}, {model.Rent, model.Month, d.rent}, {model.Fee, model.Month, d.fee}} {
		if x.kronor > 0 {
			prices = append(prices, model.Price{Kind: x.kind, Per: x.per, Ore: x.kronor * 100})
		}
	}
	if err := c.app.Model.SetPrices(c.ctx, by, id, 1, begun, prices); err != nil {
		return err
	}
	decision := model.Decision{InRange: true, Forum: "it-forum drift", HeldOn: begun, Reference: "§ 4"}
	if d.why != "" {
		decision.Exception = model.Exception{Why: d.why, Decided: "It-chefen"}
	}
	return c.app.Model.Decide(c.ctx, by, id, 2, decision)
}

// offers installs what comes with the product, and makes the groups that it goes to where there are none.
func (c *customer) offers() error {
	groups, err := c.app.Directory.Groups(c.ctx, by, c.desk.ID)
	if err != nil {
		return err
	}
	wanted, err := shipped.Groups(c.org.Preset)
	if err != nil {
		return err
	}
	for _, name := range wanted {
		if !slices.ContainsFunc(groups, func(g directory.Group) bool { return g.Name == name }) {
			if _, err := c.app.Directory.AddGroup(c.ctx, by, c.desk.ID, name, 2); err != nil {
				return err
			}
		}
	}
	list, err := shipped.Offers(c.org.Preset)
	if err != nil {
		return err
	}
	// Ekdal and Sjövik's schools, and all of a city's education administration, are education.
	units, err := c.app.Directory.Units(c.ctx, by, c.org.ID)
	if err != nil {
		return err
	}
	var schools []directory.UnitID
	for _, u := range units {
		if c.org.Preset == "storstad" && u.Parent == 0 || u.Name == "Ekdalsskolan" || u.Name == "Sjövikskolan" {
			schools = append(schools, u.ID)
		}
	}
	if err := c.app.Catalogue.SetEducation(c.ctx, by, c.org.ID, schools); err != nil {
		return err
	}
	_, err = c.app.Catalogue.Install(c.ctx, by, c.org.ID, list)
	return err
}

// lend opens the offices that rent computers out.
func (c *customer) lend() error {
	offices := []rental.Office{{Name: "It-kontoret Storstad", Place: "Rådhusgatan 2, plan 1", WeekOre: 39_500}}
	if c.org.Preset == "ekdal" {
		offices = []rental.Office{{Name: "It-kontoret i Ekdal", Place: "Kommunhuset, entréplan", WeekOre: 35_000}, {Name: "It-kontoret i Sjövik", Place: "Kommunhuset, plan 2", WeekOre: 35_000}}
	}
	for i, o := range offices {
		o.Org, o.Desk = c.org.ID, c.desk.ID
		o, err := c.app.Rental.SaveOffice(c.ctx, by, o)
		if err != nil {
			return err
		}
		for n := range 4 {
			if _, err := c.app.Rental.SaveUnit(c.ctx, by, c.org.ID, rental.Unit{Office: o.ID, Tag: fmt.Sprintf("LÅN-%d%02d", i+1, n+1), Name: "HP EliteBook 840 G10"}); err != nil {
				return err
			}
		}
	}
	return nil
}

// rented lets some people rent: one is late, one has a computer now, one will.
func (c *customer) rented() error {
	today := c.hands.Now()
	offices, err := c.app.Rental.Offices(c.ctx, by, c.org.ID, "", "")
	if err != nil || len(offices) == 0 || len(c.users) == 0 {
		return err
	}
	references, err := c.app.Directory.References(c.ctx, by, c.org.ID, "", "", 5)
	if err != nil || len(references) == 0 {
		return err
	}
	for i, x := range []struct {
		from, days int
		purpose    string
		out        bool
	}{{0, 5, "Utbildning i Göteborg", true}, {0, 14, "Vikarie i receptionen", true}, {12, 2, "Konferens", false}} {
		b, err := c.app.Rental.Book(c.ctx, authz.System("demo"), rental.Input{
			Office: offices[0].ID, Person: directory.PersonID(c.users[i%len(c.users)].Person), From: today.AddDate(0, 0, x.from).Format(time.DateOnly),
			To: today.AddDate(0, 0, x.from+x.days-1).Format(time.DateOnly), Reference: references[i%len(references)].ID, Purpose: x.purpose,
		})
		if err != nil {
			return err
		}
		if x.out {
			if _, err := c.app.Rental.HandOut(c.ctx, by, b.ID, b.Version); err != nil {
				return err
			}
		}
	}
	return nil
}
