package ticket

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/errs"
	"lotsen/internal/kit/sqldb"
	"lotsen/internal/kit/textindex"
)

// Named is something to choose by its name.
type Named struct {
	ID   int64
	Name string
}

// Choices is what a desk's forms offer: who can take a ticket, what it can be about, how a reply can begin.
type Choices struct {
	Groups     []Named
	Agents     []Named
	Categories []Category // Parents before their children, in the order of the names; ended ones too.
	Templates  []Template // Those in use.
	Services   []About    // By name; those out of use too.
	Waits      []Wait     // What the organisation has decided about why cases wait, the newest decision last.
	Kinds      map[Kind]KindConfig
	// Present is the configuration that the asked ticket itself carries.
	Present KindConfig
}

// About is a service or function that a case can be about.
type About struct {
	ID     ServiceID
	Sv, En string
	Class  string
	Active bool
}

// Wait is a reason why a case waits, as the organisation has worded it.
type Wait struct {
	Code, Sv, En string
	Active       bool
}

// choicesText gathers everything in one statement, because every page of the desk needs most of it. Columns: what, id,
// parent or group, name, second text, third text, active. The arguments are desk, organisation, now, whether protected
// names of that organisation may show, the groups to which a narrow right reaches (and whether it is narrow), kind and version.
const choicesText = `
	select cast('group' as text), g.id, cast(0 as bigint), g.name, '', '', g.active
		from desk_group g where g.desk_id = $1 and g.active and (not $5 or g.id {{in $6}})
	union all
	select 'agent', p.id, 0, p.given_name || ' ' || p.family_name, '', '', p.active
		from person p where p.active and (not p.protected or $4 and p.org_id = $2) and p.id in (
			-- One list, not "in this or in that": for that PostgreSQL reads every person there is.
			select gm.person_id from group_member gm join desk_group mg on mg.id = gm.group_id
				where mg.desk_id = $1 and (not $5 or mg.id {{in $6}})
			union
			select rg.person_id from role_grant rg join role_verb rv on rv.role_id = rg.role_id
				where not $5 and rv.verb = 'ticket.work' and rg.ended_at is null and rg.valid_from <= $3 and (rg.valid_to is null or rg.valid_to > $3)
				and (rg.reach = 'desk' and rg.of_id = $1 or rg.reach = 'organisation' and rg.of_id = $2 or rg.reach = 'everywhere'))
	union all
	select 'category', c.id, coalesce(c.parent_id, 0), c.name_sv, c.name_en, c.path, c.active from category c where c.desk_id = $1
	union all
	select 'template', r.id, 0, r.name, r.lang, r.text, r.active from reply_template r where r.desk_id = $1 and r.active
	union all
	select 'service', v.id, 0, v.name_sv, v.name_en, v.class, v.active from service v where v.org_id = $2
	union all
	select 'wait', w.id, 0, w.code, w.name_sv, w.name_en, w.active from pause_reason w where w.org_id = $2
	union all
	select 'kind', k.version, 0, k.kind, k.config, '', true from kind_config k where k.org_id = $2
		and (k.version = (select max(n.version) from kind_config n where n.org_id = k.org_id and n.kind = k.kind)
			or k.kind = $7 and k.version = $8)`

var selectChoices = sqldb.Q("ticket.choices", choicesText)

type choice struct {
	what            string
	id, parent      int64
	name, more, raw string
	active          bool
}

