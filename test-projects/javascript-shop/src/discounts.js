import { isCart } from "./cart.js";

const CODES = { WELCOME: 10, STAFF: 30 };

export function discountFor(code) {
  return CODES[code] ?? 0;
}

export function percentOff(cart, percent) {
  if (!isCart(cart)) throw new TypeError("not a cart");
  return Math.round((cart.subtotal() * (100 - percent)) / 100);
}
