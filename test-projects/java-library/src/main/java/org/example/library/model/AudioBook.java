package org.example.library.model;

import org.example.library.util.Text;

/** A third level: a book without pages. */
public class AudioBook extends Book {
    private final int minutes;

    public AudioBook(String id, String title, int minutes) {
        super(id, title);
        this.minutes = minutes;
    }

    @Override
    protected String extent() {
        return Text.hours(minutes);
    }

    @Override
    public String describe() {
        return "audio: " + super.describe();
    }
}
