const defaults = require("./defaults.cjs");

function readEnvironment(prefix) {
  const found = {};
  for (const key of defaults.describe().split(",")) {
    const value = process.env[prefix + key.toUpperCase()];
    if (value !== undefined) found[key] = value;
  }
  return found;
}

function Registry() {
  this.entries = [];
}

Registry.prototype.add = function (entry) {
  this.entries.push(entry);
};

module.exports = { readEnvironment, Registry };
