export type Id = string & { readonly brand: unique symbol };

export interface Identified {
  readonly id: Id;
}

export interface Named extends Identified {
  title: string;
}

let next = 0;

export function newId(prefix: string): Id {
  next += 1;
  return `${prefix}-${next}` as Id;
}

/** The root of the classes; `describe` is overridden further down. */
export abstract class Entity implements Identified {
  readonly id: Id;

  constructor(prefix: string) {
    this.id = newId(prefix);
  }

  abstract describe(): string;

  toString(): string {
    return this.describe();
  }
}
