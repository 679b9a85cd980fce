package org.example.library.store;

import java.util.List;
import java.util.Optional;
import org.example.library.model.Identified;

/** Note that {@code add} here is not the {@code add} of a list. */
public interface Store<T extends Identified> {
    void add(T entity);

    Optional<T> find(String id);

    List<T> all();
}
