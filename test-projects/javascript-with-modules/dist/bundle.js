// What a bundler wrote: never an answer by default.
export function card(source) {
  return source;
}
