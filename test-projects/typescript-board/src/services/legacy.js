module.exports = { version: "0.9" };
