/** Anything that can be sold. */
export default class Product {
  static count = 0;

  constructor(id, title, cents) {
    this.id = id;
    this.title = title;
    this.cents = cents;
    Product.count += 1;
  }

  price() {
    return this.cents;
  }

  get label() {
    return `${this.title} (${this.shippingClass()})`;
  }

  shippingClass() {
    return "parcel";
  }
}
