// The barrel: every style of re-export in one place.
export { Shop as default } from "./shop.js";
export * from "./catalog/index.js";
export * as money from "./money.js";
export { Cart } from "./cart.js";

import { Cart } from "./cart.js";
import { discountFor } from "./discounts.js";

export function createCart(shop, code) {
  return new Cart(shop, discountFor(code));
}
