package demo

import (
	"context"

	"lotsen/internal/app"
	"lotsen/internal/desk/directory"
	"lotsen/internal/kit/errs"
	"lotsen/internal/web/account"
)

// offered is one line of the login page: a person and what to try as them, in Swedish and English.
type offered struct {
	given      string
	group, who [2]string
	try        [2]string
}

var offers = []offered{
	{
		"Anna", portal,
		[2]string{"Lärare på Almskolan i Storstad", "Teacher at Almskolan in Storstad"},
		[2]string{"Anmäl ett fel och följ det.", "Report a fault and follow it."},
	},
	{
		"Elliot", portal,
		[2]string{"Elev på Almskolan i Storstad", "Pupil at Almskolan in Storstad"},
		[2]string{"Ställ en fråga från mobilen.", "Ask a question from a phone."},
	},
	{
		"Yasmin", portal,
		[2]string{"Vårdnadshavare till en elev på Almskolan", "Guardian of a pupil at Almskolan"},
		[2]string{"Anmäl ett fel åt ditt barn.", "Report a fault for your child."},
	},
	{
		"Börje", portal,
		[2]string{"Lokal it-support på Almskolan", "Local IT support at Almskolan"},
		[2]string{"Anmäl ett fel åt en elev på skolan.", "Report a fault for a pupil of the school."},
	},
	{
		"Klara", portal,
		[2]string{"Kontaktcenter i Storstad", "The contact centre in Storstad"},
		[2]string{"Registrera för invånare och se vad du kan berätta.", "Register for residents and see what you can tell."},
	},
	{
		"Olle", portal,
		[2]string{"Undersköterska i Sjövik", "Assistant nurse in Sjövik"},
		[2]string{"Se hur en annan kund ser ut.", "See what another customer looks like."},
	},
	{
		"Per", portal,
		[2]string{"Skolsekreterare och behörig beställare på Almskolan", "School secretary and authorised orderer at Almskolan"},
		[2]string{"Beställ något och se vem som godkänner.", "Order something and see who approves."},
	},
	{
		"Annika", portal,
		[2]string{"Biträdande rektor, vikarie för rektorn just nu", "Deputy head, standing in for the head teacher just now"},
		[2]string{"Godkänn åt rektorn medan hon är borta.", "Approve for the head teacher while she is away."},
	},
	{
		"Stina", portal,
		[2]string{"Enhetsadministratör och behörig beställare i Sjövik", "Unit administrator and authorised orderer in Sjövik"},
		[2]string{"Beställ till äldreboendet.", "Order for the home for the elderly."},
	},
	{
		"Eva", desk,
		[2]string{"Handläggare i Storstads servicedesk", "Agent at Storstad's service desk"},
		[2]string{"Ta nästa ärende, svara, registrera ett samtal.", "Take the next case, reply, register a call."},
	},
	{
		"Nadia", desk,
		[2]string{"Nätverkstekniker i Storstad", "Network technician in Storstad"},
		[2]string{"Arbeta i andra linjens kö.", "Work in the second line's queue."},
	},
	{
		"Tomas", desk,
		[2]string{"Tekniker hos leverantören Nätdrift AB", "Technician at the supplier Nätdrift AB"},
		[2]string{"Se hur lite en leverantör ser.", "See how little a supplier sees."},
	},
	{
		"Karin", desk,
		[2]string{"Supporttekniker i Ekdal & Sjövik", "Support technician in Ekdal & Sjövik"},
		[2]string{"Arbeta i ett litet team.", "Work in a small team."},
	},
	{
		"Lars", lead,
		[2]string{"Arbetsledare i Storstad, ser skyddade personuppgifter", "Desk lead in Storstad, sees protected identities"},
		[2]string{"Fördela ärenden, se rapporter.", "Share out cases, see reports."},
	},
	{
		"Maria", lead,
		[2]string{"Rektor på Almskolan", "Head teacher at Almskolan"},
		[2]string{"Sök bland den egna enhetens ärenden.", "Search your own unit's cases."},
	},
	{
		"Vera", lead,
		[2]string{"Områdeschef, verksamhetsansvarig för två skolor", "Area manager, operations manager for two schools"},
		[2]string{"Ge någon behörighet på en fakturareferens.", "Give somebody a right on an invoice reference."},
	},
	{
		"Ulf", lead,
		[2]string{"Enhetschef och behörig godkännare i Sjövik", "Unit manager and authorised approver in Sjövik"},
		[2]string{"Godkänn en beställning, se din enhet.", "Approve an order, see your unit."},
	},
	{
		"Rut", lead,
		[2]string{"Internrevisor i Storstad", "Internal auditor in Storstad"},
		[2]string{"Se vem som kunde göra vad en viss dag.", "See who could do what on a given day."},
	},
	{
		"Cecilia", admin,
		[2]string{"Central administratör i Storstad", "Central administrator in Storstad"},
		[2]string{"Bekräfta en roll, ändra i katalogen.", "Confirm a role, change the catalogue."},
	},
	{
		"Bengt", admin,
		[2]string{"Central beställarorganisation i Storstad", "Central ordering organisation in Storstad"},
		[2]string{"Sätt ihop ett paket.", "Put a package together."},
	},
	{
		"Sara", admin,
		[2]string{"Systemförvaltare i Storstad", "System administrator in Storstad"},
		[2]string{"Lägg till en person, ändra en inställning.", "Add a person, change a setting."},
	},
	{
		"Gun", admin,
		[2]string{"It-chef i Ekdal & Sjövik", "Head of IT in Ekdal & Sjövik"},
		[2]string{"Jämför inställningarna med Storstads.", "Compare the settings with Storstad's."},
	},
}

var (
	portal = [2]string{"Användare", "Users"}
	desk   = [2]string{"Servicedesk", "Service desk"}
	lead   = [2]string{"Ledning", "Management"}
	admin  = [2]string{"Administration", "Administration"}
)

// Persons lists whom a visitor may become with one click. In a database without the demo world it is empty.
func Persons(ctx context.Context, a *app.App) ([]account.DemoPerson, error) {
	var out []account.DemoPerson
	for _, o := range offers {
		p, err := a.Directory.PersonByLogin(ctx, by, castLogin(o.given))
		if errs.Is(err, errs.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, o.person(p))
	}
	return out, nil
}

func (o offered) person(p directory.Person) account.DemoPerson {
	return account.DemoPerson{
		ID: p.ID, Name: p.Name(), Group: o.group[0], GroupEn: o.group[1], Who: o.who[0], WhoEn: o.who[1], Try: o.try[0], TryEn: o.try[1],
	}
}
