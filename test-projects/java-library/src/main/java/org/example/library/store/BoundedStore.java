package org.example.library.store;

import org.example.library.model.Identified;

public class BoundedStore<T extends Identified> extends MemoryStore<T> {
    private final int limit;

    public BoundedStore(int limit) {
        this.limit = limit;
    }

    @Override
    public void add(T entity) {
        if (entities.size() >= limit) {
            throw new StoreException("more than " + limit);
        }
        super.add(entity);
    }
}
