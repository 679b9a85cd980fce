import BaseProduct from "./product.js";

/** Books have a fixed price; shipping is by letter. */
export class Book extends BaseProduct {
  shippingClass() {
    return "letter";
  }
}
