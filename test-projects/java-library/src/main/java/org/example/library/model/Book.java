package org.example.library.model;

public class Book extends Medium {
    private final int pages;

    public Book(String id, String title, int pages) {
        super(id, title);
        this.pages = pages;
    }

    public Book(String id, String title) {
        this(id, title, 0);
    }

    @Override
    protected String extent() {
        return pages + " pages";
    }

    public int pages() {
        return pages;
    }
}
