package org.example.library.lending;

import org.example.library.model.Medium;

public record Loan(Medium medium, Member member, int days) {
    /** Told of every new loan. */
    public interface Listener {
        void onLoan(Loan loan);
    }

    public static class Printer implements Listener {
        @Override
        public void onLoan(Loan loan) {
            System.out.println("lent " + loan.medium.key() + " to " + loan.member.name());
        }
    }

    public Loan extend(int days) {
        return new Loan(medium, member, this.days + days);
    }
}
