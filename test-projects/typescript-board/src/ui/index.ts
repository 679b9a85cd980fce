export { mount } from "./app";
export { default as Card } from "./card";
