import { report } from "./reporter";

export namespace Scale {
  export interface Shape {
    apply(value: number): number;
  }

  export const Linear: Shape = { apply: (value) => value };
  export const Logarithmic: Shape = { apply: Math.log };
}

export const samples: number[] = [];

export function measured(_target: object, name: string, descriptor: PropertyDescriptor): void {
  const inner = descriptor.value as (...args: unknown[]) => unknown;
  descriptor.value = function (this: unknown, ...args: unknown[]) {
    const start = performance.now();
    const result = inner.apply(this, args);
    samples.push(performance.now() - start);
    report(name);
    return result;
  };
}
