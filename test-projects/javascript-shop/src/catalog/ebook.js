import { Book } from "./book.js";

export class EBook extends Book {
  constructor(id, title, cents, megabytes) {
    super(id, title, cents);
    this.megabytes = megabytes;
  }

  price() {
    return Math.round(super.price() * 0.8);
  }

  shippingClass() {
    return "download";
  }
}
