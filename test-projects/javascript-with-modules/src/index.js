import { parse } from "tinyparse";
import { red } from "ansi-lite/colors";
import { frame } from "./frame.js";
import { Button } from "@table/ui";

export function card(source) {
  const dishes = parse(source);
  return frame([...dishes.map((dish) => red(dish.name)), new Button("order").draw()]);
}

console.log(card("soup;bread;cake"));
