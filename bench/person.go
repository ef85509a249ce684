package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/clock"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/textindex"
)

var givenNames = []string{
	"Agnes", "Ahmed", "Aisha", "Alva", "Amir", "Anders", "Anna-Lena", "Arvid", "Astrid", "Axel", "Barbro", "Birgitta", "Björn", "Camilla", "Carina",
	"Dilan", "Ebba", "Elin", "Elsa", "Emil", "Erik", "Farah", "Fatima", "Filip", "Frida", "Gunnar", "Göran", "Hanna", "Hassan", "Helena", "Hugo",
	"Håkan", "Ida", "Inger", "Isak", "Jenny", "Johan", "Jonas", "Josefin", "Karin", "Kerstin", "Klara", "Lars", "Leila", "Lena", "Linus", "Lovisa",
	"Magnus", "Malin", "Margareta", "Maryam", "Mats", "Mikael", "Mohammed", "Nils", "Nora", "Olof", "Oskar", "Patrik", "Pernilla", "Peter", "Rasmus",
	"Rebecka", "Robin", "Samira", "Sanna", "Sofia", "Stefan", "Stina", "Sven", "Tove", "Tuva", "Ulf", "Vera", "Viktor", "Wilma", "Yasmin", "Yusuf",
	"Åke", "Åsa", "Örjan",
}

var familyNames = []string{
	"Ahlgren", "Ali", "Andersson", "Axelsson", "Berg", "Bergström", "Björk", "Blomqvist", "Dahl", "Danielsson", "Ek", "Eklund", "Engström", "Eriksson",
	"Falk", "Forsberg", "Fransson", "Gustafsson", "Hansson", "Hassan", "Hedlund", "Henriksson", "Hermansson", "Holm", "Holmgren", "Ibrahim",
	"Isaksson", "Jakobsson", "Jansson", "Johansson", "Jönsson", "Karlsson", "Khalil", "Larsson", "Lind", "Lindberg", "Lindgren", "Lund", "Löfgren",
	"Martinsson", "Mattsson", "Mohamud", "Norberg", "Nordin", "Nyström", "Nilsson", "Olsson", "Palm", "Persson", "Pettersson", "Rahimi",
	"Samuelsson", "Sandberg", "Sjöberg", "Ström", "Sundström", "Svensson", "Söderberg", "Viklund", "Wallin", "Westman", "Åberg", "Åkesson", "Öberg", "Östlund",
}

// person is somebody who has cases.
type person struct {
	id            int64
	given, family string
	login, email  string
	phone         string
	category      directory.Category
	title         string
	place         place
}

func (p *person) name() string { return p.given + " " + p.family }

var plain = strings.NewReplacer("å", "a", "ä", "a", "ö", "o", "-", "")

// invent makes up the n-th person.
func (w *world) invent(n int) person {
	p := person{given: pick(w.rng, givenNames), family: pick(w.rng, familyNames), place: w.places[w.rng.IntN(len(w.places))]}
	p.login = cut(plain.Replace(strings.ToLower(p.given)), 3) + cut(plain.Replace(strings.ToLower(p.family)), 3) + fmt.Sprintf("%05d", n)
	p.email = p.login + "@" + domain
	p.category, p.title = directory.Employee, pick(w.rng, []string{"Lärare", "Undersköterska", "Administratör", "Vaktmästare", "Kurator", "Handläggare", "Rektor", "Ingenjör"})
	if w.rng.IntN(10) < 3 {
		p.category, p.title = directory.Pupil, ""
	} else {
		p.phone = fmt.Sprintf("08-555 %02d %03d", 20+w.rng.IntN(80), w.rng.IntN(1000))
	}
	return p
}

// cut returns the first letters of a word.
func cut(s string, n int) string {
	r := []rune(s)
	return string(r[:min(n, len(r))])
}

// populate writes the people into the sink, with the words that find them and the event of their coming.
func (g *generator) populate() error {
	w := g.w
	at := clock.Micros(w.begin)
	for n := range w.Persons {
		p := w.invent(n)
		g.nextPerson++
		p.id = g.nextPerson
		w.people = append(w.people, p)
		err := g.out.put(tPerson, p.id, int64(w.org.ID), nil, p.given, p.family, directory.SortKey(p.family+" "+p.given), string(p.category), p.title,
			p.email, p.phone, "", sqldb.ID(p.place.unit), sqldb.ID(p.place.site), "sv", "", false, true, p.login, at, at, int64(1))
		if err != nil {
			return err
		}
		for _, word := range wordsOf(&p) {
			if err := g.out.put(tPersonWord, int64(w.org.ID), word, p.id); err != nil {
				return err
			}
		}
		if err := g.log(directory.PersonStream, p.id, 1, directory.PersonAdded, "", w.begin, 0, by.Name, "{}"); err != nil {
			return err
		}
	}
	return nil
}

// wordsOf is what the directory finds a person by.
func wordsOf(p *person) []string {
	var words []string
	for _, part := range strings.Fields(textindex.Fold(p.given + " " + p.family)) {
		words = append(words, part)
		if _, second, ok := strings.Cut(part, "-"); ok {
			words = append(words, second)
		}
	}
	words = append(words, textindex.Fold(p.email), textindex.Fold(p.login))
	if p.phone != "" {
		words = append(words, strings.NewReplacer("-", "", " ", "").Replace(p.phone))
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// unitName and address name the n-th unit.
func unitName(r *rand.Rand, n int) string {
	switch {
	case n == 0:
		return "Storstads kommun"
	case n <= 20:
		return upper(wordHeads[n]) + "förvaltningen"
	}
	return fmt.Sprintf("%s%s %d", upper(pick(r, []string{"alm", "björk", "ek", "gran", "hassel", "lind", "lönn", "rönn", "tall", "ask", "sälg", "vide"})),
		pick(r, []string{"skolan", "gårdens förskola", "hemmet", "backens boende", "vägens vårdcentral", "parkens bibliotek"}), n)
}

func address(r *rand.Rand) string {
	return fmt.Sprintf("%sgatan %d", upper(pick(r, wordHeads)), 1+r.IntN(90))
}
