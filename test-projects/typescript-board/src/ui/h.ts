export type Props = Record<string, unknown>;
export type Component<P> = (props: P) => Node;

export declare namespace h {
  namespace JSX {
    type Element = Node;
    interface IntrinsicElements {
      [name: string]: Props;
    }
  }
}

export function h<P>(tag: string | Component<P>, props: P | null, ...children: unknown[]): Node {
  if (typeof tag === "function") return tag({ ...props, children } as P);
  const element = document.createElement(tag);
  for (const child of children.flat()) element.append(child instanceof Node ? child : String(child));
  return element;
}
