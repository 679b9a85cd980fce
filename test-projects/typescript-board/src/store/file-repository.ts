import type { Identified } from "../domain/entity";
import { MemoryRepository as Base } from "./memory-repository";

export class FileRepository<T extends Identified> extends Base<T> {
  constructor(private readonly path: string) {
    super();
  }

  override save(entity: T): void {
    super.save(entity);
    this.write(JSON.stringify([...this.entities.values()]));
  }

  private write(text: string): void {
    console.log(this.path, text.length);
  }
}
