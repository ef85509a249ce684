package ticket

// SelectChoices is the statement behind what a desk's forms offer, for the test that reads its plan.
var SelectChoices = selectChoices
