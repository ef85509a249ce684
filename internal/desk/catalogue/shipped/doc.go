// Package shipped holds the offers that come with the product: those that the agreements of municipalities name, with
// their conditions, forms and promised times, in Swedish and English.
//
// Owns: the words and the configuration of these offers, as files; the names of groups and suppliers behind them, by preset.
// Does not own: what an offer may say (catalogue), what a rule does (catalogue/rule), models and their prices (model),
// prices of an organisation: what stands here is where it begins.
package shipped