// Choices returns what forms at a desk offer, in one statement. About is the ticket that the forms are for; nil when
// there is none. Errors: errs.Forbidden for whoever reads no tickets at the desk.
func (s *Service) Choices(ctx context.Context, by authz.Actor, org directory.OrgID, desk directory.DeskID, about *Ticket) (Choices, error) {
	narrow := !mayAt(by, MayRead, org, desk)
	groups := by.Reaches(MayRead, authz.Group)
	if narrow && len(groups) == 0 && !by.Has(MayRead, authz.Site) && !by.Has(MayRead, authz.Supplier) && !by.Has(MayRead, authz.Unit) {
		return Choices{}, errs.Denied(string(MayRead))
	}
	var kind Kind
	var version int64
	if about != nil {
		kind, version = about.Kind, about.KindVersion
	}
	rows, err := sqldb.All(ctx, s.db, selectChoices, func(r sqldb.Row) (choice, error) {
		var c choice
		return c, r.Scan(&c.what, &c.id, &c.parent, &c.name, &c.more, &c.raw, &c.active)
	}, int64(desk), int64(org), sqldb.Time(s.db.Now()), by.IsSystem() || by.MayIn(directory.PersonProtected, authz.Organisation, int64(org)), narrow,
		sqldb.List[int64](groups), string(kind), version)
	if err != nil {
		return Choices{}, err
	}
	return choicesOf(rows, org, desk, kind, version)
}

func choicesOf(rows []choice, org directory.OrgID, desk directory.DeskID, kind Kind, version int64) (Choices, error) {
	out := Choices{Kinds: map[Kind]KindConfig{}, Present: DefaultKind(kind)}
	for _, k := range Kinds() {
		out.Kinds[k] = DefaultKind(k)
	}
	for _, c := range rows {
		switch c.what {
		case "group":
			out.Groups = append(out.Groups, Named{c.id, c.name})
		case "agent":
			out.Agents = append(out.Agents, Named{c.id, c.name})
		case "category":
			out.Categories = append(out.Categories, Category{
				ID: CategoryID(c.id), Org: org, Desk: desk, Parent: CategoryID(c.parent), Path: c.raw, Sv: c.name, En: c.more, Active: c.active,
			})
		case "template":
			out.Templates = append(out.Templates, Template{
				ID: TemplateID(c.id), Org: org, Desk: desk, Name: c.name, Lang: c.more, Text: c.raw, Active: c.active,
			})
		case "service":
			out.Services = append(out.Services, About{ServiceID(c.id), c.name, c.more, c.raw, c.active})
		case "wait":
			out.Waits = append(out.Waits, Wait{c.name, c.more, c.raw, c.active})
		case "kind":
			k := KindConfig{Version: c.id}
			if err := json.Unmarshal([]byte(c.more), &k); err != nil {
				return out, fmt.Errorf("kind configuration %s: %w", c.name, err)
			}
			if Kind(c.name) == kind && c.id == version {
				out.Present = k
			}
			if c.id >= out.Kinds[Kind(c.name)].Version {
				out.Kinds[Kind(c.name)] = k
			}
		}
	}
	byName(out.Groups)
	byName(out.Agents)
	slices.SortStableFunc(out.Templates, func(a, b Template) int {
		return bytes.Compare(textindex.SortKey(a.Name), textindex.SortKey(b.Name))
	})
	slices.SortStableFunc(out.Services, func(a, b About) int { return bytes.Compare(textindex.SortKey(a.Sv), textindex.SortKey(b.Sv)) })
	out.Categories = asTree(out.Categories)
	return out, nil
}

func byName(list []Named) {
	// A key costs more than a comparison, and sorting compares each name many times.
	keys := make(map[string][]byte, len(list))
	for _, n := range list {
		if keys[n.Name] == nil {
			keys[n.Name] = textindex.SortKey(n.Name)
		}
	}
	slices.SortStableFunc(list, func(a, b Named) int { return bytes.Compare(keys[a.Name], keys[b.Name]) })
}

// asTree puts every category below its parent, siblings in the order of their names.
func asTree(list []Category) []Category {
	below := map[CategoryID][]Category{}
	for _, c := range list {
		below[c.Parent] = append(below[c.Parent], c)
	}
	out := make([]Category, 0, len(list))
	var add func(parent CategoryID)
	add = func(parent CategoryID) {
		siblings := below[parent]
		slices.SortStableFunc(siblings, func(a, b Category) int {
			return bytes.Compare(textindex.SortKey(a.Sv), textindex.SortKey(b.Sv))
		})
		for _, c := range siblings {
			out = append(out, c)
			add(c.ID)
		}
	}
	add(0)
	return out
}
