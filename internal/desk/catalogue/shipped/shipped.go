package shipped

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"

	"lotsen/internal/desk/catalogue"
)

//go:embed *.json
var files embed.FS

// names are what a preset calls the groups and suppliers that offers mean.
type names struct {
	Groups    map[string]string `json:"groups"`
	Suppliers map[string]string `json:"suppliers"`
}

// Offers returns the offers of an organisation's preset: those that all have, and its own. An organisation without a
// preset gets what all have, without groups.
func Offers(preset string) ([]catalogue.Offer, error) {
	all := map[string]names{}
	raw, err := files.ReadFile("names.json")
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, fmt.Errorf("names.json: %w", err)
	}
	list, err := read("common.json")
	if err != nil {
		return nil, err
	}
	if own, err := read(preset + ".json"); preset != "" && err == nil {
		list = append(list, own...)
	}
	n := all[preset]
	for i := range list {
		o := &list[i]
		o.GroupName, o.SupplierName = resolve(o.GroupName, n.Groups), resolve(o.SupplierName, n.Suppliers)
		for route, name := range o.RouteNames {
			o.RouteNames[route] = resolve(name, n.Groups)
		}
	}
	return list, nil
}

// Groups returns the names of the groups that a preset's offers go to.
func Groups(preset string) ([]string, error) {
	list, err := Offers(preset)
	if err != nil {
		return nil, err
	}
	var out []string
	had := map[string]bool{"": true}
	for i := range list {
		for _, name := range append([]string{list[i].GroupName}, values(list[i].RouteNames)...) {
			if !had[name] {
				had[name] = true
				out = append(out, name)
			}
		}
	}
	return out, nil
}

func values(m map[string]string) []string {
	var out []string
	for _, route := range []string{"it_packaging", "operation", "forum", "strategist"} {
		if name := m[route]; name != "" {
			out = append(out, name)
		}
	}
	return out
}

func read(name string) ([]catalogue.Offer, error) {
	raw, err := files.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return catalogue.ReadOffers(raw)
}

// resolve finds what a preset calls "@workplace"; another name is meant as it stands.
func resolve(name string, called map[string]string) string {
	if what, ok := strings.CutPrefix(name, "@"); ok {
		return called[what]
	}
	return name
}
