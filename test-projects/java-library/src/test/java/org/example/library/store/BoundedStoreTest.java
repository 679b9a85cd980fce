package org.example.library.store;

import org.example.library.model.Book;
import org.example.library.model.Medium;

/** Runs without a test framework. */
class BoundedStoreTest {
    public static void main(String[] args) {
        Store<Medium> store = new BoundedStore<>(1);
        store.add(new Book("b1", "One"));
        try {
            store.add(new Book("b2", "Two"));
        } catch (StoreException expected) {
            System.out.println("ok " + store.all().size());
            return;
        }
        throw new AssertionError("the limit was ignored");
    }
}
