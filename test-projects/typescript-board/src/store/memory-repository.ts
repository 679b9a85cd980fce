import type { Id, Identified } from "../domain/entity";
import type { Listener, Repository } from "./repository";

export class MemoryRepository<T extends Identified> implements Repository<T> {
  protected readonly entities = new Map<Id, T>();
  private readonly listeners: Listener<T>[] = [];

  save(entity: T): void {
    this.entities.set(entity.id, entity);
    for (const listener of this.listeners) listener(entity);
  }

  find(id: Id): T | undefined {
    return this.entities.get(id);
  }

  onSave(listener: Listener<T>): void {
    this.listeners.push(listener);
  }
}
