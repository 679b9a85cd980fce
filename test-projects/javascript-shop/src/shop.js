import config from "#config";
import { Book, Product, defaultCatalog } from "./catalog/index.js";

export class Shop {
  #products = new Map();

  constructor(name) {
    this.name = name;
    for (const product of defaultCatalog()) this.add(product);
  }

  add(product) {
    if (!(product instanceof Product)) throw new TypeError("not a product");
    this.#products.set(product.id, product);
  }

  find(id) {
    return this.#products.get(id) ?? new Book(id, "Unknown", 0);
  }

  toString() {
    return `${this.name} (${config.currency}), ${this.#products.size} products`;
  }
}
