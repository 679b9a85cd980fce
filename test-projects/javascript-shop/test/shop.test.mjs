import assert from "node:assert/strict";
import test from "node:test";
import Shop, { Cart, EBook, createCart, money } from "../src/index.js";

test("a welcome cart is ten percent off", () => {
  const shop = new Shop("Test");
  const cart = createCart(shop, "WELCOME").add(shop.find("tea"), 2);
  assert.ok(cart instanceof Cart);
  assert.equal(cart.total(), 810);
  assert.equal(money.euros(cart.subtotal()), "9.00 EUR");
});

test("an e-book is a fifth cheaper", () => {
  assert.equal(new EBook("a", "A", 1000, 1).price(), 800);
});
