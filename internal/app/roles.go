package app

import (
	"lotsen/internal/desk/access"
	"lotsen/internal/desk/alarm"
	"lotsen/internal/desk/announce"
	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/audit"
	"lotsen/internal/desk/bridge"
	"lotsen/internal/desk/calendar"
	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/chat"
	"lotsen/internal/desk/common"
	"lotsen/internal/desk/connector"
	"lotsen/internal/desk/delegation"
	"lotsen/internal/desk/directory"
	"lotsen/internal/desk/directory/guardian"
	"lotsen/internal/desk/directory/roster"
	"lotsen/internal/desk/duty"
	"lotsen/internal/desk/exchange"
	"lotsen/internal/desk/inbox"
	"lotsen/internal/desk/level"
	"lotsen/internal/desk/line"
	"lotsen/internal/desk/model"
	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/order"
	"lotsen/internal/desk/outage"
	"lotsen/internal/desk/rental"
	"lotsen/internal/desk/report"
	"lotsen/internal/desk/selfhelp"
	"lotsen/internal/desk/service"
	"lotsen/internal/desk/setting"
	"lotsen/internal/desk/sla"
	"lotsen/internal/desk/supplier"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/desk/verify"
	"lotsen/internal/kit/authz"
	"lotsen/internal/kit/jobs"
)

// Roles are the roles that ship with the product. Only here do all capabilities' verbs meet.
func Roles() []access.RoleSpec {
	atDesk := []authz.Reach{authz.Desk, authz.Organisation}
	inOrg := []authz.Reach{authz.Organisation, authz.Everywhere}
	agent := []authz.Verb{
		directory.PersonRead, directory.PersonPrefer, ticket.MayRead, ticket.MayRegister, ticket.MayWork, order.MayWork, catalogue.MayRegister, ticket.MayNote, ticket.MayReply, ticket.MayResolve,
		ticket.MayClose, ticket.MayMerge, report.MayRead, supplier.MayRead, supplier.MayContribute,
		asset.MayRead, alarm.MayRead, alarm.MayWork, common.MayDeclare, notice.MayPublish, outage.MayRead, outage.MayWrite, line.MayTake, line.MayRead, chat.MayTake,
		verify.MayCheck, access.PasswordHelp, rental.MayLend,
	}
	lead := append(append([]authz.Verb(nil), agent...), ticket.MayConfigure, delegation.MayLead, delegation.MayDecide, directory.GroupWrite, directory.UnitDescribe, inbox.MayHandleMail, sla.MayFollow, supplier.MayWrite, notice.MayHold, outage.MayCredit, duty.MayLead)
	admin := append(append([]authz.Verb(nil), lead...), ticket.MayReportFor, ticket.MayCentre, guardian.MayWrite, directory.PersonWrite, directory.UnitWrite, directory.OrgWrite,
		access.RoleGrant, access.RoleWrite, setting.Write, selfhelp.MayWrite, access.TokenWrite, access.PasswordSet, access.SessionEnd, audit.SecurityRead, calendar.Write, service.MayWrite, sla.MayPromise, roster.Run, jobs.Manage, alarm.MayConfigure, exchange.MayConnect, bridge.MayConnect, delegation.MayWork, level.MayWrite, asset.MayWrite, asset.MayImport, line.MayConfigure)
	admin = append(admin, verify.MayArrange, connector.MayArrange, announce.MayConnect, access.RoleGive, access.RoleGiveCentral, access.MayReview, catalogue.MayWrite, model.MayRead, model.MayWrite, rental.MayWrite)
	return append(orderRoles(), []access.RoleSpec{
		{Key: "agent", Sv: "Handläggare", En: "Agent", Verbs: agent, Reaches: atDesk},
		{Key: "technician", Sv: "Tekniker", En: "Technician", Reaches: append([]authz.Reach{authz.Group}, atDesk...), Verbs: []authz.Verb{
			directory.PersonRead, asset.MayRead, rental.MayLend, ticket.MayRead, ticket.MayWork, order.MayWork, ticket.MayNote, ticket.MayReply, ticket.MayResolve, supplier.MayRead,
		}},
		{
			// No verb of tickets: whoever works for a supplier meets a case through the supplier's view of it alone.
			Key: "supplier", Sv: "Leverantörens tekniker", En: "Supplier's technician", Reaches: []authz.Reach{authz.Supplier},
			Verbs: []authz.Verb{delegation.MayWork, supplier.MayRead, supplier.MayContribute},
		},
		{
			Key: "local_it", Sv: "Lokal it-support", En: "Local IT support", Reaches: []authz.Reach{authz.Organisation, authz.Desk, authz.Site},
			Verbs: []authz.Verb{delegation.MayDecide, ticket.MayReportFor},
		},
		{
			Key: "contact_centre", Sv: "Kontaktcenter", En: "Contact centre", Reaches: []authz.Reach{authz.Organisation},
			Verbs: []authz.Verb{ticket.MayCentre},
		},
		{Key: "lead", Sv: "Arbetsledare", En: "Desk lead", Verbs: lead, Reaches: atDesk},
		{
			Key: "manager", Sv: "Verksamhetschef", En: "Unit manager", Verbs: []authz.Verb{report.MayRead, ticket.MayRead, outage.MayRead, mayDecide, asset.MayRead, catalogue.MayAccount},
			Reaches: []authz.Reach{authz.Unit}, Helped: true,
		},
		{Key: "admin", Sv: "Administratör", En: "Administrator", Verbs: admin, Reaches: inOrg, Central: true},
		{
			Key: "protected", Sv: "Skyddade personuppgifter", En: "Protected identities", Verbs: []authz.Verb{directory.PersonProtected},
			Reaches: []authz.Reach{authz.Organisation}, Central: true,
		},
		{Key: "auditor", Sv: "Granskare", En: "Auditor", Verbs: []authz.Verb{audit.SecurityRead, report.MayRead, outage.MayRead, line.MayRead, access.MayReview}, Reaches: inOrg, Central: true},
	}...)
}
