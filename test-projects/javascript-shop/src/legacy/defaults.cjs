exports.settings = { currency: "EUR", pageSize: 20 };

exports.describe = function describe() {
  return Object.keys(exports.settings).join(",");
};
