package catalogue

import (
	"lotsen/internal/desk/directory"
)

// Visibility is whom an offer is shown to. Limits that are empty limit nothing; those that are not must all hold.
type Visibility struct {
	Sites      []directory.SiteID   `json:"sites,omitempty"`
	NotSites   []directory.SiteID   `json:"not_sites,omitempty"` // Hidden there.
	Units      []directory.UnitID   `json:"units,omitempty"`     // With everything below.
	Categories []directory.Category `json:"categories,omitempty"`
	Roles      []string             `json:"roles,omitempty"`     // Keys of roles; one of them is held.
	Education  bool                 `json:"education,omitempty"` // For education alone.
	ByGrant    bool                 `json:"by_grant,omitempty"`  // For those who were granted its service by name.
}

// Everybody reports whether it limits nothing.
func (v Visibility) Everybody() bool {
	return len(v.Sites)+len(v.NotSites)+len(v.Units)+len(v.Categories)+len(v.Roles) == 0 && !v.Education && !v.ByGrant
}

// seen is one row of catalogue_visible.
type seen struct {
	aspect string
	ref    int64
	word   string
}

func (v Visibility) rows() []seen {
	var out []seen
	for _, id := range v.Sites {
		out = append(out, seen{aspect: "site", ref: int64(id)})
	}
	for _, id := range v.NotSites {
		out = append(out, seen{aspect: "not_site", ref: int64(id)})
	}
	for _, id := range v.Units {
		out = append(out, seen{aspect: "unit", ref: int64(id)})
	}
	for _, k := range v.Categories {
		out = append(out, seen{aspect: "category", word: string(k)})
	}
	for _, k := range v.Roles {
		out = append(out, seen{aspect: "role", word: k})
	}
	return out
}
