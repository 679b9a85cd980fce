package org.example.library.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.example.library.model.Identified;

public class MemoryStore<T extends Identified> implements Store<T> {
    protected final Map<String, T> entities = new LinkedHashMap<>();

    @Override
    public void add(T entity) {
        entities.put(entity.id(), entity);
    }

    @Override
    public Optional<T> find(String id) {
        return Optional.ofNullable(entities.get(id));
    }

    @Override
    public List<T> all() {
        return new ArrayList<>(entities.values());
    }
}
