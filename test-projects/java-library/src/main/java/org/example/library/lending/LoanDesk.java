package org.example.library.lending;

import java.util.ArrayList;
import java.util.List;
import org.example.library.model.Medium;
import org.example.library.store.Store;
import org.example.library.store.StoreException;

public class LoanDesk {
    private final Store<Medium> store;
    private final LoanPolicy policy;
    private final List<Loan.Listener> listeners = new ArrayList<>();

    public LoanDesk(Store<Medium> store, LoanPolicy policy) {
        this.store = store;
        this.policy = policy;
    }

    public void register(Loan.Listener listener) {
        listeners.add(listener);
    }

    public Loan lend(String id, Member member) {
        Medium medium = store.find(id).orElseThrow(() -> new StoreException.Missing(id));
        Loan loan = new Loan(medium, member, policy.daysFor(medium, member));
        for (Loan.Listener listener : listeners) {
            listener.onLoan(loan);
        }
        return loan;
    }
}
