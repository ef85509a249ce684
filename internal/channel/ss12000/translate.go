package ss12000

import (
	"slices"
	"strings"

	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/desk/directory/school"
)

type reference struct {
	ID string `json:"id"`
}

type organisation struct {
	ID         string     `json:"id"`
	Name       string     `json:"displayName"`
	Code       string     `json:"schoolUnitCode"`
	Kind       string     `json:"organisationType"`
	Parent     *reference `json:"parentOrganisation"`
	SchoolUnit string     `json:"organisationCode"`
}

type person struct {
	ID     string   `json:"id"`
	Given  string   `json:"givenName"`
	Family string   `json:"familyName"`
	Logins []string `json:"eduPersonPrincipalNames"`
	Emails []struct {
		Value string `json:"value"`
	} `json:"emails"`
	CivicNo *struct {
		Value string `json:"value"`
	} `json:"civicNo"`
	Born       string `json:"birthDate"`
	Status     string `json:"personStatus"`
	Marking    string `json:"securityMarking"`
	Enrolments []struct {
		At  reference `json:"enroledAt"` // The standard's own spelling.
		At2 reference `json:"enrolledAt"`
	} `json:"enrolments"`
	Responsibles []responsible `json:"responsibles"`
}

type responsible struct {
	Person   reference `json:"person"`
	Relation string    `json:"relationType"`
}

// relations are the words of the standard, folded, for what a grown-up is to a child.
func relations() map[string]guardian.Kind {
	return map[string]guardian.Kind{
		"vårdnadshavare": guardian.Custodian, "familjehemsförälder": guardian.Foster, "god man": guardian.Trustee, "boendeförälder": guardian.Resident,
		"kontaktperson": guardian.Contact, "guardian": guardian.Custodian, "övrig ansvarig": guardian.Contact,
	}
}

// marked reads a mark of secrecy: what is not known to be open is protected.
func marked(word string) bool {
	return !slices.Contains([]string{"", "ingen", "none", "nej"}, strings.ToLower(strings.TrimSpace(word)))
}

// translate turns answers into a register: schools, pupils, and the grown-ups who are something to a pupil. Everybody
// else, such as staff, comes from elsewhere.
func translate(orgs []organisation, people []person) school.Register {
	r := school.Register{Unknown: map[string]int{}}
	units := map[string]bool{}
	for _, o := range orgs {
		u := school.Unit{ID: o.ID, Name: o.Name, Code: o.Code}
		if o.ID == "" || o.Name == "" {
			r.Unknown["organisation"]++
			continue
		}
		if o.Parent != nil {
			u.Parent = o.Parent.ID
		}
		units[o.ID] = true
		r.Units = append(r.Units, u)
	}
	byID := map[string]*person{}
	for i := range people {
		byID[people[i].ID] = &people[i]
	}
	adults := map[string]bool{}
	for i := range people {
		p := &people[i]
		if len(p.Enrolments) == 0 || !active(p, &r) {
			continue
		}
		pupil := one(p)
		for _, e := range p.Enrolments {
			if at := e.At.ID + e.At2.ID; pupil.Unit == "" && units[at] {
				pupil.Unit = at
			}
		}
		r.Pupils = append(r.Pupils, pupil)
		for _, x := range p.Responsibles {
			kind, ok := relations()[strings.ToLower(strings.TrimSpace(x.Relation))]
			if !ok {
				r.Unknown["relationType "+x.Relation]++
				continue
			}
			adult := byID[x.Person.ID]
			if adult == nil || !active(adult, &r) {
				r.Unknown["responsible"]++
				continue
			}
			if !adults[adult.ID] {
				adults[adult.ID] = true
				r.Guardians = append(r.Guardians, one(adult))
			}
			r.Relations = append(r.Relations, school.Relation{Guardian: adult.ID, Child: p.ID, Kind: kind})
		}
	}
	return r
}

// active reads whether somebody is still there. A word that is not known leaves them in.
func active(p *person, r *school.Register) bool {
	switch strings.ToLower(strings.TrimSpace(p.Status)) {
	case "", "aktiv", "active":
		return true
	case "utvandrad", "avliden", "avregistrerad", "inaktiv", "inactive":
		return false
	}
	r.Unknown["personStatus "+p.Status]++
	return true
}

// one is a person with no more than is needed. The number ends here: the day of birth is what is left of it.
func one(p *person) school.Person {
	out := school.Person{ID: p.ID, Given: p.Given, Family: p.Family, Protected: marked(p.Marking)}
	if len(p.Logins) > 0 {
		out.Login = p.Logins[0]
	}
	if len(p.Emails) > 0 {
		out.Email = p.Emails[0].Value
	}
	out.Born, _ = guardian.BornFrom(p.Born) // One that cannot be read is not known.
	if out.Born == "" && p.CivicNo != nil {
		out.Born, _ = guardian.BornFrom(p.CivicNo.Value)
	}
	return out
}
