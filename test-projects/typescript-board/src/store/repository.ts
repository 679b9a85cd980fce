import type { Id, Identified } from "../domain/entity";

export interface Repository<T extends Identified> {
  save(entity: T): void;
  find(id: Id): T | undefined;
}

export type Listener<T> = (entity: T) => void;
