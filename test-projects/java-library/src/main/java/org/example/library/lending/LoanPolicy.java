package org.example.library.lending;

import org.example.library.model.AudioBook;
import org.example.library.model.Medium;

@FunctionalInterface
public interface LoanPolicy {
    int STANDARD_DAYS = 14;

    int daysFor(Medium medium, Member member);

    static LoanPolicy strict() {
        return (medium, member) -> member.isPremium() ? STANDARD_DAYS * 2 : STANDARD_DAYS;
    }

    static LoanPolicy generous() {
        return new LoanPolicy() {
            @Override
            public int daysFor(Medium medium, Member member) {
                return medium instanceof AudioBook ? 60 : strict().daysFor(medium, member);
            }
        };
    }
}
