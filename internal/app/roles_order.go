package app

import (
	"lotsen/internal/desk/access"
	"lotsen/internal/desk/approval"
	"lotsen/internal/desk/asset"
	"lotsen/internal/desk/catalogue"
	"lotsen/internal/desk/model"
	"lotsen/internal/desk/notice"
	"lotsen/internal/desk/rental"
	"lotsen/internal/desk/report"
	"lotsen/internal/desk/ticket"
	"lotsen/internal/kit/authz"
)

// mayDecide and mayReceive are verbs of approval and delivery.
const (
	mayDecide             = approval.MayDecide
	mayReceive authz.Verb = "order.receive"
)

// orderRoles are the portal's roles in ordering and approving (requirements, section 4). The first two are nobody's to
// grant: a person's category gives them.
func orderRoles() []access.RoleSpec {
	temporary := []authz.Verb{ticket.MayReport, access.SessionOwn}
	base := append(append([]authz.Verb(nil), temporary...), catalogue.MayRead, catalogue.MaySee, catalogue.MayAsk, model.MayRead, access.MayWho, access.MaySubstitute)
	inOrg := []authz.Reach{authz.Organisation}
	place := []authz.Verb{catalogue.MayPlace, catalogue.MayAccess, mayReceive}
	return []access.RoleSpec{
		{Key: access.TemporaryRole, Sv: "Temporär användare", En: "Temporary user", Verbs: temporary},
		{Key: access.BaseRole, Sv: "Basanvändare", En: "Base user", Verbs: base},
		{
			Key: "it_contact", Sv: "It-kontaktperson", En: "IT contact", Verbs: place, Helped: true, GivenBy: access.RoleGiveCentral,
			Reaches: []authz.Reach{authz.CostCentre}, Limits: []authz.Reach{authz.Service, authz.Object},
		},
		{
			Key: "orderer", Sv: "Behörig beställare", En: "Authorised orderer", Verbs: place, Helped: true, GivenBy: access.RoleGive,
			Reaches: []authz.Reach{authz.Reference}, Limits: []authz.Reach{authz.Service, authz.Object},
		},
		{
			Key: "approver", Sv: "Behörig godkännare", En: "Authorised approver", Verbs: []authz.Verb{mayDecide}, Helped: true, GivenBy: access.RoleGive,
			Reaches: []authz.Reach{authz.Reference, authz.CostCentre, authz.Service, authz.Object},
			Limits:  []authz.Reach{authz.Reference, authz.CostCentre, authz.Service, authz.Object},
		},
		{
			Key: "operations_manager", Sv: "Verksamhetsansvarig", En: "Operations manager", Verbs: []authz.Verb{access.RoleGive},
			Reaches: []authz.Reach{authz.Reference}, GivenBy: access.RoleGiveCentral,
		},
		{
			Key: "designated", Sv: "Utpekad för konton", En: "Designated for accounts", Verbs: []authz.Verb{catalogue.MayAccount}, Helped: true,
			Reaches: []authz.Reach{authz.Unit, authz.Organisation}, GivenBy: access.RoleGiveCentral,
		},
		{
			Key: "inventory", Sv: "Inventarieansvarig", En: "Inventory keeper", Verbs: []authz.Verb{asset.MayRead, asset.MayWrite}, Helped: true,
			Reaches: []authz.Reach{authz.Unit}, GivenBy: access.RoleGiveCentral,
		},
		{
			// Somebody who is no base user gets one service of the portal and nothing else of it.
			Key: "named_user", Sv: "Namngiven användare", En: "Named user", Verbs: []authz.Verb{catalogue.MayRead, catalogue.MaySee}, Helped: true,
			Reaches: []authz.Reach{authz.Service}, GivenBy: access.RoleGiveCentral,
		},
		{
			Key: "central_admin", Sv: "Central administratör", En: "Central administrator", Reaches: inOrg, Central: true, GivenBy: access.RoleGiveCentral,
			Verbs: append(append([]authz.Verb(nil), place...), catalogue.MayAccount, mayDecide, access.RoleGive, access.RoleGiveCentral, catalogue.MayWrite,
				catalogue.MayPackage, asset.MayRead, asset.MayWrite, model.MayRead, model.MayWrite, rental.MayWrite, report.MayRead),
		},
		{
			Key: "central_ordering", Sv: "Central beställarorganisation", En: "Central ordering organisation", Reaches: inOrg, Central: true,
			GivenBy: access.RoleGiveCentral, Verbs: []authz.Verb{catalogue.MayPackage, notice.MayPublish, report.MayRead},
		},
	}
}
