const { parse } = require("tinyparse");
const ansi = require("ansi-lite");

module.exports = (source) => parse(source).map((dish) => ansi.default(dish.name));
