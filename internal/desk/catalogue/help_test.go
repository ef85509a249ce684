package catalogue_test

import (
	"context"
)

type ctx = context.Context
