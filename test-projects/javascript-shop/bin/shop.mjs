#!/usr/bin/env node
import Shop, { createCart, money as format } from "../src/index.js";

const shop = new Shop("Corner");
const cart = createCart(shop, "WELCOME");
cart.add(shop.find("tea"), 2);
cart.add(shop.find("cup"));
console.log(shop.toString());
console.log(format.euros(cart.total()));
