import { Book } from "./book.js";
import { EBook } from "./ebook.js";
import Product from "./product.js";

export { Book, EBook, Product };

export function* defaultCatalog() {
  yield new Product("tea", "Green tea", 450);
  yield new Product("cup", "Cup", 800);
  yield new EBook("brew", "The Art of Brewing", 999, 12);
}
