package org.example.library.lending;

/** A record with a nested enum and a compact constructor. */
public record Member(String name, Level level) {
    public enum Level {
        BASIC,
        PREMIUM
    }

    public Member {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name");
        }
    }

    public boolean isPremium() {
        return level == Level.PREMIUM;
    }
}
