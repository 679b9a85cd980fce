import ProductList from "./ProductList.jsx";
import * as Badges from "./Badge.jsx";
import Shop, { createCart } from "../index.js";

export function App({ products }) {
  const shop = new Shop("Corner");
  const cart = createCart(shop, "STAFF");
  return (
    <main>
      <h1>
        {shop.name} <Badges.Star />
      </h1>
      <ProductList products={products} onSelect={(product) => cart.add(product)} />
    </main>
  );
}

export const lazySettings = () => import("./Settings.jsx");
