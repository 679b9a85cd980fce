// cart.js and discounts.js import each other on purpose.
import { percentOff } from "./discounts.js";
import * as money from "./money.js";

export class Cart {
  constructor(shop, discount) {
    this.shop = shop;
    this.discount = discount;
    this.lines = [];
  }

  add(product, quantity = 1) {
    this.lines.push({ product, quantity });
    return this;
  }

  subtotal() {
    return money.sum(this.lines.map(({ product, quantity }) => product.price() * quantity));
  }

  total() {
    return percentOff(this, this.discount);
  }
}

export const isCart = (value) => value instanceof Cart;
