// CommonJS in the middle of an ES module package.
const { readEnvironment, ...rest } = require("./legacy/environment.cjs");
const defaults = require("./legacy/defaults.cjs");

module.exports = { ...defaults.settings, ...readEnvironment("SHOP_"), rest };
