import { euros } from "../money.js";
import { Badge } from "./Badge.jsx";

export default function ProductList({ products, onSelect }) {
  return (
    <ul className="products">
      {products.map((product) => (
        <li key={product.id} onClick={() => onSelect(product)}>
          {product.label} <Badge text={euros(product.price())} />
        </li>
      ))}
    </ul>
  );
}
