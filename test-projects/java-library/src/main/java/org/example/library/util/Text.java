package org.example.library.util;

/** Overloads and constants for static imports. */
public final class Text {
    public static final int WIDTH = 32;

    private Text() {}

    public static String pad(String text) {
        return pad(text, WIDTH);
    }

    public static String pad(String text, int width) {
        return text.length() >= width ? shorten(text, width) : text + " ".repeat(width - text.length());
    }

    public static String shorten(String text, int width) {
        return text.substring(0, Math.min(width, text.length()));
    }

    public static String hours(int minutes) {
        int hours = minutes / 60;
        return hours + " h " + (minutes % 60) + " min";
    }
}
