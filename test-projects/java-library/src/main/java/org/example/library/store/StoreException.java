package org.example.library.store;

public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message) {
        super(message);
    }

    /** Found nothing under the key. */
    public static class Missing extends StoreException {
        private static final long serialVersionUID = 1L;

        public Missing(String id) {
            super("no " + id);
        }
    }
}
